"""Orders for people: the list in a table, one order with everything about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from forain.cli.language import say
from forain.cli.pages import more
from forain.cli.serial import one_order, order_page
from forain.cli.show import facts, print_json, table

if TYPE_CHECKING:
    from forain.hub.orders.models import Line, Order
    from forain.hub.orders.queries import OrderPage
    from forain.hub.workspaces.models import Workspace


def print_page(merchant: Workspace, page: OrderPage, *, as_json: bool) -> None:
    if as_json:
        print_json(order_page(merchant, page))
        return
    rows = [_row(one) for one in page.orders]
    columns = ("Order", "Account", "Placed", "State", "Before", "Buyer", "Total")
    table(columns, rows, empty="No orders.")
    more(page.next)


def _row(order: Order) -> tuple[object, ...]:
    state = order.get_state_display()
    state = " · ".join([str(state), *_marks(order)])
    total = money(order, order.total_minor)
    return (
        order.reference,
        order.connection.name,
        order.placed_at,
        state,
        order.deadline_at,
        order.buyer_name,
        total,
    )


def _marks(order: Order) -> list[str]:
    """What must not be overlooked, the gravest first."""
    words = ("DO NOT SHIP", "held", "parked", "TEST")
    so = (order.do_not_ship, order.held_at, order.parked, order.test)
    return [say(word) for word, is_so in zip(words, so, strict=True) if is_so]


def money(order: Order, minor: int | None) -> str:
    return "" if minor is None else f"{minor / 100:.2f} {order.currency}"


def print_one(merchant: Workspace, order: Order, *, as_json: bool) -> None:
    if as_json:
        print_json(one_order(merchant, order))
        return
    facts(_facts(order))
    _lines(order)
    _money(order)
    _actions(order)
    _parcels(order)
    _story(order)


def _facts(order: Order) -> list[tuple[str, object]]:
    from forain.hub.orders.models import address_words

    return [
        ("Order", order.reference),
        ("Account", order.connection.name),
        ("State", order.get_state_display()),
        ("Warning", " · ".join(_marks(order))),
        (
            "Held",
            ", ".join(filter(None, [order.held_reason, *(one.held_reason for one in order.held_lines)])),
        ),
        ("Placed", order.placed_at),
        ("Before", order.deadline_at),
        ("Buyer", order.buyer_name),
        ("Ship to", address_words(order.shipping_address)),
        ("Delivery point", _point(order.delivery_point)),
        ("Shipping", order.shipping_mode),
    ]


def _point(point: dict[str, Any] | None) -> str:
    if not point:
        return ""
    return " ".join(str(point[name]) for name in ("network", "id", "name") if point.get(name))


def _lines(order: Order) -> None:
    click.echo()
    rows = [_line(order, one) for one in order.lines.all()]
    table(("Line", "SKU", "Article", "Quantity", "Price", "State", "Money"), rows, empty="")


def _line(order: Order, line: Line) -> tuple[object, ...]:
    price = money(order, line.unit_minor)
    state, stand = line.get_fulfilment_display(), line.get_money_state_display()
    return line.reference, line.sku, line.title, line.quantity, price, state, stand


def _money(order: Order) -> None:
    """What makes the total, as on the page."""
    from forain.hub.orders.shown import money_rows

    click.echo()
    known = [(str(words), money(order, minor)) for words, minor in money_rows(order)]
    facts([*known, ("Total", money(order, order.total_minor) or say("not known yet"))])


def _actions(order: Order) -> None:
    from forain.hub.orders.queries import availability, commands_of
    from forain.hub.outbox.models import Kind

    allowed = [str(Kind(one.kind.value).label) for one in availability(order) if one.allowed]
    click.echo()
    facts([("You may", ", ".join(allowed))])
    rows = [
        (one.created_at, one.get_kind_display(), one.get_state_display(), one.sent_at, one.seen_at)
        for one in commands_of(order)
    ]
    if rows:
        table(("Asked", "Command", "State", "Sent", "Seen"), rows, empty="")


def _parcels(order: Order) -> None:
    from forain.hub.orders.queries import commands_of
    from forain.hub.parcels.queries import sent_and_seen

    commands = commands_of(order)
    rows = []
    for one in order.parcels.all():
        told = sent_and_seen(one, commands)
        lines = ", ".join(one.line_references)
        rows.append(
            (one.carrier, one.tracking_number, lines, told.by, told.sent_at, told.seen_at, one.tracking_url)
        )
    if rows:
        click.echo()
        table(("Carrier", "Parcel", "Lines", "Who", "Sent", "Seen", "Tracking address"), rows, empty="")


def _story(order: Order) -> None:
    from forain.hub.orders.queries import timeline
    from forain.hub.web.event_words import sentence

    rows = [(one.at, sentence(one.kind, one.data), one.actor) for one in timeline(order)]
    if rows:
        click.echo()
        table(("When", "What", "Who"), rows, empty="")
