"""Reads of the inbox: what is open, urgent first, then by deadline."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from forain.hub.inbox.models import Message, Todo
from forain.hub.kit.clock import now
from forain.hub.kit.wordpaging import pack, unpack
from forain.hub.orders.models import Order
from forain.hub.workspaces.models import Role, User, Workspace

#: The word that stands for "given to nobody" where a user name is asked for.
NOBODY = "-"


@dataclass(frozen=True, slots=True)
class TodoPage:
    todos: Sequence[Todo]
    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which to-dos: `assignee` is a user name or NOBODY; `snoozed` shows those that were put off instead."""

    kind: str = ""
    connection: uuid.UUID | None = None
    assignee: str = ""
    overdue: bool = False
    snoozed: bool = False


EVERYTHING = Wanted()


def open_todos(
    workspace: Workspace, wanted: Wanted = EVERYTHING, *, cursor: str = "", limit: int = 50
) -> TodoPage:
    """Open to-dos in the order of `ranking.py`. Raises `BadCursor`."""
    rows = _open(workspace, wanted).select_related("connection", "assignee")
    if cursor:
        word, key = unpack(cursor)
        rows = rows.filter(Q(rank__gt=word) | Q(rank=word, id__gt=key))
    found = list(rows.order_by("rank", "id")[: limit + 1])
    kept = found[:limit]
    return TodoPage(kept, pack(kept[-1].rank, kept[-1].pk) if len(found) > limit else "")


def _open(workspace: Workspace, wanted: Wanted) -> QuerySet[Todo, Todo]:
    asleep = Q(snoozed_until__gt=now())
    rows = Todo.objects.filter(asleep if wanted.snoozed else ~asleep, workspace=workspace, resolved_at=None)
    fixed: dict[str, Any] = {"kind": wanted.kind, "connection_id": wanted.connection}
    rows = rows.filter(**{name: value for name, value in fixed.items() if value})
    if wanted.assignee:
        nobody = wanted.assignee == NOBODY
        rows = rows.filter(assignee=None) if nobody else rows.filter(assignee__username=wanted.assignee)
    return rows.filter(due_at__lt=now()) if wanted.overdue else rows


def counts(workspace: Workspace, wanted: Wanted = EVERYTHING) -> dict[str, int]:
    """Open to-dos by kind, `""` for all; `wanted.kind` is left out of account."""
    other = Wanted(
        connection=wanted.connection,
        assignee=wanted.assignee,
        overdue=wanted.overdue,
        snoozed=wanted.snoozed,
    )
    rows = _open(workspace, other).order_by().values("kind").annotate(n=Count("id"))
    by_kind = {row["kind"]: row["n"] for row in rows}
    return {"": sum(by_kind.values()), **by_kind}


def one(workspace: Workspace, todo_id: uuid.UUID | str) -> Todo:
    """Raises `Todo.DoesNotExist`."""
    return Todo.objects.select_related("connection", "assignee").get(workspace=workspace, pk=todo_id)


def messages_of(order: Order) -> list[Message]:
    return list(Message.objects.filter(line__order=order).select_related("line").order_by("sent_at", "id"))


def people(workspace: Workspace) -> list[User]:
    """Who may be given a to-do: members who may act, by name."""
    able = [role.value for role in Role if role.may_act]
    rows = User.objects.filter(memberships__workspace=workspace, memberships__role__in=able, is_active=True)
    return list(rows.distinct().order_by("username"))
