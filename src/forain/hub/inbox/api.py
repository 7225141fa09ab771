"""Routes of the inbox."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from ninja import Query, Router

from forain.hub.inbox import actions, queries, shapes, talk_api
from forain.hub.inbox.models import TodoKind
from forain.hub.kit.routes import Cursor, Level, Limit, needs
from forain.hub.workspaces.callers import Call

routes = Router(tags=["To-dos"])
routes.add_router("", talk_api.routes)


@routes.get("/todos", response=shapes.Todos, operation_id="listTodos", summary="What wants a person")
@needs(Level.LOOK, "bad_cursor")
def list_todos(
    request: Call,
    kind: Annotated[TodoKind | None, Query(description="Only to-dos of this kind")] = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> shapes.Todos:
    """Open to-dos of all connections, earliest deadline first, those without one last."""
    found = queries.open_todos(request.auth.workspace, kind=kind or "", cursor=cursor, limit=limit)
    return shapes.Todos(items=[shapes.todo(row) for row in found.todos], next=found.next or None)


@routes.get("/todos/{uuid:todo_id}", response=shapes.Todo, operation_id="getTodo", summary="One to-do")
def get_todo(request: Call, todo_id: UUID) -> shapes.Todo:
    """A to-do, open or resolved."""
    return shapes.todo(queries.one(request.auth.workspace, todo_id))


@routes.post(
    "/todos/{uuid:todo_id}/resolve", response=shapes.Todo, operation_id="resolveTodo", summary="Mark as done"
)
@needs(Level.ACT)
def resolve_todo(request: Call, todo_id: UUID) -> shapes.Todo:
    """Closes the to-do; doing it twice changes nothing. A cause that is seen again opens a new one."""
    workspace = request.auth.workspace
    actions.settle(queries.one(workspace, todo_id), actor=request.auth.actor)
    return shapes.todo(queries.one(workspace, todo_id))
