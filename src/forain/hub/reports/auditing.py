"""The drift audit's talk with the marketplace: everything it shows, page by page, exchanges kept."""

from __future__ import annotations

import asyncio

from django.utils.translation import gettext_noop

from forain.connect.contract import Exchange
from forain.connect.offers import OffersPage, SellsOffers
from forain.hub.connections.models import Connection, account_of
from forain.hub.exchanges.keep import keep
from forain.hub.kit.keeper import keeping
from forain.hub.kit.lease import claim, still_ours
from forain.hub.kit.threads import in_database
from forain.hub.offers import drift
from forain.hub.offers.models import Audit

#: Longer catalogues than this end the audit rather than the marketplace's patience.
PAGES = 20_000
CALL_SECONDS = 90
#: Why an audit failed; kept in English and put into the reader's language when shown.
LATE, ENDLESS, BROKEN = (
    gettext_noop("No answer came in time."),
    gettext_noop("The marketplace shows more pages than can be read."),
    gettext_noop("Something broke here; the log of the hub says what."),
)


def audit_now(connection: Connection, *, actor: str) -> Audit:
    """Look at everything on sale, here and now. Changes nothing at the marketplace. Raises NotAllowed (`no_offers`,
    `paused`)."""
    row = drift.begin(connection, actor=actor)
    claimed = claim(drift.open_audits().filter(pk=row.pk), 1)
    if claimed:
        asyncio.run(audit(claimed[0]))
    row.refresh_from_db()
    return row


async def audit_due() -> int:
    """Work off the audits that wait, one after the other; how many."""
    done = 0
    while rows := await in_database(claim, drift.open_audits(), 1):
        await audit(rows[0])
        done += 1
    return done


async def audit(row: Audit) -> Audit:
    """A claimed audit, from its beginning to its end."""
    async with keeping([row]):
        try:
            return await _audit(await in_database(drift.start, row))
        except Exception:
            await in_database(drift.fail, row, BROKEN)
            raise


async def _audit(row: Audit) -> Audit:
    connection = await in_database(_connection, row)
    recorded: list[Exchange] = []
    account = await in_database(account_of, connection)
    connector: SellsOffers = connection.room.connect(account, recorded.append)  # type: ignore[assignment]
    cursor: str | None = None
    for _ in range(PAGES):
        try:
            async with asyncio.timeout(CALL_SECONDS):
                page = await connector.published(cursor)
        except TimeoutError:
            return await in_database(drift.fail, row, LATE)
        told, recorded[:] = list(recorded), []
        await in_database(keep, connection, told)
        if not isinstance(page, OffersPage):
            return await in_database(drift.fail, row, str(getattr(page, "words", page)))
        if not await in_database(lambda: still_ours(row).exists()):
            return row  # another worker took it over
        await in_database(drift.take_published, row, page.offers)
        cursor = page.cursor
        if cursor is None:
            return await in_database(drift.finish, row)
    return await in_database(drift.fail, row, ENDLESS)


def _connection(row: Audit) -> Connection:
    return Connection.objects.select_related("workspace").get(pk=row.connection_id)
