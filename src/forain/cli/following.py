"""Follows commands to their end: sent, then seen at the marketplace; and says how they stand."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import click

from forain.cli.exits import Exit
from forain.cli.language import say

if TYPE_CHECKING:
    from forain.hub.outbox.models import Command

#: No worker, no end: after this the person hears that the command waits.
PATIENCE_SECONDS = 90.0
#: Where a command's life ends -> how the command line ends.
_EXITS = {"rejected": Exit.REFUSED, "needs_person": Exit.FAILURE, "superseded": Exit.REFUSED}
_OPEN = frozenset({"queued", "sending", "unknown"})


def follow(commands: list[Command], patience: float = PATIENCE_SECONDS) -> list[Command]:
    """The commands once each was settled and seen, or as they stand when patience ends. Shows each change."""
    until, told = time.monotonic() + patience, dict[Any, str]()
    while True:
        commands = _read_again(commands)
        for command in commands:
            _tell(command, told)
        if all(map(_is_over, commands)) or time.monotonic() > until:
            return commands
        time.sleep(0.3)


def _is_over(command: Command) -> bool:
    if command.state == "confirmed":
        return command.seen_at is not None or not command.shows
    return command.state not in _OPEN


def _read_again(commands: list[Command]) -> list[Command]:
    from forain.hub.outbox.models import Command

    return list(Command.objects.filter(pk__in=[one.pk for one in commands]).order_by("created_at", "id"))


def _tell(command: Command, told: dict[Any, str]) -> None:
    now = words(command)
    if told.get(command.pk) != now:
        told[command.pk] = now
        click.echo(f"  {command.get_kind_display()} {subject(command)}: {now}", err=True)


def words(command: Command) -> str:
    sent = f"{command.sent_at.astimezone():%H:%M:%S}" if command.sent_at else ""
    state = str(command.get_state_display())
    if command.state == "confirmed":
        state = say("sent {at}", at=sent)
        if command.seen_at:
            state += ", " + say("seen {at}", at=f"{command.seen_at.astimezone():%H:%M:%S}")

    from forain.hub.outbox.ending import outcome_words

    told = outcome_words(command) if command.state in _EXITS else ""
    return f"{state}: {told}" if told else state


def subject(command: Command) -> str:
    about = command.details.get("return_reference") or command.order_reference
    return ", ".join(command.line_references) or str(about)


def report(commands: list[Command], *, waited: bool, as_json: bool) -> int:
    """Print how the commands stand; the exit code of the worst of them."""
    from forain.cli.serial import commands as shapes_of
    from forain.cli.show import print_json, table

    if as_json:
        print_json(shapes_of(commands))
    else:
        rows = [(one.get_kind_display(), subject(one), words(one)) for one in commands]
        table(("Command", "Lines", "State"), rows, empty="")
    return worst(commands, waited=waited)


def worst(commands: list[Command], *, waited: bool) -> int:
    """The exit code of the worst of them; says so when waiting was in vain."""
    from forain.cli.show import note

    if waited and not all(map(_is_over, commands)):
        note("It is not over yet; a worker must run for it to go on (`forain up`).")
        return Exit.UNREACHABLE
    return max((int(_EXITS.get(one.state, Exit.OK)) for one in commands), default=0)
