"""Axis 7 from provisional to final: amounts are asked for once lines are accepted, kept, checked, and never mended.

What a list told of a price is provisional; what the accounting tells replaces it and the difference stays visible
(`provisional_minor`). The order's total is known once every line is decided. A residue is stored and becomes a to-do.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

from forain.connect.contract import Manifest
from forain.hub.connections.models import Connection
from forain.hub.journal.unit import Unit
from forain.hub.kit.clock import now
from forain.hub.orders.models import Line, MoneyStand, Order
from forain.hub.orders.taken import Signal, Taken
from forain.trade.billing import LineMoney, OrderMoney
from forain.trade.events import EventKind
from forain.trade.lifecycle import Fulfilment
from forain.trade.money import Money

#: Lines in these states were accepted: the accounting knows them.
ACCEPTED = frozenset(
    {
        Fulfilment.AWAITING_STOCK,
        Fulfilment.TO_SHIP,
        Fulfilment.SHIPPED,
        Fulfilment.DELIVERED,
        Fulfilment.CLOSED,
    }
)
#: Nobody has decided these yet: the order's total is not known.
UNDECIDED = frozenset({Fulfilment.PENDING, Fulfilment.AWAITING_ACCEPTANCE, Fulfilment.UNMAPPED})
#: How long to wait before asking again, by the number of vain tries.
WAITS = tuple(timedelta(minutes=m) for m in (2, 15, 60, 6 * 60, 24 * 60))


def wants_money(order: Order, line: Line, manifest: Manifest) -> None:
    """An accepted line whose amounts are provisional: ask soon."""
    provisional = line.money_state in ("", MoneyStand.PROVISIONAL)
    if manifest.tells_money and provisional and Fulfilment(line.fulfilment) in ACCEPTED:
        order.money_at, order.money_tries = now(), 0


def due_money(connection: Connection, limit: int) -> list[Order]:
    """Orders whose amounts are to be asked for, longest due first."""
    return list(
        Order.objects.filter(connection=connection, money_at__lte=now(), test=False).order_by("money_at")[
            :limit
        ]
    )


def postpone_money(order: Order) -> None:
    """The accounting does not speak yet: later, ever more seldom."""
    wait = WAITS[min(order.money_tries, len(WAITS) - 1)]
    Order.objects.filter(pk=order.pk, money_at=order.money_at).update(
        money_at=now() + wait, money_tries=order.money_tries + 1
    )


def take_money(work: Unit, connection: Connection, seen: OrderMoney, *, exchange_id: str) -> Taken | None:
    """Take the accounting's view in, inside the caller's unit; None for an order we do not know."""
    rows = Order.objects.select_for_update(no_key=True, of=("self",))
    order = rows.filter(connection=connection, reference=seen.order_reference).first()
    if order is None:
        return None
    taken = Taken(order, changed=False)
    lines = {line.reference: line for line in order.lines.all()}
    final = [one.reference for one in seen.lines if _line(lines.get(one.reference), one, exchange_id)]
    _head(order, seen, lines, exchange_id)
    _check(taken, seen, lines)
    order.save()
    if final:
        taken.changed = True
        _tell(work, order, final, exchange_id)
    return taken


def _line(line: Line | None, seen: LineMoney, exchange_id: str) -> bool:
    """Whether the line's amounts became final, or other final ones, by this."""
    if line is None:
        return False
    before = (line.money_state, line.bill)
    _price(line, seen)
    line.shipping_minor, line.commission_minor = seen.shipping.minor, seen.commission.minor
    line.payable_minor, line.bill, line.bill_exchange_id = (
        seen.payable.minor,
        dict(seen.told),
        exchange_id or None,
    )
    if line.money_state in ("", MoneyStand.PROVISIONAL):
        line.money_state = MoneyStand.FINAL
    line.save()
    return before != (line.money_state, line.bill)


def _price(line: Line, seen: LineMoney) -> None:
    """The accounting tells the price of the line; a list told that of one unit."""
    unit, rest = divmod(seen.price.minor, line.quantity or 1)
    if rest or unit == line.unit_minor:
        return
    line.provisional_minor, line.unit_minor = line.unit_minor, unit


def _head(order: Order, seen: OrderMoney, lines: dict[str, Line], exchange_id: str) -> None:
    order.money_exchange_id = exchange_id or None
    waiting = any(
        line.money_state == MoneyStand.PROVISIONAL and Fulfilment(line.fulfilment) in ACCEPTED
        for line in lines.values()
    )
    order.money_at = now() + WAITS[min(order.money_tries, len(WAITS) - 1)] if waiting else None
    order.money_tries = order.money_tries + 1 if waiting else 0
    order.label = dict(seen.label)
    order.shipping_mode = order.shipping_mode or seen.shipping_mode
    for name, part in (
        ("shipping_address", seen.shipping_address),
        ("billing_address", seen.billing_address),
        ("delivery_point", seen.delivery_point),
    ):
        if part is not None and not getattr(order, name):
            setattr(order, name, asdict(part))
    order.buyer_login = order.buyer_login or seen.buyer_login
    order.buyer_email = order.buyer_email or seen.buyer_email


def _check(taken: Taken, seen: OrderMoney, lines: dict[str, Line]) -> None:
    """lines + shipping = total over what was accepted and stands; what is left over is kept, never mended."""
    order = taken.order
    standing = [one for one in seen.lines if not one.ended]
    order.shipping_minor = sum(one.shipping.minor for one in standing)
    residue = sum(one.residue.minor for one in standing) + _shipping_gap(seen)
    decided = not any(Fulfilment(line.fulfilment) in UNDECIDED for line in lines.values())
    told = sum((one.payable + one.commission).minor for one in standing)
    order.total_minor, order.residue_minor = (told if decided else None), residue
    if residue:
        words = str(Money(residue, order.currency))
        taken.signals.append(Signal("money_residue", order.reference, None, {"residue": words}))


def _shipping_gap(seen: OrderMoney) -> int:
    """The whole basket cannot have been shipped for less than its lines together; more is ordinary, because lines
    that were refused are in the basket's price and not in the bill."""
    parts = sum(one.shipping.minor for one in seen.lines)
    return min(0, seen.shipping.minor - parts) if seen.shipping is not None else 0


def _tell(work: Unit, order: Order, final: list[str], exchange_id: str) -> None:
    work.event(
        EventKind.ORDER_MONEY_FINAL,
        "order",
        order.pk,
        order_id=order.pk,
        connection_id=order.connection_id,
        exchange_id=exchange_id,
        reference=order.reference,
        final=final,
        residue_minor=order.residue_minor,
    )
