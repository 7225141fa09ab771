"""Routes of commands."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from ninja import Query, Router

from forain.hub.kit.routes import Cursor, Level, Limit, needs
from forain.hub.outbox import queries, shapes
from forain.hub.workspaces.callers import Call
from forain.trade.lifecycle import Intent

routes = Router(tags=["Commands"])


@routes.get("/commands", response=shapes.Commands, operation_id="listCommands", summary="Commands")
@needs(Level.LOOK, "bad_cursor")
def list_commands(
    request: Call,
    state: Annotated[Intent | None, Query(description="Only commands in this state")] = None,
    order: Annotated[UUID | None, Query(description="Only commands of this order (our id)")] = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> shapes.Commands:
    """Commands of the workspace, newest first."""
    found = queries.page(
        request.auth.workspace, state=state or "", order_id=order, cursor=cursor, limit=limit
    )
    return shapes.Commands(items=[shapes.command(row) for row in found.commands], next=found.next or None)


@routes.get(
    "/commands/{uuid:command_id}",
    response=shapes.Command,
    operation_id="getCommand",
    summary="One command",
)
def get_command(request: Call, command_id: UUID) -> shapes.Command:
    """Where a command stands: follow it until it is settled, then until `seen_at` is set."""
    return shapes.command(queries.one(request.auth.workspace, command_id))
