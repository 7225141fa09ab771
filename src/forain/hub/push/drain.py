"""Sends waiting commands, each once.

Before a call the command is marked *sending* and that is committed; whoever finds it so later knows that it may have
been sent, and looks it up instead of sending it again. Outcomes are written only under the claim they were got with.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from forain.connect.contract import Applied, Connector, Exchange, LookedUp
from forain.connect.outcomes import Done, SendOutcome, Trouble, Uncertain
from forain.hub.connections.lanes import Lanes
from forain.hub.exchanges.keep import keep_for
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

BATCH = 20
CALL_SECONDS = 90


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
        await in_database(keep_for, command, connection, list(recorded))


_LANES = Lanes(
    Command,
    open_=[state.value for state in OPEN],
    batch=BATCH,
    related=("connection", "connection__workspace", "paper"),
    work=_work,
)
lanes_waiting, drain = _LANES.of_connections, _LANES.drain
