"""Reads of the inbox: what is open, soonest deadline first."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce

from forain.hub.inbox.models import Message, Todo
from forain.hub.kit.paging import pack, unpack
from forain.hub.orders.models import Order
from forain.hub.workspaces.models import Workspace

#: To-dos without a deadline come after all that have one.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class TodoPage:
    todos: Sequence[Todo]
    next: str


def open_todos(workspace: Workspace, *, kind: str = "", cursor: str = "", limit: int = 50) -> TodoPage:
    """Open to-dos by deadline. Raises `BadCursor`."""
    rows = Todo.objects.filter(workspace=workspace, resolved_at=None).select_related("connection")
    if kind:
        rows = rows.filter(kind=kind)
    rows = rows.annotate(due=Coalesce(F("due_at"), NEVER))
    if cursor:
        _, moment, key = unpack(cursor)
        rows = rows.filter(Q(due__gt=moment) | Q(due=moment, id__gt=key))
    found = list(rows.order_by("due", "id")[: limit + 1])
    kept = found[:limit]
    more = pack("after", kept[-1].due_at or NEVER, kept[-1].id) if len(found) > limit else ""
    return TodoPage(kept, more)


def counts(workspace: Workspace) -> dict[str, int]:
    """Open to-dos by kind, `""` for all."""
    rows = Todo.objects.filter(workspace=workspace, resolved_at=None).values("kind").annotate(n=Count("id"))
    by_kind = {row["kind"]: row["n"] for row in rows}
    return {"": sum(by_kind.values()), **by_kind}


def one(workspace: Workspace, todo_id: uuid.UUID | str) -> Todo:
    """Raises `Todo.DoesNotExist`."""
    return Todo.objects.select_related("connection").get(workspace=workspace, pk=todo_id)


def messages_of(order: Order) -> list[Message]:
    return list(Message.objects.filter(line__order=order).select_related("line").order_by("sent_at", "id"))
