"""Whether a push whose answer was lost arrived: what is on sale is read and compared with what was sent.

What shows the price and quantity sent is confirmed; the rest differs again and goes out with the next plan, as it is
wanted then: an old stock is never sent a second time.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from forain.connect.offers import OffersPage, PublishedOffer
from forain.connect.outcomes import Busy, Trouble, Unauthorised
from forain.hub.journal.unit import unit
from forain.hub.kit.clock import now
from forain.hub.kit.threads import in_database
from forain.hub.offers.models import ChangeKind, Push
from forain.hub.reports import lines, outcomes
from forain.hub.reports.lines import Row
from forain.hub.reports.talk import Talk
from forain.hub.reports.told import Verdict
from forain.trade.offer import STOCK_FIELDS

#: Times what is on sale is read in vain before a person is asked.
LIMIT: Final = 5
PAUSE: Final = timedelta(minutes=5)


async def look_up(push: Push, talk: Talk) -> None:
    """Page by page; a look that broke off begins again later, what it confirmed stays confirmed."""
    cursor: str | None = None
    while True:
        page = await talk.connector.published(cursor)
        await talk.keep()
        if not isinstance(page, OffersPage):
            await in_database(_cannot, push, page)
            return
        await in_database(_confirm, push, page.offers)
        cursor = page.cursor
        if cursor is None:
            break
    await in_database(_decide, push)


def _confirm(push: Push, offers: tuple[PublishedOffer, ...]) -> None:
    shown = {one.sku: one for one in offers}
    rows = lines.open_lines(push, shown)
    found = [Verdict(row.sku, True, shown[row.sku].reference) for row in rows if _agrees(row, shown[row.sku])]
    with unit(push.workspace_id, "forain"):
        outcomes.tally(push, lines.settle(push, found))
        outcomes.write(push, counts=push.counts)


def _agrees(row: Row, shown: PublishedOffer) -> bool:
    """Whether what is shown proves the line. A change of words alone cannot be seen: it is sent again, which harms
    nothing."""
    if row.kind == ChangeKind.END:
        return shown.quantity == 0
    if row.kind == ChangeKind.UPDATE and not set(row.fields) <= STOCK_FIELDS:
        return False
    same_price = shown.price is None or shown.price.minor == row.price_minor
    return same_price and shown.quantity == row.quantity


def _decide(push: Push) -> None:
    """Everything on sale was read: what is not confirmed did not arrive, or what ended is gone."""
    rules = push.connection.manifest.offers
    hidden = rules is not None and not rules.shows_empty
    with unit(push.workspace_id, "forain") as work:
        if hidden:
            gone = [row for row in lines.open_lines(push) if row.kind == ChangeKind.END or row.quantity == 0]
            plain = [row for row in gone if row.kind != ChangeKind.NEW]
            outcomes.tally(push, lines.settle(push, [Verdict(row.sku, True) for row in plain]))
        if outcomes.write(push, counts=push.counts):
            outcomes.finish(work, push, names_bad_only=False)


def _cannot(push: Push, trouble: Trouble) -> None:
    push.lookups += 1
    if isinstance(trouble, Unauthorised) and trouble.code != "rights":
        with unit(push.workspace_id, "forain") as work:
            until = outcomes.trouble_of(work, push, trouble)
            outcomes.write(push, lookups=push.lookups, next_at=until, lease_until=None)
        return
    if isinstance(trouble, Unauthorised) or push.lookups >= LIMIT:
        outcomes.write(push, lookups=push.lookups)
        outcomes.needs_person(push, "cannot_look_up", trouble.words)
        return
    wait = trouble.retry_after if isinstance(trouble, Busy) and trouble.retry_after else PAUSE
    outcomes.write(push, lookups=push.lookups, next_at=now() + wait, lease_until=None)
