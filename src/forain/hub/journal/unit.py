"""A unit of work: rows, events and wake-ups that happen together or not at all.

Events are written last, under a lock of the workspace, so ids are committed in order and a reader that remembers
the last id it saw never misses one. Being written last also means that nobody waits for a row while holding the lock:
the only rows touched then are those the events point at, which are locked elsewhere so that this does not wait
(``no_key``).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from forain.hub.journal.models import Event
from forain.hub.workspaces.models import Workspace
from forain.trade.events import EventKind


@dataclass(slots=True)
class Unit:
    """What a unit of work collects. `actor` names who asked: a person, a key, or the hub itself."""

    workspace_id: uuid.UUID
    actor: str = ""
    events: list[Event] = field(default_factory=list)

    def event(
        self,
        kind: EventKind,
        subject_kind: str,
        subject: uuid.UUID,
        *,
        order_id: uuid.UUID | None = None,
        connection_id: uuid.UUID | None = None,
        exchange_id: str | uuid.UUID | None = None,
        **data: Any,
    ) -> None:
        """Note a fact; it is written when the unit ends well."""
        self.events.append(
            Event(
                workspace_id=self.workspace_id,
                kind=kind.value,
                subject_kind=subject_kind,
                subject=subject,
                order_id=order_id,
                connection_id=connection_id,
                exchange_id=uuid.UUID(str(exchange_id)) if exchange_id else None,
                actor=self.actor,
                data=data,
            )
        )

    def after_commit(self, wake: Callable[[], None]) -> None:
        """Wake somebody once the facts are there; a lost wake-up is found by the sweep."""
        transaction.on_commit(wake, robust=True)


@contextmanager
def unit(workspace: Workspace | uuid.UUID, actor: str = "") -> Iterator[Unit]:
    """One transaction with its events. Nested use joins the outer one, which writes the events of both at its end."""
    key = workspace.pk if isinstance(workspace, Workspace) else workspace
    outer: Unit | None = getattr(connection, _OUTERMOST, None)
    work = Unit(key, actor)
    if outer is None:
        with transaction.atomic(), _outermost(work):
            yield work
            _write(work)
        return
    with transaction.atomic():
        yield work
        outer.events += work.events


#: Where the outermost unit of a thread's transaction is kept: on its connection.
_OUTERMOST = "forain_outermost_unit"


@contextmanager
def _outermost(work: Unit) -> Iterator[None]:
    setattr(connection, _OUTERMOST, work)
    try:
        yield
    finally:
        setattr(connection, _OUTERMOST, None)


def _write(work: Unit) -> None:
    if not work.events:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"journal:{work.workspace_id}"]
        )
    Event.objects.bulk_create(work.events)
