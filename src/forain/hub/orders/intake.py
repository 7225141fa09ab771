"""From what was seen to what is kept: one observation of an order becomes rows and events, once.

The newest observation wins (time the call began); an older one moves nothing. An observation that says nothing new
writes nothing but the time it was seen. What a person should know of comes back as signals; to-dos are opened from
them by `forain.hub.sync`.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db.models import prefetch_related_objects

from forain.hub.connections.models import Connection
from forain.hub.journal.unit import Unit
from forain.hub.kit.clock import now
from forain.hub.kit.fold import fold
from forain.hub.orders.clocks import set_deadline
from forain.hub.orders.models import Line, MoneyStand, Order, Stand, address_words
from forain.hub.orders.money import wants_money
from forain.hub.orders.skus import map_line, park
from forain.hub.orders.stops import stop_claimed, stop_ended
from forain.hub.orders.taken import Signal, Taken
from forain.trade import order as trade
from forain.trade.address import Address, DeliveryPoint
from forain.trade.events import EventKind
from forain.trade.lifecycle import SETTLED, Dispute, Fulfilment, is_ordinary, working_state
from forain.trade.money import Money
from forain.trade.order import residue


def take_order(
    work: Unit,
    connection: Connection,
    seen: trade.Order,
    *,
    at: datetime,
    exchange_id: str,
    test: bool = False,
) -> Taken:
    """Take one observed order in, inside the caller's unit. `at`: when the call that showed it began. `test`: nobody
    observed it, it was made here (`trial.py`)."""
    shown, digest = digest_of(seen)
    order, created = _row(connection, seen, at, test=test)
    if order.digests.get(shown) == digest and order.observed_at <= at:
        _touch(order, seen, at)
        return Taken(order, changed=False)
    taken = Taken(order, changed=created, created=created)
    lines = {} if created else {line.reference: line for line in order.lines.all()}
    for position, one in enumerate(seen.lines):
        _take_line(work, taken, lines.get(one.reference), one, at, exchange_id, position, connection)
    if at >= order.observed_at:
        _take_head(order, seen, at, exchange_id)
        kept = {} if taken.moved else dict(list(order.digests.items())[-3:])
        order.digests = {**kept, shown: digest}
    finish(order)
    _tell(work, taken, created, exchange_id)
    park(work, taken)
    _check_head(taken, seen)
    return taken


def finish(order: Order) -> None:
    """Work out what follows from the lines: state, deadline, do-not-ship, search; then save.

    From here on `order.lines.all()` is answered from memory: whoever writes lines does it before.
    """
    prefetch_related_objects([order], "lines")
    lines = list(order.lines.all())
    order.state = working_state(Fulfilment(line.fulfilment) for line in lines).value
    running = [line for line in lines if line.deadline_at is not None]
    first = min(running, key=lambda line: line.deadline_at or now(), default=None)
    order.deadline_at = first.deadline_at if first else None
    order.deadline_clock = first.deadline_clock if first else ""
    order.do_not_ship = any(line.do_not_ship for line in lines)
    order.search = _search(order, lines)
    order.save()


def digest_of(seen: trade.Order) -> tuple[str, str]:
    """Which lines the observation showed, as a short key, and all it said; `Order.digests` keeps both."""
    shown = "|".join(sorted(line.reference for line in seen.lines))
    said = json.dumps(asdict(seen), default=str, sort_keys=True)
    return hashlib.sha256(shown.encode()).hexdigest()[:16], hashlib.sha256(said.encode()).hexdigest()


def _row(connection: Connection, seen: trade.Order, at: datetime, *, test: bool) -> tuple[Order, bool]:
    """The order's row, locked; made when it is new. Two workers at once end up with one row."""
    fresh = Order(
        workspace_id=connection.workspace_id,
        connection=connection,
        reference=seen.reference,
        placed_at=seen.placed_at,
        observed_at=at,
        state=Stand.PENDING,
        currency=seen.currency,
        test=test,
    )
    Order.objects.bulk_create([fresh], ignore_conflicts=True)
    order = Order.objects.select_for_update(no_key=True).get(connection=connection, reference=seen.reference)
    order.connection = connection
    return order, order.pk == fresh.pk


