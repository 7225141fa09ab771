"""One visit of a connection: everything that is due is read, page by page, and taken in.

No transaction is open during a call. The connection is claimed for the visit; what a visit writes at its end is
conditional on the claim, so two workers never read the same connection at once and a thawed one changes nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from forain.connect.contract import Connector, Exchange, ListKind, Page, Resource
from forain.connect.outcomes import Busy, BusyReason, Refused, Trouble, Unauthorised
from forain.hub.connections.budget import left
from forain.hub.connections.models import Connection, Mode, Reading
from forain.hub.exchanges.keep import keep
from forain.hub.inbox.conversations import letters_to_see
from forain.hub.kit.clock import now
from forain.hub.kit.sealed import CannotUnseal
from forain.hub.kit.threads import in_database
from forain.hub.orders.queries import stale_lines
from forain.hub.parcels import slips
from forain.hub.sync.finish import fail_visit, finish_reading, finish_visit, note_unknown
from forain.hub.sync.take_in import Report, take_page

#: A call that takes longer than this is given up.
CALL_SECONDS = 90
#: Pages of one resource in one visit; the rest waits for the next visit.
PAGE_LIMIT = 200
#: Lines asked about alone in one visit.
ASK_LIMIT = 20
#: Delivery slips fetched in one visit, and the part of the hour's calls they leave to everything else.
SLIP_LIMIT = 5
SLIP_RESERVE = 0.4
#: Calls kept back for accepting and shipping when the hour runs out.
RESERVE = 0.1


@dataclass(slots=True)
class Visit:
    """What a visit did; `trouble` when it ended early."""

    connection: Connection
    seen: int = 0
    changed: int = 0
    calls: int = 0
    trouble: Trouble | None = None
    complete: dict[str, datetime] = field(default_factory=dict)  #: fulfilment -> when all of it was read
    by_resource: dict[str, int] = field(default_factory=dict)


class _Stop(Exception):
    """The visit ends early with this trouble."""

    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble
        super().__init__(trouble)


async def visit(connection: Connection, resources: Sequence[str] = ()) -> Visit:
    """Read what is due (or the named resources, due or not) and take it in."""
    done = Visit(connection)
    try:
        await _visit(done, resources)
    except _Stop as stop:
        done.trouble = stop.trouble
    except TimeoutError:
        done.trouble = Busy(reason=BusyReason.NETWORK, words="The marketplace did not answer in time.")
    except CannotUnseal as error:
        done.trouble = Unauthorised(code="credentials", words=str(error))
    if done.trouble is None:
        await in_database(finish_visit, connection)
    else:
        await in_database(fail_visit, connection, done.trouble)
    return done


async def _visit(done: Visit, resources: Sequence[str]) -> None:
    connection = done.connection
    recorded: list[Exchange] = []
    connector = connection.room.connect(connection.account, recorded.append)
    try:
        for reading in await in_database(_due, connection, resources):
            await _read(done, connector, recorded, reading)
        await _ask_stale(done, connector, recorded)
        await _slips(done, connector, recorded)
    finally:
        await _keep(done, recorded)


def _due(connection: Connection, resources: Sequence[str]) -> list[Reading]:
    rows = Reading.objects.filter(connection=connection)
    rows = rows.filter(resource__in=resources) if resources else rows.filter(next_at__lte=now())
    known = {one.name: number for number, one in enumerate(connection.manifest.resources)}
    return sorted((row for row in rows if row.resource in known), key=lambda row: known[row.resource])


async def _read(done: Visit, connector: Connector, recorded: list[Exchange], reading: Reading) -> None:
    """All pages of one resource."""
    resource = done.connection.manifest.resource(reading.resource)
    begun, since = now(), window_start(resource, reading)
    count = 0
    cursor: str | None = None
    notes: list[str] = []
    ask: list[str] = []
    for _ in range(PAGE_LIMIT):
        page, at = await _page(done, connector, recorded, reading.resource, since, cursor)
        report = await in_database(
            take_page, done.connection, page, at, whole_list=resource.tells == "attention"
        )
        count += report.seen
        done.changed += report.changed
        notes += page.notes
        ask += report.ask
        cursor = page.cursor
        if cursor is None:
            break
    done.seen += count
    done.by_resource[reading.resource] = count
    await in_database(finish_reading, reading, resource, begun, count, notes, complete=cursor is None)
    if resource.complete_for and cursor is None:
        done.complete[resource.complete_for.value] = begun
    await _ask(done, connector, recorded, ask)


def window_start(resource: Resource, reading: Reading) -> datetime | None:
    """Where the window begins: well before the last complete visit, so that nothing falls between two."""
    if resource.kind is ListKind.SNAPSHOT:
        return None
    if reading.since is None:
        return now() - resource.first_window
    return reading.since - resource.overlap


async def _page(
    done: Visit,
    connector: Connector,
    recorded: list[Exchange],
    resource: str,
    since: datetime | None,
    cursor: str | None,
) -> tuple[Page, datetime]:
    await _afford(done)
    at = now()
    async with asyncio.timeout(CALL_SECONDS):
        result = await connector.read(resource, since, cursor)
    await _keep(done, recorded)
    if not isinstance(result, Page):
        raise _Stop(result)
    return result, at


async def _afford(done: Visit) -> None:
    """Reads stop before the hour's last calls: those belong to accepting and shipping."""
    remaining = await in_database(left, done.connection)
    if remaining <= done.connection.hourly_quota * RESERVE:
        raise _Stop(Busy(reason=BusyReason.QUOTA, words="Our own budget for this hour is used up."))


