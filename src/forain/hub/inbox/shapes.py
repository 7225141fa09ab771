"""To-dos as the API shows them."""

from __future__ import annotations

from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, Field

from forain.hub.inbox import models
from forain.hub.kit.routes import Listed, Shape, in_language


class Severity(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class Todo(Shape):
    """Something a person must do, if possible before a time."""

    id: UUID
    kind: models.TodoKind
    severity: Severity
    subject: str
    words: str = Field(description="What to do, in the caller's language")
    facts: dict[str, Any] = Field(description="What is known of the cause, by name: state, sku, code, words…")
    due_at: AwareDatetime | None
    due_basis: str = Field(description="Where the deadline comes from, in the caller's language")
    connection_id: UUID | None = Field(description="Null when it concerns the whole workspace")
    order_id: UUID | None
    line_id: UUID | None
    exchange_id: UUID | None = Field(description="The proof: GET /exchanges/{id}")
    opened_at: AwareDatetime
    resolved_at: AwareDatetime | None
    resolved_by: str


class Todos(Listed[Todo]):
    """Open to-dos, earliest deadline first."""


def todo(row: models.Todo) -> Todo:
    return Todo(
        id=row.pk,
        kind=models.TodoKind(row.kind),
        severity=Severity(models.Severity(row.severity).name.lower()),
        subject=row.subject,
        words=str(models.TodoKind(row.kind).label),
        facts=row.words,
        due_at=row.due_at,
        due_basis=in_language(row.due_basis),
        connection_id=row.connection_id,
        order_id=row.order_id,
        line_id=row.line_id,
        exchange_id=row.exchange_id,
        opened_at=row.opened_at,
        resolved_at=row.resolved_at,
        resolved_by=row.resolved_by,
    )
