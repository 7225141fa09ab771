"""Writes what a search found, as each version knows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote_plus, urlencode

from forain.marketplaces.rakuten_fr import decisions, hosts
from forain.marketplaces.rakuten_fr import messages as m
from forain.marketplaces.rakuten_fr.sandbox.call import Call
from forain.marketplaces.rakuten_fr.sandbox.modes import BY_LABEL
from forain.marketplaces.rakuten_fr.sandbox.search import categories, rules
from forain.marketplaces.rakuten_fr.sandbox.search.market import Offer, Seller, Sheet
from forain.marketplaces.rakuten_fr.sandbox.search.rules import Asked
from forain.marketplaces.rakuten_fr.sandbox.sold.answers import money

#: First version with `alias`, `isrsl` and French labels; first version with `category` and refurbished offers.
_LABELS_SINCE = "2015-07-05"
_CATEGORY_SINCE = "2018-06-28"
_PREFIX = {"Recommandé": "Recommandé", "So Colissimo": "Recommandé So Colissimo"}


@dataclass(frozen=True, slots=True)
class Links:
    """Ready-made calls of the service itself, percent-escaped in ISO-8859-1."""

    call: Call
    scope: str

    def to(self, nav: str) -> str:
        """A search in a category. The real service puts the caller's login and token in; we do when told to."""
        given = {"action": "listing", "nav": nav, "version": self.call.version}
        if self.scope:
            given["scope"] = self.scope
        if self.call.ground.shop.switches.leaky_links and "pwd" in self.call.operation.required:
            given |= {"login": self.call.account.login, "pwd": self.call.get("pwd")}
        query = urlencode(given, encoding="iso-8859-1", errors="replace", quote_via=quote_plus)
        return f"{hosts.PRODUCTION}{self.call.operation.path}?{query}"


def navigation(found: Sequence[Sheet], asked: Asked, links: Links) -> m.Navigation:
    """Top categories of what was found; nothing when products were asked for by number."""
    if asked.product_ids:
        return m.Navigation(categories=())
    tops = [categories.path(one.nav)[0] for one in found]
    return m.Navigation(
        selected_category=asked.kw.title() if asked.kw else categories.LABELS.get(asked.nav),
        categories=tuple(
            m.NavigationCategory(label=label, url=links.to(code), result_count=tops.count(code))
            for code, label in categories.LABELS.items()
            if code in tops
        ),
    )


def product(sheet: Sheet, asked: Asked, links: Links, version: str) -> m.ListedProduct:
    """One product; scope LIMITED leaves prices, opinions and breadcrumbs out (which details is our guess)."""
    limited = asked.scope == "LIMITED"
    return m.ListedProduct(
        product_id=sheet.product_id,
        alias=sheet.alias if version >= _LABELS_SINCE else None,
        category=categories.LABELS[sheet.nav] if version >= _CATEGORY_SINCE else None,
        headline=sheet.title,
        caption=sheet.brand,
        topic=sheet.topic,
        offer_counts=_counts(sheet, version),
        best_prices=m.BestPrices() if limited else _best(sheet, version),
        url=f"https://fr.shopping.rakuten.com/offer/buy/{sheet.product_id}/",
        images=(f"https://fr.shopping.rakuten.com/photo/{sheet.product_id}.jpg",),
        references=m.References(
            isbn=sheet.isbn or None, barcode=sheet.barcode or None, part_number=sheet.part_number or None
        ),
        reviews=m.Reviews() if limited or sheet.note is None else _reviews(sheet),
        breadcrumbs=() if limited else _breadcrumbs(sheet, links),
        adverts=_adverts(sheet, version) if asked.scope == "PRICING" else None,
    )


def _reviews(sheet: Sheet) -> m.Reviews:
    return m.Reviews(average_note=sheet.note, count=sheet.reviews)


def _breadcrumbs(sheet: Sheet, links: Links) -> tuple[m.Breadcrumb, ...]:
    steps = categories.path(sheet.nav)
    return tuple(m.Breadcrumb(label=categories.LABELS[one], url=links.to(one)) for one in steps)


def _counts(sheet: Sheet, version: str) -> m.OfferCounts:
    new = sum(one.is_new for one in sheet.offers)
    knows = version >= _CATEGORY_SINCE
    return m.OfferCounts(
        total=len(sheet.offers),
        new=new,
        used=len(sheet.offers) - new,
        collectible=0,
        refurbished_new=0 if knows else None,
        refurbished_used=0 if knows else None,
    )


def _best(sheet: Sheet, version: str) -> m.BestPrices:
    return m.BestPrices(
        overall=_best_of(sheet.offers, version),
        new=_best_of(tuple(one for one in sheet.offers if one.is_new), version),
        used=_best_of(tuple(one for one in sheet.offers if not one.is_new), version),
    )


def _best_of(offers: tuple[Offer, ...], version: str) -> m.BestPrice | None:
    for one in rules.cheapest(offers):
        mode = _mode(one.mode, version)
        return m.BestPrice(price=money(one.price), shipping=money(one.shipping), shipping_type=mode)
    return None


def _adverts(sheet: Sheet, version: str) -> m.ProductAdverts:
    ordered = rules.cheapest(sheet.offers)
    new = [one for one in ordered if one.is_new][: decisions.RIVALS]
    used = [one for one in ordered if not one.is_new][: decisions.RIVALS]
    return m.ProductAdverts(
        new=tuple(_advert(one, version) for one in new), used=tuple(_advert(one, version) for one in used)
    )


def _advert(offer: Offer, version: str) -> m.ListedAdvert:
    return m.ListedAdvert(
        advert_id=offer.advert_id,
        quality="NEW" if offer.is_new else "VERY_GOOD",
        is_rsl=offer.is_rsl if version >= _LABELS_SINCE else None,
        price=money(offer.price),
        shipping=money(offer.shipping),
        shipping_type=_mode(offer.mode, version),
        stock=offer.stock,
        seller=_seller(offer.seller),
    )


def _seller(seller: Seller) -> m.AdvertSeller:
    return m.AdvertSeller(
        login=seller.login,
        type="PRO" if seller.is_pro else "INDIVIDUAL",
        country=seller.country,
        sales_count=seller.sales,
        commit_rate=seller.commit_rate,
        rating=seller.rating,
        shipping_types=", ".join(BY_LABEL[one].alias for one in seller.modes),
    )


def _mode(label: str, version: str) -> str:
    """A French label since 2015, a code before."""
    return _PREFIX.get(label, label) if version >= _LABELS_SINCE else BY_LABEL[label].alias
