"""Takes returns in, each once; the newest observation wins."""

from __future__ import annotations

from datetime import datetime

from forain.hub.connections.models import Connection
from forain.hub.journal.unit import Unit
from forain.hub.orders.models import Order
from forain.hub.returns.models import Return, Stage
from forain.trade import returns as trade
from forain.trade.events import EventKind


def take_return(
    work: Unit, connection: Connection, seen: trade.Return, *, at: datetime, exchange_id: str
) -> tuple[Return, bool]:
    """One observed return, inside the caller's unit; whether it is new or moved."""
    row, created = _row(connection, seen, at)
    before = "" if created else row.state
    if row.observed_at > at:
        return row, False
    _describe(row, seen, at, exchange_id)
    row.order = (
        row.order or Order.objects.filter(connection=connection, reference=seen.order_reference).first()
    )
    if row.order is not None and row.order.erased_at is not None:
        row.reason = ""
    row.save()
    if before != row.state:
        _tell(work, row, before, exchange_id)
    return row, before != row.state


def _row(connection: Connection, seen: trade.Return, at: datetime) -> tuple[Return, bool]:
    fresh = Return(
        workspace_id=connection.workspace_id,
        connection=connection,
        reference=seen.reference,
        order_reference=seen.order_reference,
        state=Stage(seen.state.value),
        observed_at=at,
    )
    Return.objects.bulk_create([fresh], ignore_conflicts=True)
    row = Return.objects.select_for_update(no_key=True, of=("self",)).get(
        connection=connection, reference=seen.reference
    )
    return row, row.pk == fresh.pk


def _describe(row: Return, seen: trade.Return, at: datetime, exchange_id: str) -> None:
    row.state, row.observed, row.observed_at = Stage(seen.state.value), dict(seen.observed), at
    row.exchange_id = exchange_id
    row.opened_at, row.reason, row.sku, row.title = seen.opened_at, seen.reason, seen.sku, seen.title
    row.product_reference, row.attributes = seen.product_reference, dict(seen.attributes)


def _tell(work: Unit, row: Return, before: str, exchange_id: str) -> None:
    work.event(
        EventKind.RETURN_MOVED if before else EventKind.RETURN_SEEN,
        "return",
        row.pk,
        order_id=row.order_id,
        connection_id=row.connection_id,
        exchange_id=exchange_id,
        reference=row.reference,
        before=before,
        after=row.state,
    )
