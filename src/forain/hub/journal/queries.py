"""Reads of the journal: the change feed and the story of one order."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from forain.hub.journal.models import Event
from forain.hub.workspaces.models import Workspace


def feed(workspace: Workspace, *, after: int, limit: int, kinds: Sequence[str] = ()) -> list[Event]:
    """Events after the cursor, oldest first. Ids are committed in order, so none is ever skipped."""
    rows = Event.objects.filter(workspace=workspace, id__gt=after)
    if kinds:
        rows = rows.filter(kind__in=kinds)
    return list(rows.order_by("id")[:limit])


def recent(workspace: Workspace, *, before: int | None = None, limit: int = 50) -> list[Event]:
    """Newest first, for people; `before` is an event id."""
    rows = Event.objects.filter(workspace=workspace)
    if before:
        rows = rows.filter(id__lt=before)
    return list(rows.order_by("-id")[:limit])


def of_order(order_id: uuid.UUID, limit: int = 200) -> list[Event]:
    """The newest `limit` facts about an order, oldest first."""
    return list(Event.objects.filter(order_id=order_id).order_by("-id")[:limit])[::-1]
