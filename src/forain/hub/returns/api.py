"""Routes of returns."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from ninja import Query, Router

from forain.hub.kit.routes import Cursor, Level, Limit, needs
from forain.hub.returns import queries, shapes
from forain.hub.workspaces.callers import Call
from forain.trade.lifecycle import ReturnState

routes = Router(tags=["Returns"])


@routes.get("/returns", response=shapes.Returns, operation_id="listReturns", summary="Returns")
@needs(Level.LOOK, "bad_cursor")
def list_returns(
    request: Call,
    state: Annotated[ReturnState | None, Query(description="Only returns in this state")] = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> shapes.Returns:
    """Returns of the workspace, newest first."""
    found = queries.page(request.auth.workspace, tab=state or "", cursor=cursor, limit=limit)
    items = [shapes.product_return(row) for row in found.returns]
    return shapes.Returns(items=items, next=found.next or None)


@routes.get(
    "/returns/{uuid:return_id}", response=shapes.Return, operation_id="getReturn", summary="One return"
)
def get_return(request: Call, return_id: UUID) -> shapes.Return:
    """A return as it was last seen."""
    return shapes.product_return(queries.one(request.auth.workspace, return_id))
