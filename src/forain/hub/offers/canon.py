"""Between rows and `trade.Offer`: the content of an offer as JSON, and as the words of the business."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forain.trade.money import Money
from forain.trade.offer import Condition, Offer, ShippingPrice

_TEXTS = ("gtin", "title", "brand", "description", "product_type", "category", "comment", "parent", "size", "colour", "shipping_profile")  # fmt: skip


def to_trade(
    sku: str, quantity: int, price_minor: int, currency: str, details: Mapping[str, Any] | None
) -> Offer:
    """An offer of our tables in the words of the business. A condition we do not know counts as new."""
    told = details or {}
    texts = {name: str(told[name]) for name in _TEXTS if told.get(name)}
    return Offer(
        sku=sku,
        quantity=quantity,
        price=Money(price_minor, currency),
        condition=_condition(told.get("condition")),
        images=tuple(str(one) for one in told.get("images") or ()),
        shipping=tuple(_shipping(one, currency) for one in told.get("shipping") or ()),
        attributes={str(name): str(value) for name, value in (told.get("attributes") or {}).items()},
        **texts,
    )


def _condition(told: Any) -> Condition:
    return Condition(told) if told in list(Condition) else Condition.NEW


def _shipping(told: Mapping[str, Any], currency: str) -> ShippingPrice:
    """`first` and `further` are minor units."""
    return ShippingPrice(
        zone=str(told.get("zone", "")),
        mode=str(told.get("mode", "")),
        first=_money(told.get("first"), currency),
        further=_money(told.get("further"), currency),
        offered=bool(told.get("offered", True)),
    )


def _money(minor: Any, currency: str) -> Money | None:
    return None if minor is None else Money(int(minor), currency)


def digest_of(details: str, currency: str) -> str:
    """SQL: the digest of an offer's content, from SQL of its details and its currency."""
    return f"hashtextextended({details}::text || {currency}, 0)"


def content(details: Mapping[str, Any], profile: str) -> dict[str, Any]:
    """The content as it goes to a connection: its shipping profile, where the rules name one, goes before the offer's."""
    return {**details, "shipping_profile": profile} if profile else dict(details)
