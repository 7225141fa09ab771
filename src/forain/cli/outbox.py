"""`forain commands`: what was asked of the marketplaces, and what only a person can say of it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import click

from forain.cli.exits import Exit, Failure
from forain.cli.language import say
from forain.cli.options import hub_options

if TYPE_CHECKING:
    from forain.hub.outbox.models import Command
    from forain.hub.workspaces.models import Workspace

STATES = click.Choice(["queued", "sending", "unknown", "confirmed", "rejected", "superseded", "needs_person"])


@click.group(help=say("List commands, and decide those that need you."))
def commands() -> None:
    pass


@commands.command("list", help=say("List commands, newest first."))
@click.option("--state", type=STATES, help=say("Only this state, `needs_person` for instance."))
@click.option(
    "--limit", default=50, show_default=True, type=click.IntRange(1, 500), help=say("How many at most.")
)
@click.option("--cursor", default="", help=say("Where the previous page ended."))
@hub_options
def list_commands(state: str | None, limit: int, cursor: str, as_json: bool) -> None:
    from forain.cli.hub import workspace
    from forain.cli.pages import more
    from forain.cli.serial import command_page
    from forain.cli.show import print_json, table

    with workspace() as merchant:
        from forain.cli.following import subject, words
        from forain.hub.outbox.queries import page as page_of

        page = page_of(merchant, state=state or "", cursor=cursor, limit=limit)
        if as_json:
            print_json(command_page(page))
            return
        rows = [
            (
                str(one.pk),
                one.created_at,
                one.get_kind_display(),
                one.order_reference,
                subject(one),
                words(one),
            )
            for one in page.commands
        ]
        columns = ("Number", "Asked", "Command", "Order", "Lines", "State")
        table(columns, rows, empty="No commands.")
        more(page.next)


@commands.command(help=say("It was done: you saw it on the marketplace."))
@click.argument("number")
@hub_options
def done(number: str, as_json: bool) -> int:
    return _decide("done", number, as_json=as_json)


@commands.command(help=say("It was not done: send it once more."))
@click.argument("number")
@hub_options
def again(number: str, as_json: bool) -> int:
    return _decide("again", number, as_json=as_json)


@commands.command(help=say("It is not wanted any more."))
@click.argument("number")
@hub_options
def drop(number: str, as_json: bool) -> int:
    return _decide("drop", number, as_json=as_json)


def _decide(said: str, number: str, *, as_json: bool) -> int:
    from forain.cli.following import report
    from forain.cli.hub import actor, workspace

    with workspace() as merchant:
        from forain.hub.push import deciding

        row = getattr(deciding, said)(_found(merchant, number), actor=actor())
        report([row], waited=False, as_json=as_json)
        return Exit.OK


def _found(merchant: Workspace, number: str) -> Command:
    from forain.hub.outbox.models import Command
    from forain.hub.outbox.queries import one

    try:
        return one(merchant, uuid.UUID(number))
    except (ValueError, Command.DoesNotExist):
        raise Failure(say("There is no command {number!r}.", number=number), Exit.NOT_FOUND) from None
