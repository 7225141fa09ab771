"""What all commands about one order have in common: which order, which lines, whether to wait."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import click

from forain.cli.found import found_order
from forain.cli.language import say
from forain.cli.options import hub_options

if TYPE_CHECKING:
    from forain.hub.orders.models import Order
    from forain.hub.outbox.models import Command

TAB_NAMES = ("accept", "stock", "ship", "shipped", "closed", "ended", "unmapped")


def line_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--line` and `--wait`."""
    command = click.option("--line", "lines", multiple=True, help=say("Only this line; may be repeated."))(
        command
    )
    return click.option("--wait", is_flag=True, help=say("Follow the command to its end."))(command)


def acting(command: Callable[..., Any]) -> Callable[..., Any]:
    """A command about one order."""
    return hub_options(click.argument("reference")(line_options(command)))


def act(
    kind: str,
    reference: str,
    names: tuple[str, ...],
    details: Mapping[str, str],
    *,
    wait: bool,
    as_json: bool,
) -> int:
    """Ask for one order; `kind` is the name of an action."""
    from forain.cli.following import follow, report
    from forain.cli.hub import actor, workspace

    with workspace() as merchant:
        from forain.hub.orders import actions
        from forain.hub.orders.choosing import chosen
        from forain.trade.commands import CommandKind

        order = found_order(merchant, reference)
        ask = getattr(actions, kind)
        lines = chosen(order, names, CommandKind(kind))
        commands: list[Command] = ask(order, lines, actor=actor(), **details)
        if "carrier" in details:
            _warn(order, commands)
        if wait:
            commands = follow(commands)
        return report(commands, waited=wait, as_json=as_json)


def _warn(order: Order, commands: list[Command]) -> None:
    """A number that looks mistyped goes out all the same; the person hears of it."""
    from forain.cli.show import note
    from forain.hub.orders.shipping import cautions

    for caution in cautions(order, commands[0].details) if commands else ():
        note("Look again: {words}", words=caution.words)
