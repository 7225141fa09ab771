"""Takes in what a marketplace tells about one line when asked for it alone."""

from __future__ import annotations

from datetime import datetime

from forain.hub.connections.models import Connection
from forain.hub.journal.unit import Unit
from forain.hub.orders.clocks import set_deadline
from forain.hub.orders.intake import finish, move
from forain.hub.orders.models import Line, Order
from forain.hub.orders.money import wants_money
from forain.hub.orders.stops import stop_claimed
from forain.hub.orders.taken import Taken
from forain.trade.conversation import LineDetail
from forain.trade.events import EventKind
from forain.trade.lifecycle import Dispute, Fulfilment


def take_detail(
    work: Unit, connection: Connection, seen: LineDetail, *, at: datetime, exchange_id: str
) -> tuple[Taken | None, Line | None]:
    """Move the line as the detail shows it. (None, None) when the line is not known yet: the lists bring it."""
    found = Line.objects.filter(connection=connection, reference=seen.line_reference).first()
    if found is None:
        return None, None
    order = Order.objects.select_for_update(no_key=True, of=("self",)).get(pk=found.order_id)
    line = Line.objects.get(pk=found.pk)
    line.order = order
    taken = Taken(order, changed=False)
    if line.observed_at <= at:
        _apply(work, taken, line, seen, at, exchange_id, connection)
    return taken, line


def _apply(
    work: Unit,
    taken: Taken,
    line: Line,
    seen: LineDetail,
    at: datetime,
    exchange_id: str,
    connection: Connection,
) -> None:
    move(
        work, taken, line, Fulfilment(line.fulfilment), seen.fulfilment, dict(seen.observed), at, exchange_id
    )
    line.actions, line.detailed_at = list(seen.actions), at
    _dispute(work, taken, line, seen.dispute)
    set_deadline(line, taken.order.placed_at, connection)
    if taken.moved:
        wants_money(taken.order, line, connection.manifest)
    line.save()
    if taken.changed:
        taken.order.digests = {}  # the next list says it anew, even in words it used before
    finish(taken.order)
    if taken.changed:
        _tell(work, taken, line, exchange_id)


def _dispute(work: Unit, taken: Taken, line: Line, dispute: Dispute) -> None:
    if line.dispute == dispute.value:
        return
    line.dispute = dispute.value
    taken.changed = True
    stop_claimed(work, taken, line, dispute)


def _tell(work: Unit, taken: Taken, line: Line, exchange_id: str) -> None:
    order = taken.order
    work.event(
        EventKind.ORDER_CHANGED,
        "order",
        order.pk,
        order_id=order.pk,
        connection_id=order.connection_id,
        exchange_id=exchange_id,
        reference=order.reference,
        test=order.test,
        state=order.state,
        lines=[{"reference": line.reference, "fulfilment": line.fulfilment}],
    )
