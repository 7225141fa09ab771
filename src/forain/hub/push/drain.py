"""Sends waiting commands, each once.

Before a call the command is marked *sending* and that is committed; whoever finds it so later knows that it may have
been sent, and looks it up instead of sending it again. Outcomes are written only under the claim they were got with.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Sequence

import structlog
from django.db.models import Q, QuerySet

from forain.connect.contract import Applied, Connector, Exchange, LookedUp
from forain.connect.outcomes import Done, SendOutcome, Trouble, Uncertain
from forain.hub.connections.models import Connection, Health, Mode
from forain.hub.exchanges.keep import keep
from forain.hub.kit.clock import now
from forain.hub.kit.keeper import keeping
from forain.hub.kit.lease import claim, still_ours
from forain.hub.kit.threads import in_database
from forain.hub.orders.standing import is_test
from forain.hub.outbox.models import OPEN, Command, State
from forain.hub.push.settle import (
    begin_sending,
    mark_unknown,
    settle_look_up,
    settle_sent,
    supersede,
)
from forain.hub.push.standing import overtaken
from forain.trade.commands import CommandKind

log = structlog.get_logger(__name__)

BATCH = 20
CALL_SECONDS = 90


def waiting(connection_id: uuid.UUID | None = None) -> QuerySet[Command, Command]:
    """Open commands that are due, oldest first; of one connection or of all."""
    rows = Command.objects.filter(state__in=[state.value for state in OPEN], next_at__lte=now())
    usable = Q(connection__mode=Mode.LIVE) & ~Q(connection__health=Health.STOPPED)
    open_ = Q(connection__blocked_until=None) | Q(connection__blocked_until__lte=now())
    if connection_id is not None:
        rows = rows.filter(connection_id=connection_id)
    return rows.filter(usable & open_).order_by("created_at", "id")


def lanes_waiting() -> list[uuid.UUID]:
    """Connections with commands that are due and that nobody holds."""
    free = Q(lease_until=None) | Q(lease_until__lt=now())
    return list(waiting().filter(free).order_by().values_list("connection_id", flat=True).distinct()[:500])


async def drain(connection_id: uuid.UUID) -> int:
    """Work off what waits for one connection; how many commands were worked on."""
    worked = 0
    while True:
        claimed = await in_database(_claim, connection_id)
        if not claimed:
            return worked
        async with keeping(claimed):
            await asyncio.gather(*map(_safely, claimed))
        worked += len(claimed)


def _claim(connection_id: uuid.UUID) -> list[Command]:
    """The rows are claimed without a join, so that only commands are locked; the connection is checked first."""
    if not waiting(connection_id).exists():
        return []
    open_ = Command.objects.filter(
        connection_id=connection_id, state__in=[state.value for state in OPEN], next_at__lte=now()
    )
    keys = [row.pk for row in claim(open_.order_by("created_at", "id"), BATCH)]
    rows = Command.objects.select_related("connection", "connection__workspace", "paper").filter(pk__in=keys)
    return list(rows.order_by("created_at", "id"))


async def _safely(command: Command) -> None:
    """A defect with one command must not end the others; its lease runs out and it is looked up."""
    try:
        await _work(command)
    except Exception:
        log.exception("command failed", command=str(command.pk), kind=command.kind)


async def _work(command: Command) -> None:
    if await in_database(is_test, command):
        await in_database(
            settle_sent, command, Done(words="Test order: nothing was sent to the marketplace.")
        )
        return
    orphan = command.state == State.SENDING  # its worker died: it may have been sent
    if orphan and not await in_database(
        mark_unknown, command, "The worker that sent this ended without an answer."
    ):
        return
    if command.state == State.UNKNOWN:
        await _look_up(command)
    else:
        await _send(command)


async def _send(command: Command) -> None:
    code = await in_database(overtaken, command)
    if code:
        await in_database(supersede, command, code)
        return
    if not await in_database(begin_sending, command):
        return
    outcome = await _call(command, lambda connector: connector.send(command.intention), _lost())
    await in_database(settle_sent, command, outcome)


async def _look_up(command: Command) -> None:
    capability = command.connection.manifest.capability(CommandKind(command.kind))
    if capability is not None and not capability.can_look_up:
        blind = LookedUp(applied=Applied.CANNOT_TELL, words=command.outcome_words)
        await in_database(settle_look_up, command, blind)
        return
    lost: LookedUp | Trouble | Uncertain = _lost()
    found = await _call(command, lambda connector: connector.look_up(command.intention), lost)
    await in_database(settle_look_up, command, found)


def _lost() -> Uncertain:
    return Uncertain(words="No answer came in time.")


async def _call(
    command: Command,
    ask: Callable[[Connector], Awaitable[SendOutcome | LookedUp | Trouble]],
    on_time_out: SendOutcome | LookedUp | Trouble,
) -> SendOutcome | LookedUp | Trouble:
    """One call with its exchanges kept, whatever comes of it."""
    recorded: list[Exchange] = []
    connection = command.connection
    try:
        async with asyncio.timeout(CALL_SECONDS):
            connector = connection.room.connect(connection.account, recorded.append)
            return await ask(connector)
    except TimeoutError:
        return on_time_out
    finally:
        await in_database(_remember, command, connection, list(recorded))


def _remember(command: Command, connection: Connection, recorded: Sequence[Exchange]) -> None:
    keep(connection, recorded)
    command.exchange_ids = [*command.exchange_ids, *(one.id for one in recorded)]
    still_ours(command).update(exchange_ids=command.exchange_ids)
