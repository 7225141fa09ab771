"""Rows that one worker at a time may work on: claimed by an UPDATE that must change the row, kept by renewal.

A worker that dies stops renewing, and after `SPAN` the row is free for another. Each claim raises `fence`; whoever
writes an outcome names the fence it was given, so a worker that was frozen and thaws changes nothing
(architecture.md section 8, rules 2 and 6).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, TypeVar

from django.db import connection, models

from forain.hub.kit.clock import now
from forain.hub.kit.stopping import stopping

#: How long a claim lives without renewal; renewed every third of it.
SPAN = timedelta(seconds=8)
#: How long a claim lives on when its work was cut off.
AFTERWARDS = timedelta(seconds=2)


class Leased(models.Model):
    """A row that can be claimed. `lease_until` is None while nobody works on it."""

    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    fence = models.BigIntegerField(default=0, editable=False)

    class Meta:
        abstract = True


class Proven(Leased):
    """A row that is worked on by calls, and names the exchanges that prove what it says of them."""

    exchange_ids = models.JSONField(default=list)

    class Meta:
        abstract = True


Row = TypeVar("Row", bound=Leased)


def claim(candidates: models.QuerySet[Row], limit: int) -> list[Row]:
    """Take up to `limit` of the candidates that nobody holds; other workers' claims are stepped over.

    Candidates must be ordered. One statement: what it returns is ours until the lease ends. A process that was
    asked to stop claims nothing.
    """
    if stopping():
        return []
    free = candidates.filter(models.Q(lease_until=None) | models.Q(lease_until__lt=now()))
    inner, values = free.values("pk")[:limit].query.sql_with_params()
    table = connection.ops.quote_name(candidates.model._meta.db_table)
    # Materialized: as a mere subquery a nested loop may ask it again for each row, and each time it gives `limit` others.
    statement = (
        f"WITH free (id) AS MATERIALIZED ({inner} FOR NO KEY UPDATE SKIP LOCKED) "  # noqa: S608  table of our own model
        f"UPDATE {table} SET lease_until = %s, fence = fence + 1 "
        f"FROM free WHERE {table}.id = free.id RETURNING {table}.id"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, now() + SPAN])
        keys = [row[0] for row in cursor.fetchall()]
    return list(candidates.model._default_manager.filter(pk__in=keys))


def renew(model: type[Leased], held: dict[Any, int]) -> set[Any]:
    """Prolong the claims of `held` (key -> fence); the keys that are still ours."""
    kept = set()
    for key, fence in held.items():
        rows = model._default_manager.filter(pk=key, fence=fence, lease_until__gt=now())
        if rows.update(lease_until=now() + SPAN):
            kept.add(key)
    return kept


def let_go(model: type[Leased], held: dict[Any, int]) -> None:
    """Shorten the claims of `held` (key -> fence) that still run, to `AFTERWARDS`: a call that was cut off may be
    worked on at the other end for a moment, and nobody may look for its effect before."""
    for key, fence in held.items():
        rows = model._default_manager.filter(pk=key, fence=fence, lease_until__gt=now() + AFTERWARDS)
        rows.update(lease_until=now() + AFTERWARDS)


def still_ours(row: Leased) -> models.QuerySet[Any]:
    """The row, if our claim on it is the newest: write outcomes through this and check that one row changed."""
    return type(row)._default_manager.filter(pk=row.pk, fence=row.fence)
