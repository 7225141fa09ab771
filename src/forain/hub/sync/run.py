"""Claims connections that are due and visits them, many at once; and visits one at a person's wish."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import structlog
from django.db.models import Q, QuerySet

from forain.hub.connections.models import Connection, Mode
from forain.hub.kit.clock import now
from forain.hub.kit.keeper import keeping
from forain.hub.kit.lease import claim
from forain.hub.kit.threads import in_database
from forain.hub.sync.visit import Visit, visit

log = structlog.get_logger(__name__)

#: Connections visited by one job; visits of a batch run at once.
BATCH = 50


class Occupied(Exception):
    """Another worker is visiting this connection right now; try again in a few seconds."""


def due() -> QuerySet[Connection, Connection]:
    """Connections that want a visit, longest overdue first."""
    rows = Connection.objects.exclude(mode=Mode.PAUSED).filter(next_at__lte=now())
    open_ = Q(blocked_until=None) | Q(blocked_until__lte=now())
    return rows.filter(open_).order_by("next_at")


def claim_due(limit: int = BATCH) -> list[Connection]:
    return list(_with_workspace(claim(due(), limit)))


def _with_workspace(rows: Sequence[Connection]) -> QuerySet[Connection, Connection]:
    return Connection.objects.select_related("workspace").filter(pk__in=[row.pk for row in rows])


async def visit_due(limit: int = BATCH) -> list[Visit]:
    """One batch; what other workers hold is stepped over."""
    claimed = await in_database(claim_due, limit)
    if not claimed:
        return []
    async with keeping(claimed):
        return [one for one in await asyncio.gather(*map(_safely, claimed)) if one is not None]


async def _safely(connection: Connection) -> Visit | None:
    """A defect in one visit must not end the others; it is logged, and the lease runs out by itself."""
    try:
        return await visit(connection)
    except Exception:
        log.exception("visit failed", connection=str(connection.pk), marketplace=connection.marketplace_id)
        return None


async def visit_now(connection: Connection, resources: Sequence[str] = ()) -> Visit:
    """Visit one connection at once, due or not. Raises Occupied."""
    rows = await in_database(claim, Connection.objects.filter(pk=connection.pk).order_by("pk"), 1)
    if not rows:
        raise Occupied(Occupied.__doc__)
    claimed = (await in_database(lambda: list(_with_workspace(rows))))[0]
    async with keeping([claimed]):
        names = list(resources) or [one.name for one in claimed.manifest.resources]
        return await visit(claimed, names)


def sync_now(connection: Connection, resources: Sequence[str] = ()) -> Visit:
    """The same for synchronous callers (command line)."""
    return asyncio.run(visit_now(connection, resources))
