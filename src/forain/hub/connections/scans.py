"""Reads in depth kept as facts: a nightly deep scan, or a backfill somebody asked for. They survive any crash."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from forain.connect.contract import DeepScan, ListKind
from forain.hub.connections.models import Connection, Mode, Scan, ScanKind, ScanState
from forain.hub.journal.unit import unit
from forain.hub.kit.clock import now
from forain.hub.kit.refusal import NotAllowed
from forain.hub.workspaces.audit import note
from forain.trade.events import EventKind

__all__ = ["Scan", "ScanKind", "ScanState", "backfill", "deep_scan", "next_scan", "stop"]

#: Between two batches, so that normal reading never waits.
PAUSE = timedelta(seconds=20)
#: How many references of what was missed are kept; the counts say all.
KEPT = 200
#: A list that cannot be followed to its end is begun again so often.
RESTARTS = 3
#: Connections do not all begin at the same minute of the night.
SPREAD_MINUTES = 180


def backfill(connection: Connection, since: datetime, *, actor: str) -> Scan:
    """Read everything placed since then, beside normal reading. One that runs already is given back.

    Raises NotAllowed (`since_in_future`).
    """
    if since > now():
        raise NotAllowed("since_in_future", _("Choose a day in the past."))
    return _begin(connection, ScanKind.BACKFILL, since, actor)


def deep_scan(connection: Connection, *, actor: str) -> Scan:
    """Look at everything now instead of tonight."""
    deep = connection.manifest.deep or DeepScan()
    return _begin(connection, ScanKind.DEEP, now() - deep.window, actor)


def stop(scan: Scan, *, actor: str) -> Scan:
    """What it brought stays; another one begins anew."""
    with unit(scan.connection.workspace_id, actor):
        rows = Scan.objects.filter(pk=scan.pk, state=ScanState.RUNNING)
        if rows.update(state=ScanState.STOPPED, finished_at=now(), words=actor):
            note(
                scan.connection.workspace_id,
                actor,
                "connection.scan_stopped",
                scan.connection.name,
                scan=scan.kind,
            )
    scan.refresh_from_db()
    return scan


def _begin(connection: Connection, kind: ScanKind, since: datetime, actor: str) -> Scan:
    resources = [one.name for one in connection.manifest.resources if one.kind is ListKind.WINDOW]
    try:
        with transaction.atomic():
            row = Scan.objects.create(
                connection=connection, kind=kind, since=since, left=resources, created_by=actor
            )
            note(
                connection.workspace_id,
                actor,
                f"connection.{kind.value}",
                connection.name,
                since=since.isoformat(),
            )
    except IntegrityError:
        row = Scan.objects.get(connection=connection, kind=kind, state=ScanState.RUNNING)
    Connection.objects.filter(pk=connection.pk, next_at__gt=now()).update(next_at=now())
    return row


def next_scan(connection: Connection) -> Scan | None:
    """The scan to go on with now; tonight's is begun when it is due."""
    _begin_nightly(connection)
    rows = Scan.objects.filter(connection=connection, state=ScanState.RUNNING, next_at__lte=now())
    return rows.order_by("-kind", "started_at").first()


def _begin_nightly(connection: Connection) -> None:
    deep = connection.manifest.deep
    if deep is None or connection.mode == Mode.PAUSED or connection.options.get("deep") == "off":
        return
    tonight = begins_at(connection, deep)
    if not connection.created_at < tonight <= now():
        return
    if not Scan.objects.filter(connection=connection, kind=ScanKind.DEEP, started_at__gte=tonight).exists():
        _begin(connection, ScanKind.DEEP, now() - deep.window, "forain")


def begins_at(connection: Connection, deep: DeepScan) -> datetime:
    """Today's deep scan, in the marketplace's own night, a little later for each connection."""
    local = now().astimezone(ZoneInfo(connection.manifest.time_zone))
    minutes = uuid.UUID(str(connection.pk)).int % SPREAD_MINUTES
    begin = local.replace(hour=deep.hour, minute=0, second=0, microsecond=0)
    return begin + timedelta(minutes=minutes)


def keep_page(
    scan: Scan, cursor: str | None, *, seen: int, missed: list[str], changed: list[str], asked: int = 0
) -> None:
    """After every page: a worker that dies loses at most one, and a page read twice changes nothing."""
    scan.seen += seen
    scan.pages += 0 if asked else 1
    scan.asked += asked
    scan.missed_count += len(missed)
    scan.changed_count += len(changed)
    scan.missed = [*scan.missed, *missed][:KEPT]
    scan.changed = [*scan.changed, *changed][:KEPT]
    if not asked:
        scan.cursor = cursor
        scan.left = scan.left if cursor else scan.left[1:]
    _write(scan)


def rest(scan: Scan, until: datetime | None = None) -> None:
    scan.next_at = until or now() + PAUSE
    _write(scan)


def begin_again(scan: Scan, words: str) -> bool:
    """The list could not be followed from its cursor (it lives an hour at Rakuten); False after too many tries."""
    scan.cursor, scan.restarts, scan.words = None, scan.restarts + 1, words
    _write(scan)
    return scan.restarts <= RESTARTS


def finish(scan: Scan, state: ScanState = ScanState.DONE) -> None:
    with unit(scan.connection.workspace_id, "forain") as work:
        scan.state, scan.finished_at = state, now()
        _write(scan)
        work.event(
            EventKind.CONNECTION_SCANNED,
            "connection",
            scan.connection_id,
            connection_id=scan.connection_id,
            scan=scan.kind,
            state=state.value,
            seen=scan.seen,
            missed=scan.missed_count,
            changed=scan.changed_count,
        )


_FIELDS = (
    "state", "left", "cursor", "restarts", "pages", "seen", "asked", "missed_count", "changed_count", "missed",
    "changed", "words", "next_at", "finished_at",
)  # fmt: skip


def _write(scan: Scan) -> None:
    """Only while it runs: somebody may have stopped it."""
    values: dict[str, Any] = {name: getattr(scan, name) for name in _FIELDS}
    Scan.objects.filter(pk=scan.pk, state=ScanState.RUNNING).update(**values)