async def _keep(done: Visit, recorded: list[Exchange]) -> None:
    done.calls += len(recorded)
    await in_database(keep, done.connection, list(recorded))
    recorded.clear()


async def _ask(
    done: Visit, connector: Connector, recorded: list[Exchange], references: Sequence[str]
) -> None:
    """Ask about lines alone; only in live mode, because some marketplaces then mark messages as read."""
    if done.connection.mode != Mode.LIVE:
        return
    for reference in list(dict.fromkeys(references))[:ASK_LIMIT]:
        await _afford(done)
        at = now()
        async with asyncio.timeout(CALL_SECONDS):
            result = await connector.inspect(reference)
        await _keep(done, recorded)
        if isinstance(result, Page):
            report: Report = await in_database(take_page, done.connection, result, at)
            done.changed += report.changed
        elif not await in_database(_gone, done.connection, reference, result):
            raise _Stop(result)


def _gone(connection: Connection, reference: str, trouble: Trouble) -> bool:
    """A refusal concerns the line alone: the marketplace does not know it any more; the visit goes on."""
    if not isinstance(trouble, Refused):
        return False
    note_unknown(connection, reference, trouble)
    return True


async def _ask_stale(done: Visit, connector: Connector, recorded: list[Exchange]) -> None:
    """Letters we sent and did not see yet, and open lines that no list showed, so that an end never goes unseen."""
    letters = await in_database(letters_to_see, done.connection, ASK_LIMIT)
    references = await in_database(stale_lines, done.connection, done.complete, ASK_LIMIT)
    await _ask(done, connector, recorded, [*letters, *references])


async def _slips(done: Visit, connector: Connector, recorded: list[Exchange]) -> None:
    """Papers for the parcels that are being prepared, a few a visit; they never take the calls of anything else."""
    for order in await in_database(slips.missing, done.connection, SLIP_LIMIT):
        remaining = await in_database(left, done.connection)
        if remaining <= done.connection.hourly_quota * SLIP_RESERVE:
            return
        came = await slips.ask(connector, order.reference, slips.pieces(order))
        await _keep(done, recorded)
        await in_database(partial(slips.keep, order, came, actor="forain"))
        if isinstance(came, Unauthorised):
            raise _Stop(came)
        if isinstance(came, Busy):
            return
