"""From offers to Spartoo's documents: variants of one parent are the sizes of one product."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import groupby
from typing import Final

from forain.marketplaces.spartoo import messages as m
from forain.marketplaces.spartoo import provisioning
from forain.trade.offer import ChangeKind, Offer, OfferChange

#: Attributes that are elements of a product; `extra_infos.<code>` and `selections` are read apart.
SEX, COLOUR, HEEL, ORIGIN, CUSTOMS = "product_sex", "color_id", "heel_height", "country_origin", "code_hs"
COMPOSITIONS: Final = ("product_composition", "voering_composition", "first_composition", "zool_composition")
INFO: Final = "extra_infos."
SELECTIONS: Final = "selections"


@dataclass(frozen=True, slots=True)
class Family:
    """Changes that belong to one product, in the order of their SKUs."""

    reference: str
    changes: Sequence[OfferChange]

    @property
    def first(self) -> Offer:
        """It speaks for the model."""
        return self.changes[0].offer


def families(changes: Iterable[OfferChange]) -> Iterator[Family]:
    """As they come; variants of one parent follow each other."""
    for reference, found in groupby(changes, lambda one: one.offer.family):
        yield Family(reference, tuple(found))


def quantity_of(change: OfferChange) -> int:
    """An ended offer has none."""
    return 0 if change.kind is ChangeKind.END else change.offer.quantity


# -- the import ---------------------------------------------------------------------------------------------


def product_of(family: Family, language: str) -> m.ParentProduct:
    """The product with all its sizes, in the single-country format. Numbers that are none are left out."""
    offer = family.first
    told = offer.attributes
    sized = _is_sized(family)
    outer, lining, insole, sole = (_whole(told.get(name, "")) for name in COMPOSITIONS)
    return m.ParentProduct(
        reference=family.reference,
        name=offer.title or None,
        manufacturers=offer.brand or None,
        sex=told.get(SEX) or None,
        price=offer.price.amount,
        quantity=None if sized else quantity_of(family.changes[0]),
        color_id=_whole(told.get(COLOUR, "")),
        style=_whole(offer.category),
        description=offer.description or None,
        color=offer.colour or None,
        heel_height=_number(told.get(HEEL, "")),
        country_origin=told.get(ORIGIN) or None,
        code_hs=told.get(CUSTOMS) or None,
        sizes=tuple(_size(one, language) for one in family.changes) if sized else (),
        composition=outer,
        lining=lining,
        insole=insole,
        sole=sole,
        photos=m.Photos.of(offer.images) if offer.images else None,
        infos=tuple(_infos(offer)),
        selections=tuple(_selections(told.get(SELECTIONS, ""))),
    )


def _is_sized(family: Family) -> bool:
    """One offer that is its own parent and names no size is a product without sizes."""
    offer = family.first
    return len(family.changes) > 1 or bool(offer.size) or offer.sku != family.reference


def _size(change: OfferChange, language: str) -> m.Size:
    offer = change.offer
    official = provisioning.spelled(offer.size, language) if offer.size else ()
    return m.Size(
        name=official[0].label if official else offer.size,
        quantity=quantity_of(change),
        reference=offer.sku,
        ean=offer.gtin or None,
    )


def _infos(offer: Offer) -> Iterator[m.Info]:
    for name, text in offer.attributes.items():
        value = _number(text)
        if name.startswith(INFO) and value is not None:
            yield m.Info(id=_whole(name.removeprefix(INFO)), value=value)


def _selections(text: str) -> Iterator[int]:
    for one in text.split("|"):
        code = _whole(one)
        if code is not None:
            yield code


def _whole(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


# -- the stock ----------------------------------------------------------------------------------------------


def stock_of(family: Family, language: str) -> m.StockProduct:
    """Quantities of the sizes sent, and the price where it may have changed. A product without sizes is its own."""
    return m.StockProduct(
        reference=family.reference, sizes=tuple(_stock(one, language) for one in family.changes)
    )


def _stock(change: OfferChange, language: str) -> m.StockSize:
    priced = change.kind is ChangeKind.UPDATE and (not change.fields or "price" in change.fields)
    price = m.StockPrice(code=language, price=change.offer.price.amount)
    return m.StockSize(
        reference=change.offer.sku,
        quantity=quantity_of(change),
        languages=(price,) if priced else (),
    )
