"""Writes the documents about goods: imports, stock, what is online. Decides nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from forain.marketplaces.spartoo import messages as m
from forain.marketplaces.spartoo.errors import OK
from forain.marketplaces.spartoo.sandbox import words
from forain.marketplaces.spartoo.sandbox.state import Fate, Offer, Parent, Reduction
from forain.marketplaces.spartoo.sites import Site


def imported(fates: Iterable[Fate]) -> m.ImportResult:
    products = tuple(
        m.ImportedProduct(reference=reference, errors=tuple(_error(*row) for row in rows))
        for reference, rows in fates
    )
    return m.ImportResult(products=products, code=OK)


def queued(address: str) -> m.ImportQueued:
    return m.ImportQueued(url=address, code=OK)


def progress(state: str) -> m.ImportProgress:
    return m.ImportProgress(status_id=state, status_words=words.queue(state))


def stock_batch(outcomes: Iterable[tuple[str, str | None, int]]) -> m.StockBatchResult:
    products = tuple(
        m.StockOutcome(
            reference=reference,
            size_reference=size,
            errors=(m.Error(id=code, description=words.error(code)),),
        )
        for reference, size, code in outcomes
    )
    return m.StockBatchResult(products=products, code=OK)


def status(asked: m.AskedProduct, told: tuple[str, str], language: str) -> m.ProductStatus:
    return m.ProductStatus(
        reference=asked.reference,
        size_reference=asked.size_reference,
        status=told[0],
        description=words.product_state(told[1], language),
    )


def catalogue(found: Iterable[Parent], site: Site, now: datetime, every_site: bool) -> m.OnlineCatalogue:
    return m.OnlineCatalogue(products=tuple(_product(one, site, now, every_site) for one in found), code=OK)


def _product(parent: Parent, site: Site, now: datetime, every_site: bool) -> m.OnlineProduct:
    offer = parent.offers[site.language]
    alone = not every_site
    return m.OnlineProduct(
        reference=parent.reference,
        url=_page(parent, offer, site.suffix) if alone else None,
        name=offer.name if alone else None,
        manufacturers=parent.brand,
        sex=parent.sex,
        price=offer.price if alone else None,
        quantity=parent.stock,
        color_id=parent.color_id,
        style=parent.style,
        description=(offer.description or None) if alone else None,
        color=(offer.colour or None) if alone else None,
        heel_height=parent.heel_height,
        sizes=_sizes(parent),
        composition=parent.compositions[0],
        lining=parent.compositions[1],
        insole=parent.compositions[2],
        sole=parent.compositions[3],
        photos=m.Photos.of(parent.photos) if parent.photos else None,
        discount=_discount(offer.reduction, now) if alone else None,
        infos=tuple(m.Info(id=code, value=value) for code, value in parent.infos),
        selections=parent.selections,
        languages=() if alone else tuple(_language(*pair, now) for pair in parent.offers.items()),
    )


def _sizes(parent: Parent) -> tuple[m.OnlineSize, ...]:
    """Sizes without stock are listed with 0; dropped ones are not there any more."""
    return tuple(
        m.OnlineSize(name=one.name, quantity=one.quantity, reference=one.reference, ean=one.ean or None)
        for one in parent.children.values()
        if not one.dropped
    )


def _language(code: str, offer: Offer, now: datetime) -> m.OnlineLanguage:
    return m.OnlineLanguage(
        code=code,
        name=offer.name,
        description=offer.description or None,
        color=offer.colour or None,
        price=offer.price,
        discount=_discount(offer.reduction, now),
    )


def _discount(told: Reduction | None, now: datetime) -> m.Discount | None:
    """Expired ones are not listed."""
    if told is None or told.over(now):
        return None
    return m.Discount(
        startdate=told.starts, stopdate=told.ends, price_discount=told.price, rate=told.rate, sales=told.sales
    )


def _page(parent: Parent, offer: Offer, suffix: str) -> str:
    slug = re.sub("[^a-z0-9]+", "-", offer.name.lower()).strip("-") or "article"
    return f"https://www.spartoo.{suffix}/{slug}-x{parent.number}.php"


def _error(code: int, text: str) -> m.Error:
    return m.Error(id=code, description=text)
