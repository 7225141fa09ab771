"""Fetches delivery slips of orders that are being prepared, a few a visit; they never take the calls of anything else."""

from __future__ import annotations

from functools import partial

from forain.connect.outcomes import Busy, Unauthorised
from forain.hub.connections.budget import Share, left, services_of
from forain.hub.kit.threads import in_database
from forain.hub.parcels import slips
from forain.hub.sync.talk import Stop, Talk

#: Slips fetched in one visit.
SLIP_LIMIT = 5


async def fetch_slips(talk: Talk) -> None:
    """A refusal concerns the one order and stands with it; only an account that is refused ends the visit."""
    services = services_of(talk.connection, "slip")
    for order in await in_database(slips.missing, talk.connection, SLIP_LIMIT):
        if await in_database(left, talk.connection, Share.ASK, services) <= 0:
            return
        came = await slips.ask(talk.connector, order.reference, slips.pieces(order))
        await talk.keep()
        await in_database(partial(slips.keep, order, came, actor="forain"))
        if isinstance(came, Unauthorised):
            raise Stop(came)
        if isinstance(came, Busy):
            return
