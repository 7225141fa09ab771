"""Reads of endpoints and their deliveries."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from forain.hub.kit.paging import pack, unpack
from forain.hub.webhooks.models import Delivery, Endpoint, State
from forain.hub.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class DeliveryPage:
    """`next` is a cursor, empty at the end."""

    deliveries: list[Delivery]
    next: str


def endpoints(workspace: Workspace) -> list[Endpoint]:
    """With `waiting` and `failed`: how many deliveries stand there."""
    return list(_counted(Endpoint.objects.filter(workspace=workspace)).order_by("name"))


def standing(row: Endpoint) -> tuple[int, int]:
    """Deliveries that wait, and that failed."""
    counts = row.deliveries.aggregate(
        waiting=Count("id", filter=Q(state=State.WAITING)), failed=Count("id", filter=Q(state=State.FAILED))
    )
    return counts["waiting"], counts["failed"]


def one(workspace: Workspace, endpoint_id: uuid.UUID) -> Endpoint:
    """Raises `Endpoint.DoesNotExist`."""
    return _counted(Endpoint.objects.filter(workspace=workspace)).get(pk=endpoint_id)


def _counted(rows: QuerySet[Endpoint, Endpoint]) -> QuerySet[Endpoint, Endpoint]:
    return rows.select_related("consumer").annotate(
        waiting=Count("deliveries", filter=Q(deliveries__state=State.WAITING)),
        failed=Count("deliveries", filter=Q(deliveries__state=State.FAILED)),
    )


def delivery(workspace: Workspace, delivery_id: uuid.UUID) -> Delivery:
    """Raises `Delivery.DoesNotExist`."""
    return Delivery.objects.select_related("endpoint").get(workspace=workspace, pk=delivery_id)


def deliveries(
    endpoint: Endpoint, *, states: Sequence[str] = (), cursor: str = "", limit: int = 50
) -> DeliveryPage:
    """Newest first. Raises `BadCursor`."""
    rows = endpoint.deliveries.all()
    if states:
        rows = rows.filter(state__in=states)
    if cursor:
        _, moment, key = unpack(cursor)
        rows = rows.filter(Q(created_at__lt=moment) | Q(created_at=moment, id__lt=key))
    found = list(rows.order_by("-created_at", "-id")[: limit + 1])
    kept = found[:limit]
    more = pack("after", kept[-1].created_at, kept[-1].id) if len(found) > limit else ""
    return DeliveryPage(kept, more)
