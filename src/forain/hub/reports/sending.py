"""Sends waiting pushes, each once, and follows what becomes of them.

Before a call the push is marked *sending* and that is committed; whoever finds it so later knows that it may have
been sent, and looks at what is on sale instead of sending it again. Outcomes are written only under the claim they
were got with.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import structlog
from django.db.models import Q, QuerySet

from forain.connect.contract import Exchange
from forain.connect.offers import PushOutcome, SellsOffers
from forain.connect.outcomes import Uncertain
from forain.hub.connections.models import Connection, Health, Mode
from forain.hub.exchanges.keep import keep
from forain.hub.kit.clock import now
from forain.hub.kit.keeper import keeping
from forain.hub.kit.lease import claim, still_ours
from forain.hub.kit.threads import in_database
from forain.hub.offers.models import Push, PushState
from forain.hub.reports import looking, outcomes
from forain.hub.reports.batch import batch_of, order_in_families
from forain.hub.reports.following import follow
from forain.hub.reports.forms import complete
from forain.hub.reports.pace import wait_until
from forain.hub.reports.talk import Talk

log = structlog.get_logger(__name__)

#: Files take longer than other calls: a large one is written first.
CALL_SECONDS: Final = 600
#: Pushes of one connection that are worked on at the same time.
BATCH: Final = 4
WORKING: Final = (PushState.QUEUED, PushState.SENDING, PushState.UNKNOWN, PushState.PROCESSING)


def waiting(connection_id: uuid.UUID | None = None) -> QuerySet[Push, Push]:
    """Pushes that are due, oldest first; of one connection or of all."""
    rows = Push.objects.filter(state__in=[one.value for one in WORKING], next_at__lte=now())
    usable = Q(connection__mode=Mode.LIVE) & ~Q(connection__health=Health.STOPPED)
    open_ = Q(connection__blocked_until=None) | Q(connection__blocked_until__lte=now())
    if connection_id is not None:
        rows = rows.filter(connection_id=connection_id)
    return rows.filter(usable & open_).order_by("created_at", "id")


def lanes_waiting() -> list[uuid.UUID]:
    """Connections with pushes that are due and that nobody holds."""
    free = Q(lease_until=None) | Q(lease_until__lt=now())
    return list(waiting().filter(free).order_by().values_list("connection_id", flat=True).distinct()[:500])


async def drain(connection_id: uuid.UUID) -> int:
    """Work off what is due for one connection; how many pushes were worked on."""
    worked = 0
    while True:
        claimed = await in_database(_claim, connection_id)
        if not claimed:
            return worked
        async with keeping(claimed):
            await asyncio.gather(*map(_safely, claimed))
        worked += len(claimed)


def _claim(connection_id: uuid.UUID) -> list[Push]:
    """The rows are claimed without a join, so that only pushes are locked; the connection is checked first."""
    if not waiting(connection_id).exists():
        return []
    due = Push.objects.filter(
        connection_id=connection_id, state__in=[one.value for one in WORKING], next_at__lte=now()
    )
    keys = [row.pk for row in claim(due.order_by("created_at", "id"), BATCH)]
    rows = Push.objects.select_related("connection", "connection__workspace").filter(pk__in=keys)
    return list(rows.order_by("created_at", "id"))


async def _safely(push: Push) -> None:
    """A defect with one push must not end the others; its lease runs out and it is looked at again."""
    try:
        await _work(push)
    except Exception:
        log.exception("push failed", push=str(push.pk), service=push.service)


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
        await in_database(_remember, push, connection, list(recorded))


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


def _remember(push: Push, connection: Connection, recorded: Sequence[Exchange]) -> None:
    keep(connection, recorded)
    push.exchange_ids = [*push.exchange_ids, *(one.id for one in recorded)]
    still_ours(push).update(exchange_ids=push.exchange_ids)
