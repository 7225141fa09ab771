"""A sale seen anywhere lowers the stock offered everywhere at once.

Our decisions, since nobody documents them:
- An open line of a real order holds its quantity from the first time it is seen; a line first seen shipped or closed is
  old, and the back office's figure knows of it.
- It is given back when the line is refused, expires or is cancelled. A shipped, lost or undeliverable line stays sold.
- A new quantity from the back office replaces the reservation, if the back office can know of the sale: it acknowledged
  the order, or no consumer is set up that could. Until then both count, so that nothing is sold twice.
- The marketplace that sold shows less by itself, and does not put it back when the sale ends (both references, "effect on
  stock", inferred). So what it shows is no longer what it confirmed: the wanted quantity is sent there again, also when it is
  the same number, as with a greatest quantity shown, or a sale that was over before it was seen.
Reservations are written with the order and applied after it (once for a page of orders), under the lock of the offers:
taking a sale in never waits for a file of a million rows.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.db import connection, transaction

from forain.hub.journal.unit import Unit
from forain.hub.kit.clock import now
from forain.hub.offers import applying
from forain.hub.offers.locking import try_lock_offers
from forain.hub.offers.models import NOTHING, Reservation, ReservationState, SellingRules
from forain.hub.orders.models import Line, Order
from forain.trade.lifecycle import Fulfilment

#: A line in one of these, seen for the first time, takes its quantity out of what is offered.
OPEN = frozenset({
    Fulfilment.PENDING, Fulfilment.AWAITING_ACCEPTANCE, Fulfilment.AWAITING_STOCK, Fulfilment.TO_SHIP,
})  # fmt: skip
#: The goods are back on the shelf.
GIVEN_BACK = frozenset({Fulfilment.REFUSED, Fulfilment.EXPIRED, Fulfilment.CANCELLED})
#: A younger sale that was over when it was first seen still took its units out of what its marketplace shows.
RECENT = timedelta(hours=48)


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
    recent = order.placed_at > now() - RECENT
    changed = [line for line in order.lines.all() if _follow(line, known.get(line.pk), recent=recent)]
    return frozenset({*before, *(_sku(line) for line in changed)}) if changed else frozenset()


def _sku(line: Line) -> str:
    return line.merchant_sku or line.sku


def _follow(line: Line, row: Reservation | None, *, recent: bool) -> bool:
    """Whether anything changed."""
    state, sku = Fulfilment(line.fulfilment), _sku(line)
    if row is None:
        wanted = state in OPEN or (recent and state in GIVEN_BACK)
        if not wanted or line.marketplace_fulfilled or not sku:
            return False
        Reservation.objects.create(
            line_id=line.pk,
            workspace_id=line.workspace_id,
            order_id=line.order_id,
            sku=sku,
            quantity=line.quantity,
            state=ReservationState.HELD if state in OPEN else ReservationState.RELEASED,
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
    tell_shown(workspace_id)
    _hurry(workspace_id)
    return len(skus)


def tell_shown(workspace_id: UUID) -> int:
    """What an account sold, it shows no longer: how many listings differ by that. Those that are in a push wait for its
    end. Call it under the lock."""
    with connection.cursor() as cursor:
        cursor.execute(_SHOWN, {"workspace": workspace_id})
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def tell_shown_soon(workspace_id: UUID) -> int:
    """The same for the sweep, unless an import is writing right now."""
    with transaction.atomic():
        if not try_lock_offers(workspace_id):
            return 0
        told = tell_shown(workspace_id)
        if told:
            _hurry(workspace_id)
    return told


def untold_workspaces() -> list[UUID]:
    """For the sweep."""
    rows = Reservation.objects.filter(shown=False, pending=False).values_list("workspace_id", flat=True)
    return list(rows.distinct())


def _hurry(workspace_id: UUID) -> None:
    """At once, not at the next turn."""
    automatic = SellingRules.objects.filter(workspace_id=workspace_id, push_every_seconds__gt=0)
    automatic.update(next_push_at=now())


_COUNT = """
    UPDATE offers_offer o SET reserved = coalesce((
        SELECT sum(r.quantity) FROM offers_reservation r
        WHERE r.workspace_id = o.workspace_id AND r.sku = o.sku AND r.state = 'held'), 0)
    WHERE o.workspace_id = %s AND o.sku = ANY(%s)"""

_SHOWN = f"""
    WITH sold AS (
        SELECT r.line_id, r.quantity, l.id AS listing_id, l.sent
        FROM offers_reservation r JOIN orders_order k ON k.id = r.order_id
            JOIN offers_offer o ON o.workspace_id = r.workspace_id AND o.sku = r.sku
            JOIN offers_listing l ON l.offer_id = o.id AND l.connection_id = k.connection_id
        WHERE r.workspace_id = %(workspace)s AND NOT r.shown AND NOT r.pending
            AND (l.published <> '{NOTHING}' OR l.sent IS NOT NULL)),
    marked AS (
        UPDATE offers_listing l SET published = md5('sold|' || l.id)::uuid,
            published_quantity = CASE WHEN l.published_quantity = l.wanted_quantity
                THEN greatest(0, l.published_quantity - s.quantity) ELSE l.published_quantity END,
            state = CASE WHEN l.state = 'live' THEN 'pending' ELSE l.state END
        FROM (SELECT listing_id, sum(quantity)::int AS quantity FROM sold WHERE sent IS NULL GROUP BY 1) s
        WHERE l.id = s.listing_id AND l.published <> '{NOTHING}' AND l.published_quantity > 0
        RETURNING l.id),
    told AS (
        UPDATE offers_reservation r SET shown = true
        WHERE r.workspace_id = %(workspace)s AND NOT r.shown AND NOT r.pending
            AND NOT EXISTS (SELECT FROM sold s WHERE s.line_id = r.line_id AND s.sent IS NOT NULL))
    SELECT count(*) FROM marked"""

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
