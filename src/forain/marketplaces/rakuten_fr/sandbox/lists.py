"""Which sales each list shows, and how getcurrentsales goes on from page to page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from forain.marketplaces.rakuten_fr import decisions
from forain.marketplaces.rakuten_fr.sandbox.denial import Denied, Reason
from forain.marketplaces.rakuten_fr.sandbox.ground import Ground
from forain.marketplaces.rakuten_fr.sandbox.rules import WAITING
from forain.marketplaces.rakuten_fr.sandbox.state import (
    Account,
    Bookmark,
    Item,
    ListFilter,
    Purchase,
    Status,
)

Listed = tuple[Purchase, tuple[Item, ...]]


@dataclass(frozen=True, slots=True)
class CurrentPage:
    """One page and the token of the next, '' on the last."""

    sales: tuple[Listed, ...]
    next_token: str = ""


def new_sales(ground: Ground, account: Account) -> tuple[Listed, ...]:
    """Sales with unanswered items, and of those only the unanswered ones; newest last."""
    found = ((sale, _waiting(ground, sale)) for sale in _sales_of(ground, account))
    return tuple(sorted(((sale, items) for sale, items in found if items), key=lambda one: _key(one[0])))


def current_sales(ground: Ground, asked: ListFilter, token: str, size: int) -> CurrentPage:
    """A page of confirmed sales, newest first."""
    after = _bookmark(ground, asked, token).after if token else None
    matching = [one for one in _matching(ground, asked) if after is None or _key(one[0]) < after]
    page = tuple(matching[:size])
    if len(matching) <= size:
        return CurrentPage(page)
    return CurrentPage(page, _new_token(ground, asked, _key(page[-1][0])))


def to_do(ground: Ground, account: Account) -> Iterator[tuple[Item, tuple[str, ...]]]:
    """Items with an open claim or something unread, with all their causes."""
    for sale in _sales_of(ground, account):
        for item in ground.items_of(sale):
            causes = tuple(_causes(account, item))
            if causes:
                yield item, causes


def _causes(account: Account, item: Item) -> Iterator[str]:
    unread = [one for one in item.notes if one.status == "UNREAD" and one.recipient == account.login]
    if item.open_claim:
        yield "CLAIM"
    if any(one.is_mail for one in unread):
        yield "UNREAD_MESSAGE_FROM_CUSTOMER_SERVICE"
    if any(not one.is_mail for one in unread):
        yield "UNREAD_MESSAGE_FROM_BUYER"


def _matching(ground: Ground, asked: ListFilter) -> list[Listed]:
    account = ground.shop.accounts[asked.login]
    found: list[Listed] = []
    for sale in _sales_of(ground, account):
        if asked.since is not None and sale.at < asked.since:
            continue
        items = tuple(item for item in ground.items_of(sale) if _is_listed(ground, item, asked))
        if items:
            found.append((sale, items))
    return sorted(found, key=lambda one: _key(one[0]), reverse=True)


def _is_listed(ground: Ground, item: Item, asked: ListFilter) -> bool:
    """Section "Not documented" of getcurrentsales; the older vocabulary has no word for a closed item."""
    if asked.preorders:
        return item.status is Status.PENDING
    if asked.not_shipped and item.shipment is not None:
        return False
    if item.status is Status.CANCELLED and item.ended_at is not None:
        return ground.now() - item.ended_at <= decisions.CANCELLED_STAY
    if item.status is Status.CLOSED:
        return asked.since is not None and asked.newer_words
    return item.status in {Status.COMMITTED, Status.ON_HOLD}


def _sales_of(ground: Ground, account: Account) -> Iterator[Purchase]:
    return (sale for sale in ground.shop.sales.values() if sale.seller == account.login)


def _waiting(ground: Ground, sale: Purchase) -> tuple[Item, ...]:
    return tuple(item for item in ground.items_of(sale) if item.status in WAITING)


def _key(sale: Purchase) -> tuple[datetime, int]:
    return sale.at, int(sale.id)


def _bookmark(ground: Ground, asked: ListFilter, token: str) -> Bookmark:
    found = ground.shop.tokens.get(token)
    if found is None or found.filter != asked or found.expires < ground.now():
        raise Denied(Reason.INVALID, "nexttoken")
    return found


def _new_token(ground: Ground, asked: ListFilter, after: tuple[datetime, int]) -> str:
    token = str(ground.world.random.randrange(10**10, 10**11))
    now = ground.now()
    for old in [one for one, mark in ground.shop.tokens.items() if mark.expires < now]:
        del ground.shop.tokens[old]
    ground.shop.tokens[token] = Bookmark(asked, after, now + decisions.TOKEN_LIFE)
    return token
