"""Checks of numbers that stand for something: codes of the lists, and what a discount makes of a price."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from forain.marketplaces.spartoo import provisioning
from forain.marketplaces.spartoo.catalogue.findings import Finding
from forain.marketplaces.spartoo.messages import Discount, Info, ParentProduct
from forain.marketplaces.spartoo.messages.lenient import NO_TIME


def check_codes(product: ParentProduct) -> Iterator[Finding]:
    """Colour, compositions, extra infos and selections; all of them warnings."""
    if product.color_id is None:
        yield Finding(key="color_missing", place="color_id")
    elif product.color_id not in provisioning.colors():
        yield Finding(key="color_unknown", place="color_id", value=str(product.color_id))
    yield from _check_compositions(product)
    for info in product.infos:
        yield from _check_info(info)
    for code in product.selections:
        if code not in provisioning.selections():
            yield Finding(key="selection_unknown", place="selections", value=str(code))


def _check_compositions(product: ParentProduct) -> Iterator[Finding]:
    told = (
        ("product_composition", product.composition),
        ("voering_composition", product.lining),
        ("first_composition", product.insole),
        ("zool_composition", product.sole),
    )
    for place, code in told:
        known = provisioning.compositions().get(code) if code is not None else None
        if code is not None and (known is None or place not in known.fields):
            yield Finding(key="composition", place=place, value=str(code))


def _check_info(info: Info) -> Iterator[Finding]:
    known = provisioning.extra_infos().get(info.id) if info.id is not None else None
    if known is None:
        yield Finding(key="info_unknown", place="extra_infos", value=str(info.id or ""))
    elif not _fits(info.value, known.kind):
        yield Finding(key="info_value", place="extra_infos", value=str(info.value), hint=known.kind)


def _fits(value: Decimal, kind: str) -> bool:
    if kind == "Bool":
        return value in (0, 1)
    return value >= 0 and (kind == "Float" or value == value.to_integral_value())


def check_discount(discount: Discount | None, price: Decimal | None, place: str) -> Iterator[Finding]:
    """`price_discount` wins over `rate`; if neither date is given it starts at once."""
    if discount is None:
        return
    if not _sensible(discount, price):
        yield Finding(key="discount_value", place=place)
    start, stop = discount.startdate, discount.stopdate
    if NO_TIME in (start, stop) or (start and stop and stop < start):
        yield Finding(key="discount_dates", place=place)


def _sensible(discount: Discount, price: Decimal | None) -> bool:
    if discount.price_discount is not None:
        return discount.price_discount > 0 and (price is None or discount.price_discount < price)
    return discount.rate is not None and 1 <= discount.rate <= 99
