"""Opens and resolves to-dos: one open to-do a cause, however often the cause is seen."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from forain.hub.connections.models import Connection
from forain.hub.inbox.models import Severity, Todo, TodoKind
from forain.hub.journal.unit import Unit
from forain.hub.kit.clock import now
from forain.trade.events import EventKind

#: How grave each kind is when nothing says otherwise.
SEVERITIES: Mapping[str, Severity] = {
    TodoKind.ACCEPT: Severity.HIGH,
    TodoKind.SHIP: Severity.NORMAL,
    TodoKind.CLAIM: Severity.URGENT,
    TodoKind.DO_NOT_SHIP: Severity.URGENT,
    TodoKind.CREDENTIAL: Severity.URGENT,
    TodoKind.ACCOUNT: Severity.URGENT,
    TodoKind.REJECTED_COMMAND: Severity.HIGH,
    TodoKind.UNCERTAIN_COMMAND: Severity.URGENT,
    TodoKind.UNMAPPED_STATE: Severity.HIGH,
    TodoKind.WEBHOOK: Severity.HIGH,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Why somebody must act. `key` is unique among open causes of the workspace; `facts` fill the words shown."""

    kind: TodoKind
    key: str
    subject: str = ""
    order_id: uuid.UUID | None = None
    line_id: uuid.UUID | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    due_at: datetime | None = None
    due_basis: Mapping[str, str] = field(default_factory=dict)
    exchange_id: str | uuid.UUID | None = None


def open_todo(work: Unit, connection: Connection | None, cause: Cause) -> None:
    """Open it, or bring an open one of the same cause up to date. Without a connection it concerns the workspace."""
    values: dict[str, object] = {
        "subject": cause.subject[:200],
        "words": dict(cause.facts),
        "due_at": cause.due_at,
        "due_basis": dict(cause.due_basis),
    }
    if Todo.objects.filter(workspace_id=work.workspace_id, key=cause.key, resolved_at=None).update(**values):
        return
    todo = _new(work, connection, cause, values)
    made = Todo.objects.bulk_create([todo], ignore_conflicts=True)
    if made and Todo.objects.filter(pk=todo.pk).exists():
        work.event(
            EventKind.TODO_OPENED,
            "todo",
            todo.pk,
            order_id=cause.order_id,
            connection_id=connection.pk if connection else None,
            exchange_id=cause.exchange_id,
            todo=cause.kind.value,
            about=cause.subject,
            due_at=cause.due_at.isoformat() if cause.due_at else None,
        )


def _new(work: Unit, connection: Connection | None, cause: Cause, values: dict[str, object]) -> Todo:
    return Todo(
        workspace_id=work.workspace_id,
        connection=connection,
        kind=cause.kind,
        key=cause.key,
        order_id=cause.order_id,
        line_id=cause.line_id,
        severity=SEVERITIES.get(cause.kind, Severity.NORMAL),
        exchange_id=cause.exchange_id,
        **values,
    )


def resolve(work: Unit, rows: QuerySet[Todo, Todo], by: str) -> int:
    """Close open to-dos; `by` names the person, or the observation that made them void."""
    closed = 0
    for todo in rows.filter(resolved_at=None):
        if not Todo.objects.filter(pk=todo.pk, resolved_at=None).update(resolved_at=now(), resolved_by=by):
            continue
        closed += 1
        work.event(
            EventKind.TODO_RESOLVED,
            "todo",
            todo.pk,
            order_id=todo.order_id,
            connection_id=todo.connection_id,
            todo=todo.kind,
            by=by,
        )
    return closed


def resolve_key(work: Unit, key: str, by: str) -> int:
    return resolve(work, Todo.objects.filter(workspace_id=work.workspace_id, key=key), by)
