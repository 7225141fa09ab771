"""A sale seen anywhere lowers the stock offered everywhere at once.

Our decisions, since nobody documents them:
- An open line of a real order holds its quantity from the first time it is seen; a line first seen shipped or closed is
  old, and the back office's figure knows of it.
- It is given back when the line is refused, expires or is cancelled. A shipped, lost or undeliverable line stays sold.
- A new quantity from the back office replaces the reservation, if the back office can know of the sale: it acknowledged
  the order, or no consumer is set up that could. Until then both count, so that nothing is sold twice.
Reservations are written with the order and applied after it (once for a page of orders), under the lock of the offers:
taking a sale in never waits for a file of a million rows.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from uuid import UUID

from django.db import connection, transaction

from forain.hub.journal.unit import Unit
from forain.hub.kit.clock import now
from forain.hub.offers import applying
from forain.hub.offers.locking import try_lock_offers
from forain.hub.offers.models import Reservation, ReservationState, SellingRules
from forain.hub.orders.models import Line, Order
from forain.trade.lifecycle import Fulfilment

#: A line in one of these, seen for the first time, takes its quantity out of what is offered.
OPEN = frozenset({
    Fulfilment.PENDING, Fulfilment.AWAITING_ACCEPTANCE, Fulfilment.AWAITING_STOCK, Fulfilment.TO_SHIP,
})  # fmt: skip
#: The goods are back on the shelf.
GIVEN_BACK = frozenset({Fulfilment.REFUSED, Fulfilment.EXPIRED, Fulfilment.CANCELLED})


def follow(work: Unit, order: Order) -> None:
    """Bring the reservations of an order in line with its lines; applied once the order is kept."""
    if skus := reserve(order):
        work.after_commit(partial(_soon, order.workspace_id, skus))


def _soon(workspace_id: UUID, also: Collection[str]) -> None:
    apply_soon(workspace_id, also)


def reserve(order: Order, *, new: bool = False) -> frozenset[str]:
    """The same for a caller that applies them itself, once for many orders: the SKUs concerned, if anything changed.

    `new`: the order was not there before, so nothing of it is reserved.
    """
    if order.test:
        return frozenset()
    known = {} if new else {one.line_id: one for one in Reservation.objects.filter(order_id=order.pk)}
    before = {one.sku for one in known.values()}
    changed = [line for line in order.lines.all() if _follow(line, known.get(line.pk))]
    return frozenset({*before, *(_sku(line) for line in changed)}) if changed else frozenset()


def _sku(line: Line) -> str:
    return line.merchant_sku or line.sku


def _follow(line: Line, row: Reservation | None) -> bool:
    """Whether anything changed."""
    state, sku = Fulfilment(line.fulfilment), _sku(line)
    if row is None:
        if state not in OPEN or line.marketplace_fulfilled or not sku:
            return False
        Reservation.objects.create(
            line_id=line.pk,
            workspace_id=line.workspace_id,
            order_id=line.order_id,
            sku=sku,
            quantity=line.quantity,
        )
        return True
    back = state in GIVEN_BACK
    if row.state == ReservationState.HELD and (back or (row.sku, row.quantity) != (sku, line.quantity)):
        _move(row, sku, line, back=back)
        return True
    return False


def _move(row: Reservation, sku: str, line: Line, *, back: bool) -> None:
    row.state = ReservationState.RELEASED if back else ReservationState.HELD
    row.sku, row.quantity, row.pending = sku or row.sku, line.quantity, True
    row.save()


def apply_soon(workspace_id: UUID, also: Collection[str] = ()) -> bool:
    """Apply what is pending unless an import is writing right now: then that import, or the sweep, does it.

    `also`: SKUs the lines had before; somebody mapped them anew.
    """
    with transaction.atomic():
        if not try_lock_offers(workspace_id):
            return False
        apply_pending(workspace_id, also)
    return True


def apply_pending(workspace_id: UUID, also: Collection[str] = ()) -> int:
    """Count reservations into the offers and what is wanted; how many SKUs. Call it under the lock."""
    rows = Reservation.objects.filter(workspace_id=workspace_id, pending=True)
    skus = sorted({*also, *(one.sku for one in rows.select_for_update())})
    if not skus:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [workspace_id, skus])
    Reservation.objects.filter(workspace_id=workspace_id, pending=True, sku__in=skus).update(pending=False)
    applying.apply_to(workspace_id, skus)
    automatic = SellingRules.objects.filter(workspace_id=workspace_id, push_every_seconds__gt=0)
    automatic.update(next_push_at=now())  # at once, not at the next turn
    return len(skus)


_COUNT = """
    UPDATE offers_offer o SET reserved = coalesce((
        SELECT sum(r.quantity) FROM offers_reservation r
        WHERE r.workspace_id = o.workspace_id AND r.sku = o.sku AND r.state = 'held'), 0)
    WHERE o.workspace_id = %s AND o.sku = ANY(%s)"""

#: Held reservations (alias r) whose sale the back office can know of; the source (alias s) tells another quantity.
_ABSORB = """
    UPDATE offers_reservation r SET state = 'absorbed', pending = true
    FROM ({source}) s JOIN offers_offer o ON o.workspace_id = %(workspace)s AND o.sku = s.sku
    WHERE r.workspace_id = %(workspace)s AND r.state = 'held' AND r.sku = s.sku AND o.quantity <> s.quantity
      AND (NOT EXISTS (SELECT FROM orders_consumer c WHERE c.workspace_id = %(workspace)s)
           OR EXISTS (SELECT FROM orders_delivery d WHERE d.order_id = r.order_id AND d.state = 'acknowledged'))"""


def absorb(workspace_id: UUID, source: str) -> None:
    """New quantities replace what was sold before. `source`: SELECT of sku, quantity. Before the quantities are written."""
    if not Reservation.objects.filter(workspace_id=workspace_id, state=ReservationState.HELD).exists():
        return
    with connection.cursor() as cursor:
        cursor.execute(_ABSORB.format(source=source), {"workspace": workspace_id})


def pending_workspaces() -> list[UUID]:
    """For the sweep."""
    rows = Reservation.objects.filter(pending=True).values_list("workspace_id", flat=True)
    return list(rows.distinct())
