"""Did a command whose answer was lost take effect? Read back, changing as little as can be.

The lists are asked first: getiteminfos would tell at once, but it marks the item's messages as read, and a message
that Rakuten no longer calls unread may be overlooked. It is the last resort: for items that are on no list
(refused, closed) and for mails, which nothing else shows.

`Command.details` may narrow the search: `placed_at` (ISO, when the order was placed) for the sales in progress,
`queued_at` (ISO) so that an older mail of the same words is not taken for this one.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime, timedelta

from forain.connect.contract import Applied, LookedUp
from forain.marketplaces.rakuten_fr import mapping
from forain.marketplaces.rakuten_fr.client import AsyncRakutenFrClient
from forain.marketplaces.rakuten_fr.messages import SoldItem
from forain.marketplaces.rakuten_fr.sending import item_of
from forain.trade.commands import Command, CommandKind
from forain.trade.conversation import Author, LineDetail, Message
from forain.trade.lifecycle import Fulfilment
from forain.wire.values import PARIS

_ACCEPTED = frozenset({Fulfilment.TO_SHIP, Fulfilment.SHIPPED, Fulfilment.AWAITING_STOCK, Fulfilment.CLOSED})


async def look_up(client: AsyncRakutenFrClient, login: str, command: Command) -> LookedUp:
    """What the marketplace shows of the command's effect; raises what the client raises."""
    finder = _FINDERS.get(command.kind)
    if finder is None or len(command.line_references) != 1:
        return LookedUp(applied=Applied.CANNOT_TELL, words="This kind of command cannot be read back.")
    return await finder(client, login, item_of(command), command)


# -- one finder for each kind -------------------------------------------------------------------------------


async def _accepted(client: AsyncRakutenFrClient, login: str, item: str, command: Command) -> LookedUp:
    if await _is_waiting(client, item):
        return _no("The item still waits for an answer.")
    found = await _listed(client, item, command)
    state = mapping.fulfilment(found.item_status, found.shipped) if found else None
    if state is None:
        state = (await _detail(client, login, item)).fulfilment
    return _yes(state) if state in _ACCEPTED else _no(f"The item is {state}.")


async def _refused(client: AsyncRakutenFrClient, login: str, item: str, command: Command) -> LookedUp:
    if await _is_waiting(client, item):
        return _no("The item still waits for an answer.")
    found = await _listed(client, item, command)
    if found:
        return _no(f"The item is {found.item_status}.")
    state = (await _detail(client, login, item)).fulfilment  # refused items are on no list
    return _yes(state) if state is Fulfilment.REFUSED else _no(f"The item is {state}.")


async def _shipped(client: AsyncRakutenFrClient, login: str, item: str, command: Command) -> LookedUp:
    found = await _listed(client, item, command)
    shipped = found.shipped if found else None
    if shipped is None:
        shipped = (await _detail(client, login, item)).shipped
    if shipped is None:
        return LookedUp(applied=Applied.CANNOT_TELL, words="Rakuten does not tell whether it was shipped.")
    return _yes(Fulfilment.SHIPPED) if shipped else _no("The item has no shipping notice.")


async def _mailed(client: AsyncRakutenFrClient, login: str, item: str, command: Command) -> LookedUp:
    detail = await _detail(client, login, item)
    wanted, since = _bare(command.details.get("text", "")), _moment(command.details.get("queued_at"))
    if any(_is_it(one, wanted, since) for one in detail.messages):
        return LookedUp(applied=Applied.YES, words="The mail is in the item's conversation.")
    return _no("The mail is not in the item's conversation.")


_FINDERS: Mapping[CommandKind, Callable[[AsyncRakutenFrClient, str, str, Command], Awaitable[LookedUp]]] = {
    CommandKind.ACCEPT: _accepted,
    CommandKind.REFUSE: _refused,
    CommandKind.SHIP: _shipped,
    CommandKind.MESSAGE_MARKETPLACE: _mailed,
}


# -- where it is looked for ---------------------------------------------------------------------------------


async def _is_waiting(client: AsyncRakutenFrClient, item: str) -> bool:
    sales = (await client.getnewsales()).sales
    return any(one.item_id == item for sale in sales for one in sale.items)


async def _listed(client: AsyncRakutenFrClient, item: str, command: Command) -> SoldItem | None:
    """The item among the sales in progress, then among the pre-orders."""
    day = _day(command)
    for preorders in (False, True):
        async for sale in client.iter_currentsales(purchase_date=day, pending_preorders=preorders):
            for one in sale.items:
                if one.item_id == item:
                    return one
    return None


async def _detail(client: AsyncRakutenFrClient, login: str, item: str) -> LineDetail:
    return mapping.line_detail(await client.getiteminfos(item), login)


def _day(command: Command) -> date | None:
    placed = _moment(command.details.get("placed_at"))
    return placed.astimezone(PARIS).date() if placed else None


def _moment(text: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return found if found and found.tzinfo else None


def _is_it(message: Message, wanted: str, since: datetime | None) -> bool:
    """Our mail: the same words, and not older than the command (the wire tells minutes only)."""
    is_old = since is not None and message.sent_at < since - timedelta(minutes=1)
    return message.author is Author.SELLER and not is_old and _bare(message.text) == wanted


def _bare(text: str) -> str:
    return " ".join(text.split())


def _yes(state: Fulfilment) -> LookedUp:
    return LookedUp(applied=Applied.YES, words=f"The item is {state}.")


def _no(words: str) -> LookedUp:
    return LookedUp(applied=Applied.NO, words=words)
