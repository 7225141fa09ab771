"""Reads of the journal: the change feed and the story of one order."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from forain.hub.journal.models import Event
from forain.hub.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Choice:
    """Which events; what is left out chooses all. `about`: the first part of their kind, such as `order`."""

    kinds: Sequence[str] = ()
    order: uuid.UUID | None = None
    connection: uuid.UUID | None = None
    about: str = ""

    @property
    def match(self) -> Q:
        named = {"kind__in": self.kinds, "order_id": self.order, "connection_id": self.connection}
        found = Q(**{name: value for name, value in named.items() if value})
        return found & Q(kind__startswith=f"{self.about}.") if self.about else found


EVERYTHING = Choice()


def feed(workspace: Workspace, *, after: int, limit: int, choice: Choice = EVERYTHING) -> list[Event]:
    """Events after the cursor, oldest first. Ids are committed in order, so none is ever skipped."""
    rows = Event.objects.filter(choice.match, workspace=workspace, id__gt=after)
    return list(rows.order_by("id")[:limit])


def recent(
    workspace: Workspace, *, before: int | None = None, limit: int = 50, choice: Choice = EVERYTHING
) -> list[Event]:
    """Newest first, for people; `before` is an event id."""
    rows = Event.objects.filter(choice.match, workspace=workspace)
    if before:
        rows = rows.filter(id__lt=before)
    return list(rows.order_by("-id")[:limit])


def of_order(order_id: uuid.UUID, limit: int = 200) -> list[Event]:
    """The newest `limit` facts about an order, oldest first."""
    return list(Event.objects.filter(order_id=order_id).order_by("-id")[:limit])[::-1]
