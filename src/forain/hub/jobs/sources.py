"""Looks at the sources of offers whose turn it is: folders read in a database thread, addresses fetched in the open, so
that a slow one keeps nobody waiting. A claim is renewed while its file comes."""

from __future__ import annotations

from tempfile import TemporaryFile

import structlog

from forain.hub.journal.unit import unit
from forain.hub.kit.keeper import keeping
from forain.hub.kit.lease import still_ours
from forain.hub.kit.threads import in_database
from forain.hub.offers import followers, gathering
from forain.hub.offers.gathering import NotFetched, Trouble
from forain.hub.offers.models import OfferSource, SourceKind
from forain.hub.offers.reading.unpack import LARGEST
from forain.hub.webhooks.fetching import fetch

log = structlog.get_logger(__name__)


async def look_at_due() -> int:
    """One look at each source that is due, one after the other; how many."""
    looked = 0
    while rows := await in_database(gathering.due, 1):
        await look_at(rows[0])
        looked += 1
    return looked


async def look_at(row: OfferSource) -> Trouble | None:
    """A claimed source; what is wrong, if anything."""
    async with keeping([row]):
        try:
            folder = row.kind == SourceKind.FOLDER
            trouble = await (in_database(gathering.look_at_folder, row) if folder else _address(row))
        except NotFetched as error:
            trouble = Trouble(error.code, error.words)
    if trouble is not None:
        log.warning("offers.source", source=str(row.pk), code=trouble.code)
    await in_database(_settle, row, trouble)
    return trouble


async def _address(row: OfferSource) -> Trouble | None:
    order = await in_database(gathering.order_of, row)
    with TemporaryFile() as file:
        found = await fetch(order, file, LARGEST)
        if not found.changed:
            return await in_database(gathering.told_before, row)
        file.seek(0)
        if not await in_database(lambda: still_ours(row).exists()):
            return None  # changed or removed meanwhile: what came is not what is wanted now
        trouble = await in_database(gathering.take, row, file, row.name)
        row.marks = dict(found.marks)
        return trouble


def _settle(row: OfferSource, trouble: Trouble | None) -> None:
    """A connection that breaks once is nobody's business; a bad file, or two failures in a row, are."""
    lasting = trouble is not None and (row.trouble_code != "" or trouble.code not in gathering.SENTENCES)
    stopped = trouble is not None and trouble.code == "file_shrank"  # has a to-do of its own
    if not gathering.settle(row, trouble):
        return
    if trouble is None or (lasting and not stopped):
        with unit(row.workspace_id, f"source:{row.name}") as work:
            followers.tell_source(work, row, trouble.words if trouble else None)
