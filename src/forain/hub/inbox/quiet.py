"""Connections that are too quiet: read without trouble, and no new sale for much longer than is usual for them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection as database

from forain.hub.connections.models import Connection, Health, Mode
from forain.hub.inbox.models import Todo, TodoKind
from forain.hub.inbox.todos import Cause, open_todo, resolve_key
from forain.hub.journal.unit import unit
from forain.hub.kit.clock import now

#: What "usual" is learnt from, and how many sales it takes to speak of it.
WINDOW = timedelta(days=30)
ENOUGH = 10
#: Unusual: so many times the longest pause of the window, and never less than this.
TIMES = 1.5
LEAST = timedelta(hours=6)

_PAUSES = """
SELECT connection_id, count(*) + 1, max(placed_at), max(pause)
FROM (
    SELECT connection_id, placed_at, placed_at - lag(placed_at) OVER (PARTITION BY connection_id ORDER BY placed_at) AS pause
    FROM orders_order WHERE placed_at > %s AND NOT test
) AS sales
WHERE pause IS NOT NULL GROUP BY connection_id HAVING count(*) + 1 >= %s
"""


@dataclass(frozen=True, slots=True)
class Quiet:
    """How long a connection has been quiet, and what is unusual for it."""

    connection_id: uuid.UUID
    sales: int
    last: datetime
    longest: timedelta

    @property
    def pause(self) -> timedelta:
        return now() - self.last

    @property
    def threshold(self) -> timedelta:
        return max(LEAST, self.longest * TIMES)

    @property
    def facts(self) -> dict[str, str]:
        """The reason, as the to-do keeps it: hours, and how many sales it was learnt from."""
        return {
            "hours": _hours(self.pause),
            "longest": _hours(self.longest),
            "threshold": _hours(self.threshold),
            "orders": str(self.sales),
            "last": self.last.isoformat(),
        }


def _hours(span: timedelta) -> str:
    return str(round(span.total_seconds() / 3600))


def measured() -> list[Quiet]:
    """Every connection with enough sales in the window, in one statement."""
    with database.cursor() as cursor:
        cursor.execute(_PAUSES, [now() - WINDOW, ENOUGH])
        return [Quiet(*row) for row in cursor.fetchall()]


def look_for_quiet() -> int:
    """Open and end the to-dos; how many connections are too quiet. Troubled ones have another to-do."""
    quiet = {one.connection_id: one for one in measured() if one.pause > one.threshold}
    well = Connection.objects.exclude(mode=Mode.PAUSED).filter(pk__in=quiet, health=Health.WELL)
    found = {row.pk: row for row in well}
    _write_down({key: quiet[key] for key in found})
    for key, row in found.items():
        with unit(row.workspace_id, "forain") as work:
            open_todo(work, row, _cause(row, quiet[key]))
    _end(set(found))
    return len(found)


def _write_down(found: dict[uuid.UUID, Quiet]) -> None:
    """On the connection itself, for the reasons of its health."""
    Connection.objects.filter(quiet_since__isnull=False).exclude(pk__in=found).update(
        quiet_since=None, usual_gap_seconds=None
    )
    for key, one in found.items():
        usual = int(one.longest.total_seconds())
        Connection.objects.filter(pk=key).update(quiet_since=one.last, usual_gap_seconds=usual)


def _cause(connection: Connection, quiet: Quiet) -> Cause:
    return Cause(
        kind=TodoKind.QUIET_CONNECTION,
        key=f"quiet:{connection.pk}",
        subject=connection.name,
        facts=quiet.facts,
    )


def _end(still: set[uuid.UUID]) -> None:
    """Sales came again, or the connection is in a trouble of its own."""
    rows = Todo.objects.filter(kind=TodoKind.QUIET_CONNECTION, resolved_at=None)
    for todo in rows.exclude(connection_id__in=still):
        with unit(todo.workspace_id, "forain") as work:
            resolve_key(work, todo.key, "observation")
