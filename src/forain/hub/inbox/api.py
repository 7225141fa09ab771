"""Routes of the inbox: to-dos. Conversations are in `talk_api.py`, clocks in `clock_api.py`."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from ninja import Query, Router

from forain.hub.inbox import actions, clock_api, queries, shapes, talk_api
from forain.hub.inbox.models import Todo, TodoKind
from forain.hub.kit.routes import Cursor, Level, Limit, needs
from forain.hub.workspaces.callers import Call

routes = Router(tags=["To-dos"])
routes.add_router("", talk_api.routes)
routes.add_router("", clock_api.routes)


@routes.get("/todos", response=shapes.Todos, operation_id="listTodos", summary="What wants a person")
@needs(Level.LOOK, "bad_cursor")
def list_todos(
    request: Call,
    kind: Annotated[TodoKind | None, Query(description="Only to-dos of this kind")] = None,
    connection: Annotated[UUID | None, Query(description="Only of this connection")] = None,
    assignee: Annotated[
        str, Query(max_length=150, description="Only given to this user name; `-`: given to nobody")
    ] = "",
    overdue: Annotated[bool, Query(description="Only past their deadline")] = False,
    snoozed: Annotated[bool, Query(description="Those that were put off, instead of the others")] = False,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> shapes.Todos:
    """Open to-dos of all connections: urgent ones first, then by deadline, those without one last."""
    wanted = queries.Wanted(
        kind=kind or "", connection=connection, assignee=assignee, overdue=overdue, snoozed=snoozed
    )
    found = queries.open_todos(request.auth.workspace, wanted, cursor=cursor, limit=limit)
    return shapes.Todos(items=[shapes.todo(row) for row in found.todos], next=found.next or None)


@routes.get("/todos/{uuid:todo_id}", response=shapes.Todo, operation_id="getTodo", summary="One to-do")
def get_todo(request: Call, todo_id: UUID) -> shapes.Todo:
    """A to-do, open or resolved."""
    return shapes.todo(queries.one(request.auth.workspace, todo_id))


@routes.post(
    "/todos/{uuid:todo_id}/resolve", response=shapes.Todo, operation_id="resolveTodo", summary="Mark as done"
)
@needs(Level.ACT)
def resolve_todo(request: Call, todo_id: UUID, body: shapes.Resolution = shapes.WITHOUT_NOTE) -> shapes.Todo:
    """Closes the to-do; doing it twice changes nothing. A cause that is seen again opens a new one."""
    todo = _one(request, todo_id)
    actions.settle(todo, actor=request.auth.actor, note=body.note)
    return shapes.todo(_one(request, todo_id))


@routes.post(
    "/todos/{uuid:todo_id}/snooze", response=shapes.Todo, operation_id="snoozeTodo", summary="Put off"
)
@needs(Level.ACT, "todo_resolved", "snooze_past", "snooze_too_long")
def snooze_todo(request: Call, todo_id: UUID, body: shapes.Snooze) -> shapes.Todo:
    """Out of the list until a moment, which must come before the deadline; it comes back by itself, and at nine
    tenths of its clock in any case."""
    actions.snooze(_one(request, todo_id), body.until, actor=request.auth.actor)
    return shapes.todo(_one(request, todo_id))


@routes.post(
    "/todos/{uuid:todo_id}/assign",
    response=shapes.Todo,
    operation_id="assignTodo",
    summary="Give to somebody",
)
@needs(Level.ACT, "todo_resolved", "unknown_person")
def assign_todo(request: Call, todo_id: UUID, body: shapes.Assignment) -> shapes.Todo:
    """Its mails then go to that person alone."""
    actions.assign(_one(request, todo_id), body.person, actor=request.auth.actor)
    return shapes.todo(_one(request, todo_id))


@routes.get("/people", response=shapes.People, operation_id="listPeople", summary="Who may be given a to-do")
def list_people(request: Call) -> shapes.People:
    """Members of the workspace who may act, by user name."""
    found = queries.people(request.auth.workspace)
    return shapes.People(items=[shapes.person(one) for one in found])


def _one(request: Call, todo_id: UUID) -> Todo:
    return queries.one(request.auth.workspace, todo_id)
