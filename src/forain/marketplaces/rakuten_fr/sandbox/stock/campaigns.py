"""Promotion campaigns: opened in the back office, joined by file, priced while they last (promotions-csv.md)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from forain.marketplaces.rakuten_fr import stock_decisions as decisions
from forain.marketplaces.rakuten_fr.sandbox.state import Account, Right
from forain.marketplaces.rakuten_fr.sandbox.stock.checking import number
from forain.marketplaces.rakuten_fr.sandbox.stock.state import Advert, Problem, Promotion, Stock

#: The column of a flat file: `[@id:81234@pr:24.90@np:19.90]` (documented by a third party).
_CODE = re.compile(r"\[@id:(?P<id>\d+)@pr:(?P<before>[\d.,]+)@np:(?P<price>[\d.,]+)\]", re.ASCII)
_ID, _BEFORE, _PCT, _PRICE = (f"productsCampaign{one}" for one in ("Id", "RefPrice", "Pct", "Price"))


def problems(stock: Stock, account: Account, given: Iterable[Mapping[str, str]]) -> Iterator[Problem]:
    """What keeps an advert out of its campaigns."""
    for one in given:
        if Right.CAMPAIGNS not in account.rights:
            yield Problem(code=70, key=_ID, text=decisions.NO_RIGHT)
            return
        yield from _problems(stock, account, one)


def _problems(stock: Stock, account: Account, one: Mapping[str, str]) -> Iterator[Problem]:
    campaign = stock.campaigns.get(one.get(_ID, ""))
    if campaign is None or campaign.seller != account.login:
        yield Problem(code=60, key=_ID, text=decisions.UNKNOWN_CAMPAIGN)
    for key in (_BEFORE, _PCT, _PRICE):
        if key in one and (number(one[key]) or Decimal(0)) <= 0:
            yield Problem(code=60, key=key, text=decisions.NOT_ACCEPTED)
            return
    if (_PCT in one) == (_PRICE in one):
        yield Problem(code=60, key=_PRICE, text=decisions.PERCENTAGE_OR_PRICE)
    elif _BEFORE in one and not _is_lower(one):
        yield Problem(code=60, key=_PRICE if _PRICE in one else _PCT, text=decisions.NOT_LOWER)


def _is_lower(one: Mapping[str, str]) -> bool:
    before = number(one[_BEFORE]) or Decimal(0)
    return Decimal(0) < _price(one, before) < before


def _price(one: Mapping[str, str], before: Decimal) -> Decimal:
    if _PRICE in one:
        return number(one[_PRICE]) or Decimal(0)
    rest = before * (100 - (number(one.get(_PCT, "")) or Decimal(0))) / 100
    return rest.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def join(advert: Advert, given: Iterable[Mapping[str, str]]) -> None:
    """Put an advert into its campaigns; without a price before, the advert's own is taken."""
    for one in given:
        before = number(one.get(_BEFORE, "")) or advert.price
        advert.promotions[one[_ID]] = Promotion(before=before, price=_price(one, before))


def join_by_code(stock: Stock, account: Account, advert: Advert, text: str) -> bool:
    """The same from the column of a flat file; False when it cannot be."""
    found = _CODE.fullmatch(text.strip())
    if not found:
        return False
    given = {_ID: found["id"], _BEFORE: found["before"], _PRICE: found["price"]}
    if any(problems(stock, account, (given,))):
        return False
    join(advert, (given,))
    return True


def price_of(stock: Stock, advert: Advert, now: datetime) -> Decimal:
    """The price a buyer sees: the lowest of the campaigns that run, else the advert's own."""
    running = (
        offer.price
        for number_, offer in advert.promotions.items()
        if (campaign := stock.campaigns.get(number_)) and campaign.starts <= now < campaign.ends
    )
    return min(running, default=advert.price)


def purge(stock: Stock, seller: str, campaign: str) -> int:
    """Take all adverts of a seller out of a campaign; how many there were. LookupError for an unknown one."""
    known = stock.campaigns.get(campaign)
    if known is None or known.seller != seller:
        raise LookupError(campaign)
    members = [one for one in stock.of_seller(seller) if campaign in one.promotions]
    for one in members:
        del one.promotions[campaign]
    return len(members)
