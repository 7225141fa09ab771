"""One visit of a connection: everything that is due is read, page by page, and taken in.

No transaction is open during a call. The connection is claimed for the visit; what a visit writes at its end is
conditional on the claim, so two workers never read the same connection at once and a thawed one changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from forain.connect.contract import Exchange, ListKind, Page, Resource
from forain.connect.outcomes import Busy, BusyReason, Unauthorised
from forain.hub.connections.budget import Share
from forain.hub.connections.models import Connection, Reading
from forain.hub.kit.clock import now
from forain.hub.kit.sealed import CannotUnseal
from forain.hub.kit.stopping import stopping
from forain.hub.kit.threads import in_database
from forain.hub.sync import scan
from forain.hub.sync.asking import ask, ask_money, ask_stale
from forain.hub.sync.finish import fail_visit, finish_reading, finish_visit, postpone_reading
from forain.hub.sync.papers import fetch_slips
from forain.hub.sync.take_in import Report, take_page
from forain.hub.sync.talk import Stop, Talk, Visit

__all__ = ["Visit", "visit", "window_start"]

#: Pages of one resource in one visit; the rest waits for the next visit.
PAGE_LIMIT = 200


async def visit(connection: Connection, resources: Sequence[str] = ()) -> Visit:
    """Read what is due (or the named resources, due or not) and take it in."""
    done = Visit(connection)
    try:
        await _visit(done, resources)
    except Stop as stop:
        done.trouble = stop.trouble
    except TimeoutError:
        done.trouble = Busy(reason=BusyReason.NETWORK, words="The marketplace did not answer in time.")
    except CannotUnseal as error:
        done.trouble = Unauthorised(code="credentials", words=str(error))
    if done.trouble is None:
        await in_database(finish_visit, done)
    else:
        await in_database(fail_visit, connection, done.trouble)
    return done


async def _visit(done: Visit, resources: Sequence[str]) -> None:
    connection = done.connection
    recorded: list[Exchange] = []
    connector = connection.room.connect(connection.account, recorded.append)
    talk = Talk(done, connector, recorded)
    try:
        for reading in await in_database(_due, connection, resources):
            await _read(talk, reading)
        await ask_stale(talk)
        await ask_money(talk)
        await scan.go_on(talk)
        await fetch_slips(talk)
    finally:
        await talk.keep()


def _due(connection: Connection, resources: Sequence[str]) -> list[Reading]:
    rows = Reading.objects.filter(connection=connection)
    rows = rows.filter(resource__in=resources) if resources else rows.filter(next_at__lte=now())
    known = {one.name: number for number, one in enumerate(connection.manifest.resources)}
    for row in rows:
        row.connection = connection
    return sorted((row for row in rows if row.resource in known), key=lambda row: known[row.resource])


async def _read(talk: Talk, reading: Reading) -> None:
    """All pages of one resource, as far as our own budget goes: the rest waits for the next hour."""
    done, resource = talk.done, talk.connection.manifest.resource(reading.resource)
    begun, since = now(), window_start(resource, reading)
    total, notes, cursor = Report(), list[str](), None
    for _ in range(PAGE_LIMIT):
        if not await talk.may(reading.resource, Share.READ):
            await in_database(postpone_reading, reading)
            return
        page, at = await read_page(talk, reading.resource, since, cursor)
        whole = resource.tells == "attention"
        total.add(await in_database(take_page, talk.connection, page, at, whole_list=whole))
        notes += page.notes
        cursor = page.cursor
        if cursor is None or stopping():  # the rest waits for another worker
            break
    done.seen += total.seen
    done.changed += total.changed
    done.by_resource[reading.resource] = total.seen
    await in_database(finish_reading, reading, resource, begun, total.seen, notes, complete=cursor is None)
    if resource.complete_for and cursor is None:
        done.complete[resource.complete_for.value] = begun
    await ask(talk, total.ask)


def window_start(resource: Resource, reading: Reading) -> datetime | None:
    """Where the window begins: well before the last complete visit, so that nothing falls between two."""
    if resource.kind is ListKind.SNAPSHOT:
        return None
    if reading.since is None:
        return now() - resource.first_window
    return reading.since - resource.overlap


async def read_page(
    talk: Talk, resource: str, since: datetime | None, cursor: str | None
) -> tuple[Page, datetime]:
    """One page, and when its call began. Raises Stop."""
    result, at = await talk.ask(lambda: talk.connector.read(resource, since, cursor))
    if not isinstance(result, Page):
        raise Stop(result)
    return result, at
