"""Makes things happen, and lets them be delivered."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from forain.trade.events import EventKind

if TYPE_CHECKING:
    from forain.hub.orders.models import Order
    from forain.hub.webhooks.models import Delivery, Endpoint


def happen(order: Order, times: int = 1, kind: EventKind = EventKind.ORDER_CHANGED) -> None:
    """Events about an order, each in a transaction of its own."""
    from forain.hub.journal.unit import unit

    for _ in range(times):
        with unit(order.workspace_id) as work:
            work.event(kind, "order", order.pk, order_id=order.pk, reference=order.reference)


def deliver() -> int:
    """What a worker does when it is woken."""
    from forain.hub.webhooks.deliver import deliver_due

    return asyncio.run(deliver_due())


def deliveries(endpoint: Endpoint) -> list[Delivery]:
    return list(endpoint.deliveries.order_by("event_id"))


def later(endpoint: Endpoint, span: timedelta) -> None:
    """The clock moves on for everything that waits."""
    from django.db.models import F

    from forain.hub.webhooks.models import Endpoint as Model

    endpoint.deliveries.update(
        next_at=F("next_at") - span, until=F("until") - span, created_at=F("created_at") - span
    )
    row = Model.objects.filter(pk=endpoint.pk)
    row.update(paused_until=F("paused_until") - span, failing_since=F("failing_since") - span)
