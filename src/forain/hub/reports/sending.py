"""Sends waiting pushes, each once, and follows what becomes of them.

Before a call the push is marked *sending* and that is committed; whoever finds it so later knows that it may have
been sent, and looks at what is on sale instead of sending it again. Outcomes are written only under the claim they
were got with.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from forain.connect.contract import Exchange
from forain.connect.offers import PushOutcome, SellsOffers
from forain.connect.outcomes import Uncertain
from forain.hub.connections.lanes import Lanes
from forain.hub.exchanges.keep import keep, keep_for
from forain.hub.kit.threads import in_database
from forain.hub.offers.models import Push, PushState
from forain.hub.reports import looking, outcomes
from forain.hub.reports.batch import batch_of, order_in_families
from forain.hub.reports.checking import refuse_bad
from forain.hub.reports.following import follow
from forain.hub.reports.forms import complete
from forain.hub.reports.pace import wait_until
from forain.hub.reports.talk import Talk

#: Files take longer than other calls: a large one is written first.
CALL_SECONDS: Final = 600
#: Pushes of one connection that are worked on at the same time.
BATCH: Final = 4
WORKING: Final = (PushState.QUEUED, PushState.SENDING, PushState.UNKNOWN, PushState.PROCESSING)


async def _work(push: Push) -> None:
    orphan = push.state == PushState.SENDING  # its worker died: it may have been sent
    if orphan:
        await in_database(outcomes.lost, push, "The worker that sent this ended without an answer.")
    elif push.state == PushState.UNKNOWN:
        await _with(push, looking.look_up)
    elif push.state == PushState.PROCESSING:
        await _with(push, follow)
    else:
        await _send(push)


async def _send(push: Push) -> None:
    rules = push.connection.manifest.offers
    if rules is None:
        await in_database(outcomes.impossible, push)
        return
    until = await in_database(wait_until, push, rules)
    if until is not None:
        await in_database(outcomes.put_off, push, until)
        return
    await complete(push)
    if not await in_database(refuse_bad, push):
        return
    families = await in_database(order_in_families, push, rules) if rules.families else {}
    if not await in_database(outcomes.begin, push, families):
        return
    batch = batch_of(push, rules)
    outcome: PushOutcome = await _called(
        push, lambda connector: connector.push(batch), Uncertain(words="No answer came in time.")
    )
    await in_database(outcomes.settle, push, outcome)


async def _called(
    push: Push, ask: Callable[[SellsOffers], Awaitable[PushOutcome]], late: PushOutcome
) -> PushOutcome:
    """One call with its exchanges kept, whatever comes of it."""
    recorded: list[Exchange] = []
    connection = push.connection
    try:
        async with asyncio.timeout(CALL_SECONDS):
            connector: SellsOffers = connection.room.connect(connection.account, recorded.append)  # type: ignore[assignment]
            return await ask(connector)
    except TimeoutError:
        return late
    finally:
        await in_database(keep_for, push, connection, list(recorded))


async def _with(push: Push, work: Callable[[Push, Talk], Awaitable[None]]) -> None:
    """Reading: exchanges are kept page by page."""
    recorded: list[Exchange] = []
    connector: SellsOffers = push.connection.room.connect(push.connection.account, recorded.append)  # type: ignore[assignment]

    async def kept() -> None:
        told, recorded[:] = list(recorded), []
        await in_database(keep, push.connection, told)

    try:
        await work(push, Talk(connector, kept))
    finally:
        await kept()


_LANES = Lanes(
    Push,
    open_=[state.value for state in WORKING],
    batch=BATCH,
    related=("connection", "connection__workspace"),
    work=_work,
)
lanes_waiting, drain = _LANES.of_connections, _LANES.drain
