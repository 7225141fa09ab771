"""Asks about lines and orders one by one: what lists do not show, what wants a look, and final amounts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from forain.connect.contract import Page
from forain.connect.outcomes import Busy, BusyReason, Garbled, Refused, Trouble, Unauthorised
from forain.hub.connections.budget import Share
from forain.hub.connections.models import Connection, Mode
from forain.hub.inbox.conversations import letters_to_see
from forain.hub.kit.threads import in_database
from forain.hub.orders.money import due_money, postpone_money
from forain.hub.orders.queries import stale_lines
from forain.hub.orders.trial import MARK
from forain.hub.sync.finish import note_unknown
from forain.hub.sync.take_in import Report, take_page
from forain.hub.sync.talk import Stop, Talk

#: Lines asked about alone in one visit.
ASK_LIMIT = 20
#: Orders whose amounts are asked for in one visit; two calls each.
MONEY_LIMIT = 20


async def ask(
    talk: Talk, references: Sequence[str], share: Share = Share.ASK, limit: int = ASK_LIMIT
) -> Report:
    """Ask about lines alone; only in live mode, because some marketplaces then mark messages as read.

    The report sums what the answers brought.
    """
    told = Report()
    if talk.connection.mode != Mode.LIVE:
        return told
    for reference in list(dict.fromkeys(references))[:limit]:
        if not await talk.may("inspect", share):
            break
        await _ask_one(talk, reference, told)
    return told


async def _ask_one(talk: Talk, reference: str, told: Report) -> None:
    result, at = await talk.ask(lambda: talk.connector.inspect(reference))
    if isinstance(result, Page):
        report: Report = await in_database(take_page, talk.connection, result, at)
        talk.done.changed += report.changed
        told.add(report)
    elif not await in_database(_gone, talk.connection, reference, result):
        raise Stop(result)


def _gone(connection: Connection, reference: str, trouble: Trouble) -> bool:
    """A refusal concerns the line alone: the marketplace does not know it any more; the visit goes on."""
    if not isinstance(trouble, Refused):
        return False
    note_unknown(connection, reference, trouble)
    return True


async def ask_stale(talk: Talk) -> None:
    """Letters we sent and did not see yet, and open lines that no list showed, so that an end never goes unseen."""
    letters = await in_database(letters_to_see, talk.connection, ASK_LIMIT)
    references = await in_database(stale_lines, talk.connection, talk.done.complete, ASK_LIMIT)
    await ask(talk, [one for one in (*letters, *references) if not one.startswith(MARK)])


async def ask_money(talk: Talk) -> None:
    """Final amounts of orders whose lines were accepted; changes nothing at the marketplace, so also in observe mode."""
    if not talk.connection.manifest.tells_money:
        return
    for order in await in_database(due_money, talk.connection, MONEY_LIMIT):
        if not await talk.may("money", Share.ASK):
            return
        result, at = await talk.ask(partial(talk.connector.money, order.reference))
        if isinstance(result, Page):
            report: Report = await in_database(take_page, talk.connection, result, at)
            talk.done.changed += report.changed
        elif _only_this(result):
            await in_database(postpone_money, order)
        else:
            raise Stop(result)


def _only_this(trouble: Trouble) -> bool:
    """It says something about these amounts, nothing about the account or the marketplace."""
    if isinstance(trouble, Unauthorised):
        return trouble.code == "rights"
    if isinstance(trouble, Busy):
        return trouble.reason is BusyReason.SERVER
    return isinstance(trouble, Refused | Garbled)
