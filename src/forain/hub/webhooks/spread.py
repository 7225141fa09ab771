"""From the journal to deliveries: one row for each event an endpoint wants, in the order of the events.

Events are committed in the order of their ids (`journal/unit.py`), so an endpoint's cursor never skips one.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max, QuerySet

from forain.hub.journal.models import Event
from forain.hub.kit.clock import now
from forain.hub.kit.ids import new_id
from forain.hub.kit.lease import still_ours
from forain.hub.webhooks.models import Delivery, Endpoint, State
from forain.hub.webhooks.schedule import TRIED_FOR
from forain.trade.events import EventKind

#: Events turned into deliveries in one transaction.
BATCH = 500
#: A delivery is what makes an order exported: telling that by a delivery would be an echo.
ONLY_WHEN_NAMED = frozenset({EventKind.ORDER_EXPORTED.value})


class Overtaken(Exception):
    """Another worker holds the endpoint now; nothing was written."""


def last_event(workspace_id: uuid.UUID) -> int:
    """The cursor of a reader that has seen everything."""
    return Event.objects.filter(workspace_id=workspace_id).aggregate(last=Max("id"))["last"] or 0


def spread(endpoint: Endpoint) -> int:
    """Turn the next events after the cursor into deliveries; how many events were looked at. Raises Overtaken."""
    with transaction.atomic():
        events = list(_after(endpoint, endpoint.cursor)[:BATCH])
        if not events:
            return 0
        made = [_delivery(endpoint, event, now()) for event in events if wanted(endpoint, event.kind)]
        Delivery.objects.bulk_create(made, ignore_conflicts=True)
        if not still_ours(endpoint).update(cursor=events[-1].pk):
            raise Overtaken
    endpoint.cursor = events[-1].pk
    return len(events)


def wanted(endpoint: Endpoint, kind: str) -> bool:
    return kind in endpoint.kinds if endpoint.kinds else kind not in ONLY_WHEN_NAMED


def again(endpoint: Endpoint, after: int, since: datetime | None, limit: int) -> tuple[int, int | None]:
    """Send again what happened after a cursor, from a time on: how many, and the cursor to go on with (None at the end)."""
    rows = _after(endpoint, after).filter(pk__lte=endpoint.cursor)
    if since is not None:
        rows = rows.filter(at__gte=since)
    rows = rows.filter(kind__in=endpoint.kinds) if endpoint.kinds else rows.exclude(kind__in=ONLY_WHEN_NAMED)
    events = list(rows[: limit + 1])
    chosen = events[:limit]
    with transaction.atomic():
        restart(endpoint.deliveries.filter(event_id__in=[event.pk for event in chosen]))
        made = [_delivery(endpoint, event, now()) for event in chosen]
        Delivery.objects.bulk_create(made, ignore_conflicts=True)
    return len(chosen), chosen[-1].pk if len(events) > limit else None


def restart(rows: QuerySet[Delivery, Delivery]) -> int:
    """Begin anew, whatever came of it before; a try that is under way changes nothing any more."""
    moment = now()
    return rows.update(
        state=State.WAITING,
        attempts=0,
        next_at=moment,
        until=moment + TRIED_FOR,
        settled_at=None,
        lease_until=None,
        fence=F("fence") + 1,
    )


def _after(endpoint: Endpoint, cursor: int) -> QuerySet[Event, Event]:
    rows = Event.objects.filter(workspace_id=endpoint.workspace_id, id__gt=cursor)
    return rows.only("id", "kind", "order_id").order_by("id")


def _delivery(endpoint: Endpoint, event: Event, moment: datetime) -> Delivery:
    return Delivery(
        id=new_id(),
        workspace_id=endpoint.workspace_id,
        endpoint=endpoint,
        event_id=event.pk,
        kind=event.kind,
        order_id=event.order_id,
        created_at=moment,
        next_at=moment,
        until=moment + TRIED_FOR,
    )


def trial(endpoint: Endpoint, kind: str) -> Delivery:
    """A message about nothing, tried once."""
    moment = now()
    return Delivery.objects.create(
        workspace_id=endpoint.workspace_id,
        endpoint=endpoint,
        kind=kind,
        next_at=moment,
        until=moment,
    )
