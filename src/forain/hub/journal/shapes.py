"""Events as the API shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, Field

from forain.hub.journal import models
from forain.hub.kit.routes import Shape
from forain.trade.events import EventKind


class Event(Shape):
    """One fact; never changed once written."""

    id: int = Field(description="Cursor: pass the last one back as `after`")
    kind: EventKind
    at: AwareDatetime = Field(description="When it was written down, UTC")
    subject_kind: str = Field(description="What it is about", examples=["order", "line", "command"])
    subject: UUID = Field(description="Id of what it is about")
    order_id: UUID | None = Field(description="The order it concerns")
    connection_id: UUID | None
    exchange_id: UUID | None = Field(description="The proof: GET /exchanges/{id}")
    actor: str = Field(description="Who asked: `api:<key>`, a user name, or empty for the hub itself")
    data: dict[str, Any] = Field(description="As the table of events at the top of this document tells")


class Feed(Shape):
    """A piece of the change feed, oldest first."""

    items: list[Event]
    next: int = Field(description="Pass it back as `after`, also when `items` is empty")


def event(row: models.Event) -> Event:
    return Event(
        id=row.pk,
        kind=EventKind(row.kind),
        at=row.at,
        subject_kind=row.subject_kind,
        subject=row.subject,
        order_id=row.order_id,
        connection_id=row.connection_id,
        exchange_id=row.exchange_id,
        actor=row.actor,
        data=row.data,
    )


def feed(rows: Sequence[models.Event], after: int) -> Feed:
    return Feed(items=[event(row) for row in rows], next=rows[-1].pk if rows else after)
