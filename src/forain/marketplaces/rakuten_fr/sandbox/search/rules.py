"""Which products a search finds and in which order (file listing)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from forain.marketplaces.rakuten_fr import decisions
from forain.marketplaces.rakuten_fr.sandbox.denial import Denied, Reason
from forain.marketplaces.rakuten_fr.sandbox.ground import Ground
from forain.marketplaces.rakuten_fr.sandbox.search import categories, market
from forain.marketplaces.rakuten_fr.sandbox.search.market import Offer, Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A search; several criteria all have to be met."""

    kw: str = ""
    refs: tuple[str, ...] = ()
    product_ids: tuple[str, ...] = ()
    nav: str = ""
    scope: str = ""
    with_stock: bool = False
    page: int = 1
    size: int = decisions.LISTING_PAGE

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to search by."""
        return not (self.kw or self.refs or self.product_ids or self.nav)


def search(ground: Ground, asked: Asked) -> list[Sheet]:
    """All that fit, in the order of the catalogue. An unknown category has no products."""
    if asked.is_empty:
        raise Denied(Reason.NO_CRITERION)
    return [one for one in market.sheets(ground) if _fits(one, asked)]


def page(found: list[Sheet], asked: Asked) -> list[Sheet]:
    """One page; beyond the end it is empty."""
    start = (asked.page - 1) * asked.size
    return found[start : start + asked.size]


def _fits(sheet: Sheet, asked: Asked) -> bool:
    words = _bare(asked.kw).split()
    codes = {sheet.barcode, sheet.isbn, sheet.part_number} - {""}
    return (
        all(one in _bare(f"{sheet.title} {sheet.brand} {sheet.topic}") for one in words)
        and (not asked.refs or bool(codes & set(asked.refs)))
        and (not asked.product_ids or sheet.product_id in asked.product_ids)
        and (not asked.nav or categories.is_in(sheet.nav, asked.nav))
        and (not asked.with_stock or any(one.stock for one in sheet.offers))
    )


def _bare(text: str) -> str:
    """Without accents and capitals."""
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in split if not unicodedata.combining(one))


def cheapest(offers: tuple[Offer, ...]) -> list[Offer]:
    """By price and shipping together, as recorded answers have it."""
    return sorted(offers, key=lambda one: (one.total, one.advert_id))
