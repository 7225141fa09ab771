"""To-dos as the API shows them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from forain.hub.inbox import models
from forain.hub.kit.routes import Listed, Moment, Shape, Wish, in_language
from forain.hub.workspaces.models import User


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
    clock_from: AwareDatetime | None = Field(description="When the clock that ends at `due_at` began")
    escalated: int = Field(description="Percent of the clock that was told last: 0, 50 or 90")
    snoozed_until: AwareDatetime | None
    assignee: str = Field(description="User name; empty for nobody")
    thread_id: UUID | None = Field(description="The conversation it is about: GET /threads/{id}")
    claim_id: UUID | None = Field(description="The claim it is about: GET /claims/{id}")
    resolved_at: AwareDatetime | None
    resolved_by: str
    note: str = Field(description="What the person who resolved it wrote")


class Todos(Listed[Todo]):
    """Open to-dos: urgent ones first, then by deadline."""


class Resolution(Wish):
    note: Annotated[str, StringConstraints(max_length=2000)] = Field(
        default="", description="What was done, for the others"
    )


WITHOUT_NOTE = Resolution()


class Snooze(Wish):
    until: Moment | None = Field(description="Until when, RFC 3339 with zone; null: it is back now")


class Assignment(Wish):
    person: Annotated[str, StringConstraints(max_length=150)] = Field(
        description="User name of GET /people; empty for nobody"
    )


class Person(Shape):
    """A member who may act."""

    username: str
    name: str


class People(Listed[Person]):
    """Who may be given a to-do."""


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
        clock_from=row.clock_from,
        escalated=row.escalated,
        snoozed_until=row.snoozed_until,
        assignee=row.assignee.username if row.assignee else "",
        thread_id=_id(row.words.get("thread")),
        claim_id=_id(row.words.get("claim")),
        resolved_at=row.resolved_at,
        resolved_by=row.resolved_by,
        note=row.note,
    )


def _id(fact: Any) -> UUID | None:
    return UUID(str(fact)) if fact else None


def person(row: User) -> Person:
    return Person(username=row.username, name=row.get_full_name())
