"""The delivery slip of an order: fetched once it is acceptable, kept with the order, never fetched twice for nothing.

A visit fetches the slips of orders that wait to be shipped; a person or program may ask for one at once. What is kept
is what came, byte for byte, with its digest and the exchange that proves it.
"""

from __future__ import annotations

import asyncio
import hashlib
from datetime import timedelta
from typing import cast

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from forain.connect.contract import Connector, Exchange, Paper, PrintsSlips
from forain.connect.outcomes import Busy, BusyReason, Refused, Trouble
from forain.hub.connections.health import trouble_code
from forain.hub.connections.models import Connection, Mode
from forain.hub.exchanges.keep import keep as keep_exchanges
from forain.hub.kit.clock import now
from forain.hub.kit.refusal import NotAllowed
from forain.hub.orders.models import Order, Stand
from forain.hub.parcels.models import DeliverySlip

#: Slips belong into parcels that are prepared; one that left may still be printed again.
READY = frozenset({Stand.TO_SHIP, Stand.SHIPPED})
CALL_SECONDS = 90
#: A slip is a page or two; anything much larger is not one.
LARGEST = 10 * 1024 * 1024
FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=12)


def missing(connection: Connection, limit: int) -> list[Order]:
    """Orders to be shipped whose slip is wanted and due to be asked for, oldest first."""
    if not connection.manifest.delivery_slips:
        return []
    due = Q(delivery_slip=None) | Q(delivery_slip__fetched_at=None, delivery_slip__next_at__lte=now())
    rows = Order.objects.filter(due, connection=connection, state=Stand.TO_SHIP, test=False)
    return list(rows.prefetch_related("lines").order_by("placed_at", "id")[:limit])


def pieces(order: Order) -> dict[str, int]:
    """What lies in the parcel: SKU -> how many. Lines without a SKU cannot be named to the marketplace."""
    found: dict[str, int] = {}
    for line in order.lines.all():
        if line.fulfilment in READY and line.sku:
            found[line.sku] = found.get(line.sku, 0) + line.quantity
    return found


async def ask(connector: Connector, order_reference: str, wanted: dict[str, int]) -> Paper | Trouble:
    """One call that changes nothing; none at all when there is nothing to name."""
    if not wanted:
        return Refused(code="local.no_pieces", words="No line of the order has a SKU to name on the slip.")
    try:
        async with asyncio.timeout(CALL_SECONDS):
            paper = await cast("PrintsSlips", connector).delivery_slip(order_reference, wanted)
    except TimeoutError:
        return Busy(reason=BusyReason.NETWORK, words="The marketplace did not answer in time.")
    if isinstance(paper, Paper) and len(paper.content) > LARGEST:
        return Refused(code="local.too_large", words="What came as the slip has more than 10 MiB.")
    return paper


def keep(order: Order, came: Paper | Trouble, *, actor: str) -> DeliverySlip:
    """Store what came, or why nothing did and when it is worth asking again."""
    with transaction.atomic():
        row, _created = DeliverySlip.objects.select_for_update(no_key=True).get_or_create(
            order=order, defaults={"workspace_id": order.workspace_id}
        )
        if row.fetched_at is not None:
            return row  # somebody was quicker: the first one stays
        row.attempts += 1
        if isinstance(came, Paper):
            _filled(row, came, actor)
        else:
            row.trouble_code, row.trouble_words = trouble_code(came)[:80], came.words
            row.next_at = now() + min(LONGEST_PAUSE, FIRST_PAUSE * 3 ** min(row.attempts - 1, 6))
        row.save()
    return row


def _filled(row: DeliverySlip, paper: Paper, actor: str) -> None:
    row.content, row.content_type = paper.content, paper.content_type
    row.size, row.sha256 = len(paper.content), hashlib.sha256(paper.content).hexdigest()
    row.exchange_id, row.fetched_at, row.fetched_by = _uuid(paper.exchange_id), now(), actor
    row.trouble_code = row.trouble_words = ""


def stored(order: Order) -> DeliverySlip | None:
    """The slip with its bytes; None while there is none."""
    return DeliverySlip.objects.filter(order=order).exclude(fetched_at=None).first()


def fetch(order: Order, *, actor: str) -> DeliverySlip:
    """The stored slip, or the marketplace's, asked for now. Raises NotAllowed: `slip_not_offered`, `slip_not_ready`,
    `paused`, `slip_refused`, `slip_unavailable`."""
    there = stored(order)
    if there is not None:
        return there
    _may_ask(order)
    recorded: list[Exchange] = []
    connection = order.connection
    connector = connection.room.connect(connection.account, recorded.append)
    came = asyncio.run(ask(connector, order.reference, pieces(order)))
    keep_exchanges(connection, recorded)
    row = keep(order, came, actor=actor)
    if row.fetched_at is None:
        raise _told(order, row, came)
    return row


def _may_ask(order: Order) -> None:
    marketplace = order.connection.manifest.name
    if order.test or not order.connection.manifest.delivery_slips:
        words = _("%(marketplace)s makes no delivery slips for this order.")
        raise NotAllowed("slip_not_offered", words % {"marketplace": marketplace})
    if order.state not in READY:
        raise NotAllowed(
            "slip_not_ready",
            _("The slip can be had once the order is accepted; accept it first."),
            state=order.state,
        )
    if order.connection.mode == Mode.PAUSED:
        raise NotAllowed("paused", _("This connection is paused. Resume it first."))


def _told(order: Order, row: DeliverySlip, came: Paper | Trouble) -> NotAllowed:
    facts = {"marketplace": order.connection.manifest.name, "words": row.trouble_words}
    if isinstance(came, Refused):
        words = _("%(marketplace)s gives no slip for this order: %(words)s")
        return NotAllowed("slip_refused", words % facts, reason=row.trouble_code)
    words = _("%(marketplace)s could not be asked for the slip now: %(words)s")
    return NotAllowed("slip_unavailable", words % facts, reason=row.trouble_code)


def _uuid(text: str) -> str | None:
    return text or None
