"""Opens and resolves to-dos: one open to-do a cause, however often the cause is seen."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from forain.hub.connections.models import Connection
from forain.hub.inbox.models import Severity, Todo, TodoKind
from forain.hub.inbox.ranking import rank
from forain.hub.inbox.steps import already_told, next_step
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
    TodoKind.EXPIRED_COMMAND: Severity.HIGH,
    TodoKind.UNSEEN_COMMAND: Severity.HIGH,
    TodoKind.UNMAPPED_STATE: Severity.HIGH,
    TodoKind.BUYER_MESSAGE: Severity.HIGH,
    TodoKind.MARKETPLACE_MESSAGE: Severity.HIGH,
    TodoKind.QUIET_CONNECTION: Severity.HIGH,
    TodoKind.WEBHOOK: Severity.HIGH,
    TodoKind.UNCERTAIN_PUSH: Severity.HIGH,
    TodoKind.OFFERS_STOPPED: Severity.URGENT,
    TodoKind.OFFER_SOURCE: Severity.HIGH,
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
    clock_from: datetime | None = None  #: when the clock to `due_at` began; the opening, if nothing is told
    severity: Severity | None = None
    exchange_id: str | uuid.UUID | None = None


def open_todo(work: Unit, connection: Connection | None, cause: Cause) -> None:
    """Open it, or bring an open one of the same cause up to date. Without a connection it concerns the workspace."""
    rows = Todo.objects.filter(workspace_id=work.workspace_id, key=cause.key, resolved_at=None)
    todo = rows.first()
    if todo is not None:
        _bring_up_to_date(todo, cause)
        return
    todo = _new(work, connection, cause)
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


def _bring_up_to_date(todo: Todo, cause: Cause) -> None:
    """Nothing is written when nothing changed: most observations say what the one before said."""
    before = _told(todo)
    _fill(todo, cause)
    if _told(todo) != before:
        place(todo)
        todo.save(update_fields=[*FILLED, *PLACED])


#: What the cause tells, and what is worked out from it.
FILLED = ("subject", "words", "due_at", "due_basis", "clock_from", "line_id", "order_id")
PLACED = ("rank", "escalate_at")


def _told(todo: Todo) -> list[object]:
    return [getattr(todo, name) for name in FILLED]


def _fill(todo: Todo, cause: Cause) -> None:
    todo.subject, todo.words = cause.subject[:200], dict(cause.facts)
    todo.due_at, todo.due_basis = cause.due_at, dict(cause.due_basis)
    todo.clock_from = (cause.clock_from or todo.opened_at) if cause.due_at else None
    todo.order_id, todo.line_id = cause.order_id or todo.order_id, cause.line_id or todo.line_id


def place(todo: Todo) -> None:
    """Where it stands in the inbox and when its clock is told of next."""
    todo.rank = rank(todo.severity, todo.due_at, todo.opened_at)
    todo.escalate_at = next_step(todo.escalated, todo.clock_from, todo.due_at)


def _new(work: Unit, connection: Connection | None, cause: Cause) -> Todo:
    todo = Todo(
        workspace_id=work.workspace_id,
        connection=connection,
        kind=cause.kind,
        key=cause.key,
        severity=cause.severity or SEVERITIES.get(cause.kind, Severity.NORMAL),
        exchange_id=cause.exchange_id,
    )
    _fill(todo, cause)
    todo.escalated = already_told(todo.clock_from, todo.due_at, todo.opened_at)
    place(todo)
    return todo


def resolve(work: Unit, rows: QuerySet[Todo, Todo], by: str, note: str = "") -> int:
    """Close open to-dos; `by` names the person, or the observation that made them void."""
    closed = 0
    end = {"resolved_at": now(), "resolved_by": by, "note": note}
    for todo in rows.filter(resolved_at=None):
        if not Todo.objects.filter(pk=todo.pk, resolved_at=None).update(**end):
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
            note=note,
        )
    return closed


def resolve_key(work: Unit, key: str, by: str) -> int:
    return resolve(work, Todo.objects.filter(workspace_id=work.workspace_id, key=key), by)
