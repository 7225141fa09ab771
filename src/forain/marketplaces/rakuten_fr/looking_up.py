"""Did a command whose answer was lost take effect? Read back, changing as little as can be.

The lists are asked first: getiteminfos would tell at once, but it marks the item's messages as read, and a message
that Rakuten no longer calls unread may be overlooked. It is the last resort: for items that are on no list
(refused, closed) and for letters, which nothing else shows.

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
from forain.trade.commands import HIDDEN_BY, Command, CommandKind
from forain.trade.conversation import Author, LineDetail, Message
from forain.trade.lifecycle import Fulfilment
from forain.trade.writing import same_words
from forain.wire.values import PARIS

_ACCEPTED = frozenset({Fulfilment.TO_SHIP, Fulfilment.SHIPPED, Fulfilment.AWAITING_STOCK, Fulfilment.CLOSED})

_CONFIRMED = frozenset({Fulfilment.TO_SHIP, Fulfilment.SHIPPED, Fulfilment.CLOSED})


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
    return _yes(state) if state in _ACCEPTED else _not_shown(command, state)


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


async def _cancelled(client: AsyncRakutenFrClient, login: str, item: str, command: Command) -> LookedUp:
    """A cancelled item stays on the list for a while; who cancelled it is not told there, and does not matter here."""
    found = await _listed(client, item, command)
    state = mapping.fulfilment(found.item_status, found.shipped) if found else None
    if state is None:
        state = (await _detail(client, login, item)).fulfilment
    return _yes(state) if state is Fulfilment.CANCELLED else _no(f"The item is {state}.")


async def _preorder_confirmed(
    client: AsyncRakutenFrClient, login: str, item: str, command: Command
) -> LookedUp:
    """Oldest pre-orders come first: a line that still waits may only have stood too far behind."""
    if await _is_preordered(client, item):
        return LookedUp(
            applied=Applied.CANNOT_TELL, words="The item still waits; others may have gone first."
        )
    found = await _listed(client, item, command)
    state = mapping.fulfilment(found.item_status, found.shipped) if found else None
    if state is None:
        state = (await _detail(client, login, item)).fulfilment
    return _yes(state) if state in _CONFIRMED else _not_shown(command, state)


async def _mailed(client: AsyncRakutenFrClient, login: str, item: str, command: Command) -> LookedUp:
    return await _written(client, login, item, command, to_buyer=False)


async def _buyer_written(client: AsyncRakutenFrClient, login: str, item: str, command: Command) -> LookedUp:
    return await _written(client, login, item, command, to_buyer=True)


async def _written(
    client: AsyncRakutenFrClient, login: str, item: str, command: Command, *, to_buyer: bool
) -> LookedUp:
    """Rakuten gives no number back for what was sent; the words and the time tell it."""
    detail = await _detail(client, login, item)
    wanted, since = command.details.get("text", ""), _moment(command.details.get("queued_at"))
    partner = Author.BUYER if to_buyer else Author.MARKETPLACE
    told = [one for one in detail.messages if one.partner is partner]
    what = "message" if to_buyer else "mail"
    if any(_is_it(one, wanted, since) for one in told):
        return LookedUp(applied=Applied.YES, words=f"The {what} is in the item's conversation.")
    return _no(f"The {what} is not in the item's conversation.")


_FINDERS: Mapping[CommandKind, Callable[[AsyncRakutenFrClient, str, str, Command], Awaitable[LookedUp]]] = {
    CommandKind.ACCEPT: _accepted,
    CommandKind.REFUSE: _refused,
    CommandKind.SHIP: _shipped,
    CommandKind.CANCEL: _cancelled,
    CommandKind.CONFIRM_PREORDER: _preorder_confirmed,
    CommandKind.MESSAGE_BUYER: _buyer_written,
    CommandKind.MESSAGE_MARKETPLACE: _mailed,
}


# -- where it is looked for ---------------------------------------------------------------------------------


async def _is_waiting(client: AsyncRakutenFrClient, item: str) -> bool:
    sales = (await client.getnewsales()).sales
    return any(one.item_id == item for sale in sales for one in sale.items)


async def _is_preordered(client: AsyncRakutenFrClient, item: str) -> bool:
    async for sale in client.iter_currentsales(pending_preorders=True):
        if any(one.item_id == item for one in sale.items):
            return True
    return False


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
    return message.author is Author.SELLER and not is_old and same_words(wanted, message.text)


def _yes(state: Fulfilment) -> LookedUp:
    return LookedUp(applied=Applied.YES, words=f"The item is {state}.")


def _not_shown(command: Command, state: Fulfilment) -> LookedUp:
    """A cancelled item may have been accepted before: nothing tells."""
    if state in HIDDEN_BY[command.kind]:
        return LookedUp(applied=Applied.CANNOT_TELL, words=f"The item is {state}; it may have moved before.")
    return _no(f"The item is {state}.")


def _no(words: str) -> LookedUp:
    return LookedUp(applied=Applied.NO, words=words)
