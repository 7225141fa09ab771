"""A few pages of a deep scan or backfill with each visit: resumable after every page, never at the cost of normal reading."""

from __future__ import annotations

from forain.connect.contract import DeepScan, Page
from forain.connect.outcomes import Refused
from forain.hub.connections.budget import Share, next_hour
from forain.hub.connections.models import Connection, Mode
from forain.hub.connections.scans import (
    Scan,
    ScanKind,
    ScanState,
    begin_again,
    finish,
    keep_page,
    next_scan,
    rest,
)
from forain.hub.kit.threads import in_database
from forain.hub.orders.queries import unseen_since
from forain.hub.sync.asking import ask
from forain.hub.sync.take_in import take_page
from forain.hub.sync.talk import Stop, Talk


async def go_on(talk: Talk) -> None:
    """One batch of the scan that is due, if any."""
    scan = await in_database(next_scan, talk.connection)
    if scan is None:
        return
    deep = talk.connection.manifest.deep or DeepScan()
    for _ in range(deep.pages):
        if not scan.left:
            break
        if not await talk.may(scan.left[0], Share.DEEP):
            await in_database(rest, scan, next_hour())
            return
        if not await _page(talk, scan):
            return
    if not scan.left and await _all_asked(talk, scan, deep):
        await in_database(finish, scan)
    else:
        await in_database(rest, scan)


async def _page(talk: Talk, scan: Scan) -> bool:
    """Read one page and keep how far it is; False when the scan ended or waits."""
    resource, cursor = scan.left[0], scan.cursor
    result, at = await talk.ask(lambda: talk.connector.read(resource, scan.since, cursor))
    if isinstance(result, Page):
        told = await in_database(take_page, talk.connection, result, at)
        talk.done.changed += told.changed
        await in_database(
            keep_page, scan, result.cursor, seen=told.seen, missed=told.created, changed=told.moved
        )
        return True
    if isinstance(result, Refused) and cursor is not None:
        if not await in_database(begin_again, scan, result.words):
            await in_database(finish, scan, ScanState.STOPPED)
        return False
    raise Stop(result)


async def _all_asked(talk: Talk, scan: Scan, deep: DeepScan) -> bool:
    """A deep scan asks about every open order that no list showed meanwhile; a backfill, and observing, do not."""
    if scan.kind != ScanKind.DEEP or talk.connection.mode != Mode.LIVE:
        return True
    references = await in_database(_unseen, talk.connection, scan, deep.asks)
    if not references:
        return True
    told = await ask(talk, references, Share.DEEP, deep.asks)
    await in_database(
        keep_page,
        scan,
        scan.cursor,
        seen=told.seen,
        missed=told.created,
        changed=told.moved,
        asked=len(references),
    )
    return False


def _unseen(connection: Connection, scan: Scan, limit: int) -> list[str]:
    return unseen_since(connection, scan.started_at, limit)
