"""Merges an imported product into the one that is known: what is left out stays (xml_import_products, update mode)."""

from __future__ import annotations

from decimal import Decimal

from forain.marketplaces.spartoo import decisions
from forain.marketplaces.spartoo import messages as m
from forain.marketplaces.spartoo.messages.lenient import NO_NUMBER, NO_TIME
from forain.marketplaces.spartoo.sandbox.state import Child, Offer, Parent, Reduction


def merge(
    parent: Parent, product: m.ParentProduct, language: str, force_description: bool, in_stock: bool
) -> None:
    """`in_stock`: before this import; a known product without stock keeps its descriptions unless forced."""
    _merge_facts(parent, product)
    _merge_compositions(parent, product)
    _merge_sizes(parent, product)
    fresh = not parent.offers
    free = force_description or in_stock or fresh
    for told in product.languages or (_single(product, language),):
        offer = parent.offers.setdefault(told.code.upper(), Offer())
        _merge_offer(offer, told, free, force_description)


def _single(product: m.ParentProduct, language: str) -> m.Language:
    """The single-country format as the language of the site."""
    return m.Language(
        code=language,
        name=product.name or "",
        description=product.description,
        color=product.color,
        price=product.price,
        discount=product.discount,
    )


def _merge_facts(parent: Parent, product: m.ParentProduct) -> None:
    parent.brand = product.manufacturers or parent.brand
    parent.sex = product.sex or parent.sex
    parent.style = _known(product.style, parent.style)
    parent.color_id = _known(product.color_id, parent.color_id)
    if product.heel_height is not None and product.heel_height >= 0:
        parent.heel_height = product.heel_height
    parent.origin = product.country_origin or parent.origin
    parent.customs = product.code_hs or product.country_hs or parent.customs
    if product.photos is not None and product.photos.urls:
        parent.photos = product.photos.urls
    if product.infos:
        parent.infos = tuple((one.id, one.value) for one in product.infos if one.id is not None)
    if product.selections:
        parent.selections = product.selections


def _merge_compositions(parent: Parent, product: m.ParentProduct) -> None:
    before = parent.compositions
    parent.compositions = (
        _known(product.composition, before[0]),
        _known(product.lining, before[1]),
        _known(product.insole, before[2]),
        _known(product.sole, before[3]),
    )


def _known(told: int | None, before: int | None) -> int | None:
    return before if told is None or told == NO_NUMBER else told


def _merge_sizes(parent: Parent, product: m.ParentProduct) -> None:
    """A size that is missing from a sent list is dropped; with sizes, `product_quantity` is ignored."""
    if product.sizes:
        sent = {size.reference for size in product.sizes}
        for size in product.sizes:
            _merge_size(parent, size)
        for child in parent.children.values():
            if child.reference not in sent:
                child.dropped, child.quantity = True, 0
    elif not parent.children and _is_stock(product.quantity):
        parent.quantity = product.quantity or 0


def _merge_size(parent: Parent, size: m.Size) -> None:
    child = parent.children.setdefault(size.reference, Child(reference=size.reference, name=size.name))
    child.name, child.dropped = size.name or child.name, False
    child.ean = size.ean or child.ean
    if size.price is not None and size.price > 0:
        child.price = size.price
    if _is_stock(size.quantity):
        child.quantity = size.quantity or 0


def _is_stock(quantity: int | None) -> bool:
    return quantity is not None and 0 <= quantity <= decisions.LARGEST_STOCK


def _merge_offer(offer: Offer, told: m.Language, free: bool, force: bool) -> None:
    """An existing description is emptied by force only; a discount that is left out is removed."""
    offer.name = told.name or offer.name
    offer.colour = told.color or offer.colour
    offer.code_idu = told.code_idu or offer.code_idu
    if told.price is not None and told.price > 0:
        offer.price = told.price
    if force or (told.description and (free or not offer.description)):
        offer.description = told.description or ""
    offer.reduction = reduction(told.discount, offer.price)


def reduction(discount: m.Discount | None, price: Decimal | None) -> Reduction | None:
    """A discount that can be applied; `price_discount` wins over `rate`."""
    if discount is None or NO_TIME in (discount.startdate, discount.stopdate):
        return None
    final, rate = discount.price_discount, discount.rate
    if final is not None and not (0 < final < (price or final + 1)):
        return None
    if final is None and not (rate is not None and 1 <= rate <= 99):
        return None
    return Reduction(
        starts=discount.startdate,
        ends=discount.stopdate,
        price=final,
        rate=None if final is not None else rate,
        sales=bool(discount.sales),
    )
