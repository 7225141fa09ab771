"""The drift audit's talk with the marketplace: everything it shows, page by page, exchanges kept."""

from __future__ import annotations

import asyncio

from forain.connect.contract import Exchange
from forain.connect.offers import OffersPage, SellsOffers
from forain.hub.connections.models import Connection, Mode, account_of
from forain.hub.exchanges.keep import keep
from forain.hub.kit.refusal import NotAllowed
from forain.hub.kit.threads import in_database
from forain.hub.offers import drift
from forain.hub.offers.models import Audit

#: Longer catalogues than this end the audit rather than the marketplace's patience.
PAGES = 20_000
CALL_SECONDS = 90


def audit_now(connection: Connection, *, actor: str) -> Audit:
    """Look at everything on sale. Changes nothing at the marketplace. Raises NotAllowed (`no_offers`, `paused`)."""
    if connection.manifest.offers is None:
        raise NotAllowed("no_offers", "This marketplace takes no offers from Forain.")
    if connection.mode == Mode.PAUSED:
        raise NotAllowed("paused", "This connection is paused. Resume it first.")
    return asyncio.run(_audit(connection, actor))


async def _audit(connection: Connection, actor: str) -> Audit:
    audit = await in_database(lambda: drift.begin(connection, actor=actor))
    recorded: list[Exchange] = []
    account = await in_database(account_of, connection)
    connector: SellsOffers = connection.room.connect(account, recorded.append)  # type: ignore[assignment]
    cursor: str | None = None
    for _ in range(PAGES):
        try:
            async with asyncio.timeout(CALL_SECONDS):
                page = await connector.published(cursor)
        except TimeoutError:
            return await in_database(drift.fail, audit, "No answer came in time.")
        told, recorded[:] = list(recorded), []
        await in_database(keep, connection, told)
        if not isinstance(page, OffersPage):
            return await in_database(drift.fail, audit, str(getattr(page, "words", page)))
        await in_database(drift.take_published, audit, page.offers)
        cursor = page.cursor
        if cursor is None:
            return await in_database(drift.finish, audit)
    return await in_database(drift.fail, audit, "too many pages")
