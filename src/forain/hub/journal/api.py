"""The change feed."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from ninja import Query, Router

from forain.hub.journal import shapes
from forain.hub.journal.queries import Choice
from forain.hub.journal.waiting import feed_or_wait
from forain.hub.workspaces.callers import Call
from forain.trade.events import EventKind

routes = Router(tags=["Events"])

#: The largest cursor PostgreSQL can hold.
LAST = 2**63 - 1


@routes.get("/events", response=shapes.Feed, operation_id="listEvents", summary="The change feed")
def list_events(
    request: Call,
    after: Annotated[int, Query(ge=0, le=LAST, description="Cursor: only events after this one")] = 0,
    limit: Annotated[int, Query(ge=1, le=1000, description="At most so many events")] = 100,
    kinds: Annotated[
        list[EventKind] | None, Query(max_length=40, description="Only these kinds; repeat the parameter")
    ] = None,
    order: Annotated[UUID | None, Query(description="Only events about this order")] = None,
    connection: Annotated[UUID | None, Query(description="Only events about this connection")] = None,
    wait: Annotated[
        int, Query(ge=0, le=20, description="Seconds to wait for the first event when there is none yet")
    ] = 0,
) -> shapes.Feed:
    """Everything that happened in the workspace, oldest first. Events are committed in the order of their ids, so a
    reader that remembers `next` never misses one. A long poll may be answered early with no items when the hub is busy.
    """
    choice = Choice([kind.value for kind in kinds or ()], order, connection)
    rows = feed_or_wait(request.auth.workspace, after=after, limit=limit, choice=choice, seconds=wait)
    return shapes.feed(rows, after)
