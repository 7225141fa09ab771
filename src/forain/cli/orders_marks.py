"""`forain orders hold`, `release` and `acknowledge-stop`: what people mark on an order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forain.cli.language import say
from forain.cli.options import hub_options

if TYPE_CHECKING:
    from forain.hub.orders.models import Order
    from forain.hub.workspaces.models import Workspace

_LINES = click.option("--line", "lines", multiple=True, help=say("Only this line; may be repeated."))


@click.command(help=say("Keep an order, or some of its lines, from being shipped."))
@click.argument("reference")
@_LINES
@click.option("--reason", required=True, help=say("Why, for people."))
@hub_options
def hold(reference: str, lines: tuple[str, ...], reason: str, as_json: bool) -> None:
    from forain.cli.found import found_order
    from forain.cli.hub import actor, workspace

    with workspace() as merchant:
        from forain.hub.orders import holding
        from forain.hub.orders.queries import lines_named

        order = found_order(merchant, reference)
        chosen = lines_named(order, lines) if lines else []
        holding.hold(order, chosen, reason, actor=actor())
        words = "Held: {reference}"
        _told(merchant, order, words, as_json=as_json)


@click.command(help=say("End the hold of an order, or of some of its lines."))
@click.argument("reference")
@_LINES
@hub_options
def release(reference: str, lines: tuple[str, ...], as_json: bool) -> None:
    from forain.cli.found import found_order
    from forain.cli.hub import actor, workspace

    with workspace() as merchant:
        from forain.hub.orders import holding
        from forain.hub.orders.queries import lines_named

        order = found_order(merchant, reference)
        holding.release(order, lines_named(order, lines) if lines else [], actor=actor())
        words = "Released: {reference}"
        _told(merchant, order, words, as_json=as_json)


@click.command(
    "acknowledge-stop", help=say("Say that you know what must not be shipped: the parcel is kept back.")
)
@click.argument("reference")
@_LINES
@hub_options
def acknowledge_stop(reference: str, lines: tuple[str, ...], as_json: bool) -> None:
    from forain.cli.found import found_order
    from forain.cli.hub import actor, workspace

    with workspace() as merchant:
        from forain.hub.orders import stops
        from forain.hub.orders.queries import lines_named

        order = found_order(merchant, reference)
        stops.acknowledge_stop(order, lines_named(order, lines), actor=actor())
        words = "Noted for {reference}: the parcel is kept back."
        _told(merchant, order, words, as_json=as_json)


@click.command(
    help=say("Make a test order for an account, to try a back office; nothing about it is ever sent.")
)
@click.argument("connection")
@click.option("--sku", "skus", multiple=True, help=say("A line with this SKU; may be repeated."))
@hub_options
def test(connection: str, skus: tuple[str, ...], as_json: bool) -> None:
    from forain.cli.connections import named
    from forain.cli.hub import actor, workspace

    with workspace() as merchant:
        from forain.hub.orders.trial import make_order

        order = make_order(named(merchant, connection), skus, actor=actor())
        words = "Test order {reference} waits to be accepted."
        _told(merchant, order, words, as_json=as_json)


def _told(merchant: Workspace, order: Order, words: str, *, as_json: bool) -> None:
    from forain.cli.serial import one_order
    from forain.cli.show import note, print_json
    from forain.hub.orders.queries import one

    if as_json:
        print_json(one_order(merchant, one(merchant, order.pk)))
    else:
        note(words, reference=order.reference)
