"""What the hub knows about its own running, read from the database at the moment somebody asks.

So the figures are right with any number of processes: no process counts for itself.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

#: A worker that has not said it lives for this long is not counted.
WORKER_SECONDS = 15.0


def database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone())


def schema_is_current() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def worker_ages() -> list[float]:
    """Seconds since each registered worker last said it lives, youngest first."""
    rows = _rows(
        "SELECT extract(epoch FROM now() - last_heartbeat)::float8 FROM procrastinate_workers ORDER BY 1"
    )
    return [max(0.0, float(age)) for (age,) in rows]


def workers_alive() -> int:
    return sum(age <= WORKER_SECONDS for age in worker_ages())


def job_depths() -> dict[tuple[str, str], int]:
    """(queue, state) -> wake-ups in the engine's table."""
    rows = _rows("SELECT queue_name, status::text, count(*) FROM procrastinate_jobs GROUP BY 1, 2")
    return {(str(queue), str(state)): int(count) for queue, state, count in rows}


def commands_by_state() -> dict[tuple[str, str], int]:
    """(kind, state) -> commands."""
    rows = _rows("SELECT kind, state, count(*) FROM outbox_command GROUP BY 1, 2")
    return {(str(kind), str(state)): int(count) for kind, state, count in rows}


def connections_by_health() -> dict[tuple[str, str, str], int]:
    """(marketplace, mode, health) -> connections."""
    rows = _rows("SELECT marketplace_id, mode, health, count(*) FROM connections_connection GROUP BY 1, 2, 3")
    return {(str(market), str(mode), str(health)): int(count) for market, mode, health, count in rows}


def exchanges_by_outcome(span: timedelta) -> dict[tuple[str, str, str], int]:
    """(marketplace, service, outcome) -> calls begun within `span`; outcome is the status class or `no_answer`."""
    rows = _rows(
        "SELECT c.marketplace_id, e.service, "
        "coalesce((e.status / 100)::text || 'xx', 'no_answer'), count(*) "
        "FROM exchanges_exchange e JOIN connections_connection c ON c.id = e.connection_id "
        "WHERE e.started_at > now() - make_interval(secs => %s) GROUP BY 1, 2, 3",
        [span.total_seconds()],
    )
    return {(str(market), str(service), str(outcome)): int(count) for market, service, outcome, count in rows}


def calls_by_service() -> dict[tuple[str, str], int]:
    """(marketplace, service) -> calls ever made, from the hourly counts all workers keep."""
    rows = _rows(
        "SELECT c.marketplace_id, n.service, sum(n.calls) FROM connections_callcount n "
        "JOIN connections_connection c ON c.id = n.connection_id GROUP BY 1, 2"
    )
    return {(str(market), str(service)): int(count) for market, service, count in rows}


def readings() -> list[tuple[str, str, float | None, float, int]]:
    """(marketplace, resource, oldest seconds since a good read, overdue seconds, failing) by resource."""
    rows = _rows(
        "SELECT c.marketplace_id, r.resource, "
        "max(extract(epoch FROM now() - r.last_ok_at))::float8, "
        "greatest(0, max(extract(epoch FROM now() - r.next_at)))::float8, "
        "count(*) FILTER (WHERE r.failures > 0) "
        "FROM connections_reading r JOIN connections_connection c ON c.id = r.connection_id "
        "WHERE c.mode <> 'paused' GROUP BY 1, 2"
    )
    return [
        (str(market), str(resource), age if age is None else float(age), float(due), int(failing))
        for market, resource, age, due, failing in rows
    ]


def oldest_due() -> dict[str, float]:
    """What waits longest past its time, in seconds, by what it is: a visit of a connection, a command."""
    visits = _one(
        "SELECT extract(epoch FROM now() - min(next_at))::float8 FROM connections_connection WHERE mode <> 'paused'"
    )
    commands = _one(
        "SELECT extract(epoch FROM now() - min(next_at))::float8 FROM outbox_command "
        "WHERE state IN ('queued', 'sending', 'unknown')"
    )
    return {"visit": max(0.0, visits or 0.0), "command": max(0.0, commands or 0.0)}


def orders_by_state() -> dict[tuple[str, str], int]:
    """(marketplace, state) -> orders."""
    rows = _rows(
        "SELECT c.marketplace_id, o.state, count(*) FROM orders_order o "
        "JOIN connections_connection c ON c.id = o.connection_id GROUP BY 1, 2"
    )
    return {(str(market), str(state)): int(count) for market, state, count in rows}


def open_todos() -> dict[str, int]:
    rows = _rows("SELECT kind, count(*) FROM inbox_todo WHERE resolved_at IS NULL GROUP BY 1")
    return {str(kind): int(count) for kind, count in rows}


def database_time() -> datetime:
    (row,) = _rows("SELECT clock_timestamp()")
    moment: datetime = row[0]
    return moment


def database_size() -> int:
    (row,) = _rows("SELECT pg_database_size(current_database())")
    return int(row[0])


def _rows(statement: str, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _one(statement: str) -> float | None:
    value = _rows(statement)[0][0]
    return None if value is None else float(value)
