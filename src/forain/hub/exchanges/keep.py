"""Keeps exchanges as rooms report them, and counts calls for the budget."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import connection as database

from forain.connect.contract import Exchange as Seen
from forain.hub.connections.models import CallCount, Connection
from forain.hub.exchanges.models import Exchange, pack
from forain.hub.kit.lease import Proven, still_ours

#: Bodies larger than this are kept cut, with a remark; the whole one was already read.
KEPT_BODY = 4 * 1024 * 1024


def keep(connection: Connection, seen: Sequence[Seen]) -> None:
    """Store exchanges (each once, by id) and add them to the hour's count."""
    if not seen:
        return
    Exchange.objects.bulk_create([_row(connection, one) for one in seen], ignore_conflicts=True)
    _count(connection, seen)


def keep_for(row: Proven, connection: Connection, seen: Sequence[Seen]) -> None:
    """Store exchanges and name them on the row they prove, as long as our claim on it is the newest."""
    keep(connection, seen)
    row.exchange_ids = [*row.exchange_ids, *(one.id for one in seen)]
    still_ours(row).update(exchange_ids=row.exchange_ids)


def _row(connection: Connection, seen: Seen) -> Exchange:
    return Exchange(
        id=seen.id,
        workspace_id=connection.workspace_id,
        connection=connection,
        service=seen.service,
        started_at=seen.started_at,
        elapsed_ms=round(seen.elapsed * 1000),
        method=seen.method,
        url=seen.url,
        request_headers=list(seen.request_headers),
        request_packed=pack(seen.request_body[:KEPT_BODY]),
        status=seen.status,
        response_headers=list(seen.response_headers),
        response_packed=pack(seen.response_body[:KEPT_BODY]),
        response_size=len(seen.response_body),
        failure=seen.failure or "",
    )


def _count(connection: Connection, seen: Sequence[Seen]) -> None:
    counts = Counter((one.service, _hour(one.started_at)) for one in seen)
    rows = [(connection.pk, service, hour, calls) for (service, hour), calls in sorted(counts.items())]
    table = CallCount._meta.db_table
    with database.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} (connection_id, service, hour, calls) VALUES (%s, %s, %s, %s) "  # noqa: S608
            f"ON CONFLICT (connection_id, service, hour) DO UPDATE SET calls = {table}.calls + EXCLUDED.calls",
            rows,
        )


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)