def _touch(order: Order, seen: trade.Order, at: datetime) -> None:
    """Nothing new: only remember that it was seen, on the order and the lines shown."""
    Order.objects.filter(pk=order.pk).update(last_seen_at=at, observed_at=at)
    shown = [line.reference for line in seen.lines]
    Line.objects.filter(order=order, reference__in=shown, observed_at__lt=at).update(observed_at=at)


def _take_head(order: Order, seen: trade.Order, at: datetime, exchange_id: str) -> None:
    order.observed_at = order.last_seen_at = at
    order.exchange_id = uuid.UUID(exchange_id) if exchange_id else None
    order.placed_at, order.currency = seen.placed_at, seen.currency
    _take_amounts(order, seen)
    _take_people(order, seen)
    order.shipping_mode, order.payment_method = seen.shipping_mode, seen.payment_method
    order.site, order.raw = seen.site, {} if order.erased_at else dict(seen.raw)


def _take_amounts(order: Order, seen: trade.Order) -> None:
    """A list that tells no amounts (Rakuten) does not wipe those its accounting told."""
    if order.money_exchange_id is not None:
        return
    order.shipping_minor, order.fee_minor = _minor(seen.shipping), _minor(seen.fee)
    order.discount_minor, order.total_minor = _minor(seen.discount), _minor(seen.total)
    order.residue_minor = _minor(residue(seen)) if seen.complete else None


def _take_people(order: Order, seen: trade.Order) -> None:
    """Addresses a later list leaves out (Rakuten, relay orders) do not wipe those already known. A buyer who was
    forgotten stays so, whatever a list shows."""
    if order.erased_at is not None:
        return
    order.buyer_login = seen.buyer_login or order.buyer_login
    order.buyer_email = seen.buyer_email or order.buyer_email
    order.shipping_address = as_json(seen.shipping_address) or order.shipping_address
    order.billing_address = as_json(seen.billing_address) or order.billing_address
    order.buyer_address = as_json(seen.buyer) or order.buyer_address
    order.delivery_point = as_json(seen.delivery_point) or order.delivery_point
    person = order.shipping_address or order.billing_address or order.buyer_address or {}
    order.buyer_name = f"{person.get('first_name', '')} {person.get('last_name', '')}".strip()[:200]
    order.country = person.get("country") or ""


def as_json(part: Address | DeliveryPoint | None) -> dict[str, Any] | None:
    return asdict(part) if part is not None else None


def _minor(amount: Money | None) -> int | None:
    return amount.minor if amount is not None else None


def _take_line(
    work: Unit,
    taken: Taken,
    row: Line | None,
    seen: trade.Line,
    at: datetime,
    exchange_id: str,
    position: int,
    connection: Connection,
) -> None:
    order = taken.order
    if row is not None and row.observed_at > at:
        return
    new = row is None
    line = row or Line(
        workspace_id=order.workspace_id,
        connection=connection,
        order=order,
        reference=seen.reference,
        fulfilment=seen.fulfilment.value,
    )
    before = None if new else Fulfilment(line.fulfilment)
    _describe(line, seen, position)
    move(work, taken, line, before, seen.fulfilment, dict(seen.observed), at, exchange_id)
    if seen.dispute is not None and list_dispute(line, seen.dispute):
        taken.changed = True
        line.actions = None  # what the marketplace allowed before says nothing now
        stop_claimed(work, taken, line, Dispute(line.dispute))
    if seen.cancellation is not None:
        line.cancelled_by, line.cancelled_phase = seen.cancellation.by.value, seen.cancellation.phase.value
    set_deadline(line, order.placed_at, connection)
    taken.changed |= map_line(line)
    if order.money_at is None and (before is None or before is not seen.fulfilment):
        wants_money(order, line, connection.manifest)
    line.save()


def list_dispute(line: Line, shown: Dispute) -> bool:
    """A list tells only whether a claim is open: it opens and closes one, its phase comes from the line's detail."""
    before = Dispute(line.dispute)
    is_open = before in (Dispute.CLAIM_AMICABLE, Dispute.CLAIM_ESCALATED)
    if shown is Dispute.NONE:
        after = Dispute.CLAIM_CLOSED if is_open else before
    elif shown is Dispute.CLAIM_AMICABLE and before is Dispute.CLAIM_ESCALATED:
        after = before
    else:
        after = shown
    line.dispute = after.value
    return after is not before


