"""`forain orders`: list, show, accept, refuse, ship."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from forain.cli.consumers import acknowledge, refuse_handoff, unacknowledge
from forain.cli.export import export
from forain.cli.found import found_order
from forain.cli.language import say
from forain.cli.options import hub_options
from forain.cli.orders_marks import acknowledge_stop, hold, release

if TYPE_CHECKING:
    from collections.abc import Callable

    from forain.hub.orders.models import Line, Order
    from forain.hub.outbox.models import Command

TABS = click.Choice(["accept", "stock", "ship", "shipped", "closed", "ended", "unmapped"])
MARKS = click.Choice(["do_not_ship", "held", "parked", "test"])


@click.group(help=say("List, show, accept, refuse and ship orders."))
def orders() -> None:
    pass


@orders.command("list", help=say("List orders, newest first."))
@click.option("--tab", type=TABS, help=say("Only orders that are worked on alike."))
@click.option("--mark", type=MARKS, help=say("Only orders that carry this mark."))
@click.option("--search", default="", help=say("Words of references, people, towns, articles."))
@click.option("--connection", help=say("Only this account."))
@click.option(
    "--limit", default=50, show_default=True, type=click.IntRange(1, 500), help=say("How many at most.")
)
@click.option("--cursor", default="", help=say("Where the previous page ended."))
@hub_options
def list_orders(
    tab: str | None,
    mark: str | None,
    search: str,
    connection: str | None,
    limit: int,
    cursor: str,
    as_json: bool,
) -> None:
    from forain.cli.connections import named
    from forain.cli.hub import workspace
    from forain.cli.orders_shown import print_page

    with workspace() as merchant:
        from forain.hub.orders.queries import page

        account = named(merchant, connection).pk if connection else None
        found = page(
            merchant,
            tab=tab or "",
            mark=mark or "",
            text=search,
            connection=account,
            cursor=cursor,
            limit=limit,
        )
        print_page(merchant, found, as_json=as_json)


@orders.command(help=say("Show one order: lines, people, money, what may be done, its story."))
@click.argument("reference")
@hub_options
def show(reference: str, as_json: bool) -> None:
    from forain.cli.hub import workspace
    from forain.cli.orders_shown import print_one

    with workspace() as merchant:
        print_one(merchant, found_order(merchant, reference), as_json=as_json)


def acting(command: Callable[..., Any]) -> Callable[..., Any]:
    """What accept, refuse and ship have in common."""
    command = click.option("--line", "lines", multiple=True, help=say("Only this line; may be repeated."))(
        command
    )
    command = click.option("--wait", is_flag=True, help=say("Follow the command to its end."))(command)
    command = click.argument("reference")(command)
    return hub_options(command)


@orders.command(help=say("Accept an order, or some of its lines."))
@acting
def accept(reference: str, lines: tuple[str, ...], wait: bool, as_json: bool) -> int:
    return _act("accept", reference, lines, {}, wait=wait, as_json=as_json)


@orders.command(help=say("Refuse an order, or some of its lines, before acceptance."))
@acting
def refuse(reference: str, lines: tuple[str, ...], wait: bool, as_json: bool) -> int:
    return _act("refuse", reference, lines, {}, wait=wait, as_json=as_json)


@orders.command(help=say("Tell the marketplace that a parcel left."))
@click.option("--carrier", required=True, help=say("The carrier, `colissimo` for instance."))
@click.option("--tracking", "tracking_number", required=True, help=say("The parcel's number."))
@click.option("--tracking-url", default="", help=say("Where the buyer can follow it."))
@click.option("--service", default="", help=say("The shipping service, where the carrier's mapping asks."))
@acting
def ship(
    reference: str,
    lines: tuple[str, ...],
    carrier: str,
    tracking_number: str,
    tracking_url: str,
    service: str,
    wait: bool,
    as_json: bool,
) -> int:
    parcel = {
        "carrier": carrier,
        "tracking_number": tracking_number,
        "tracking_url": tracking_url,
        "service": service,
    }
    return _act("ship", reference, lines, parcel, wait=wait, as_json=as_json)


@orders.command(help=say("Write the delivery slip of an order into a file; fetched when it is not here."))
@click.argument("reference")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help=say("The file; without: the slip's own name."),
)
@hub_options
def slip(reference: str, out: Path | None, as_json: bool) -> None:
    from forain.cli.hub import actor, workspace
    from forain.cli.serial import one_slip
    from forain.cli.show import note, print_json

    with workspace() as merchant:
        from forain.hub.parcels import slips
        from forain.hub.parcels.serving import file_name

        order = found_order(merchant, reference)
        row = slips.fetch(order, actor=actor())
        target = out or Path(file_name(order))
        target.write_bytes(bytes(row.content))
        note("Written: {file}", file=target)
        if as_json:
            print_json(one_slip(row))


def _act(
    kind: str, reference: str, names: tuple[str, ...], details: dict[str, str], *, wait: bool, as_json: bool
) -> int:
    from forain.cli.following import follow, report
    from forain.cli.hub import actor, workspace

    with workspace() as merchant:
        from forain.hub.orders import actions

        order = found_order(merchant, reference)
        ask = getattr(actions, kind)
        commands: list[Command] = ask(order, _lines(order, kind, names), actor=actor(), **details)
        if kind == "ship":
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


def _lines(order: Order, kind: str, names: tuple[str, ...]) -> list[Line]:
    """The named lines; without names, those the command is allowed for, else all of them to hear the reason."""
    from forain.hub.orders.queries import availability, lines_named

    if names:
        return lines_named(order, names)
    allowed = next((one.lines for one in availability(order) if one.kind.value == kind), [])
    return allowed or lines_named(order, ())


for _command in (hold, release, acknowledge_stop, acknowledge, refuse_handoff, unacknowledge, export):
    orders.add_command(_command)