def _describe(line: Line, seen: trade.Line, position: int) -> None:
    line.position, line.sku, line.title = position, seen.sku, seen.title
    line.quantity, line.currency = seen.quantity, seen.unit_price.currency
    if line.money_state in ("", MoneyStand.PROVISIONAL):
        line.unit_minor = seen.unit_price.minor  # a final price is not replaced by a list's
    line.listed_minor = _minor(seen.listed_price)
    line.offer_reference, line.gtins, line.attributes = (
        seen.offer_reference,
        list(seen.gtins),
        dict(seen.attributes),
    )
    line.preorder, line.negotiated = seen.preorder, seen.negotiated
    line.marketplace_fulfilled = seen.marketplace_fulfilled
    if line.money_state in ("", MoneyStand.PROVISIONAL):
        line.money_state = seen.money_state.value


def move(
    work: Unit,
    taken: Taken,
    line: Line,
    before: Fulfilment | None,
    after: Fulfilment,
    observed: dict[str, str],
    at: datetime,
    exchange_id: str,
) -> None:
    """Write the observation on the line, and the event when it moved."""
    line.observed, line.observed_at = observed, at
    line.exchange_id = uuid.UUID(exchange_id) if exchange_id else None
    if after is Fulfilment.UNMAPPED:
        taken.signals.append(Signal("unmapped_state", line.reference, line, {"words": _words(observed)}))
    if before is after:
        return
    line.fulfilment, line.fulfilment_since = after.value, at
    _remember_milestones(line, before, after, at)
    taken.changed = True
    taken.moved.append(line)
    stop_ended(work, taken, line, before, after)
    if before is None:
        return
    work.event(
        EventKind.LINE_MOVED,
        "line",
        line.pk,
        order_id=line.order_id,
        connection_id=line.connection_id,
        exchange_id=exchange_id,
        line=line.reference,
        before=before.value,
        after=after.value,
        observed=observed,
        ordinary=is_ordinary(before, after),
    )


def _remember_milestones(line: Line, before: Fulfilment | None, after: Fulfilment, at: datetime) -> None:
    """When acceptance and shipment were seen to happen; a line first met later than that has no such moment."""
    if before is Fulfilment.AWAITING_ACCEPTANCE and after not in SETTLED and line.accepted_seen_at is None:
        line.accepted_seen_at = at
    if before is not None and after is Fulfilment.SHIPPED and line.shipped_seen_at is None:
        line.shipped_seen_at = at


def _words(observed: Mapping[str, str]) -> str:
    return ", ".join(f"{name}={value}" for name, value in observed.items() if value)


def _tell(work: Unit, taken: Taken, created: bool, exchange_id: str) -> None:
    order = taken.order
    if not (created or taken.changed):
        return
    work.event(
        EventKind.ORDER_SEEN if created else EventKind.ORDER_CHANGED,
        "order",
        order.pk,
        order_id=order.pk,
        connection_id=order.connection_id,
        exchange_id=exchange_id,
        reference=order.reference,
        test=order.test,
        state=order.state,
        lines=[{"reference": line.reference, "fulfilment": line.fulfilment} for line in order.lines.all()],
    )


def _check_head(taken: Taken, seen: trade.Order) -> None:
    order = taken.order
    if order.residue_minor:
        rest = str(Money(order.residue_minor, order.currency))
        taken.signals.append(Signal("money_residue", order.reference, None, {"residue": rest}))
    for address in (seen.shipping_address, seen.billing_address):
        if address is not None and address.country is None and address.country_raw:
            taken.signals.append(
                Signal("unknown_country", order.reference, None, {"words": address.country_raw})
            )
            return


def _search(order: Order, lines: list[Line]) -> str:
    """Everything a person may type to find the order, folded and cut into words as `queries` cuts the question:
    PostgreSQL's own parser would read `A-100` as `a` and minus 100."""
    words = [order.reference, order.buyer_login, order.buyer_email, order.buyer_name, order.shipping_mode]
    words += [address_words(order.shipping_address), address_words(order.billing_address)]
    for line in lines:
        words += [line.reference, line.sku, line.title, *line.gtins]
    return " ".join(re.findall(r"\w+", fold(" ".join(word for word in words if word))))[:8000]
