"""What a merchant sells, and what is to change about it at a marketplace.

An offer is the wish, whole: a marketplace's room says which part of it travels with which service.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from forain.trade.money import Money


class Condition(StrEnum):
    """The state of the goods; each marketplace has its own words for them, or none."""

    NEW = "new"
    LIKE_NEW = "like_new"
    VERY_GOOD = "very_good"
    GOOD = "good"
    ACCEPTABLE = "acceptable"
    REFURBISHED = "refurbished"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippingPrice:
    """What a parcel costs the buyer: the first article and each further one, in a zone by a mode.

    Zone and mode are the marketplace's own names. `offered` False: this mode is not to be had for this offer.
    """

    zone: str
    mode: str
    first: Money | None = None
    further: Money | None = None
    offered: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One article on sale. `price`: tax included. `sku` names it everywhere; pieces in `quantity`, 0 is off sale.

    `parent` and `size` where variants belong together: offers of one parent are one model. `attributes` are keys of
    the marketplace's own product type, `product_type` its code there, `category` its code in the marketplace's tree.
    """

    sku: str
    quantity: int
    price: Money
    gtin: str = ""
    title: str = ""
    brand: str = ""
    description: str = ""
    product_type: str = ""
    category: str = ""
    condition: Condition = Condition.NEW
    comment: str = ""
    images: tuple[str, ...] = ()
    parent: str = ""
    size: str = ""
    colour: str = ""
    shipping_profile: str = ""
    shipping: tuple[ShippingPrice, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def family(self) -> str:
        """What it is a variant of: its parent, or itself when it has none."""
        return self.parent or self.sku


#: What a change of stock or price alone touches.
STOCK_FIELDS = frozenset({"quantity", "price"})
#: Everything an `OfferChange.fields` may name.
OFFER_FIELDS = frozenset(Offer.__dataclass_fields__) - {"sku"}


class ChangeKind(StrEnum):
    """What is to be done about an offer at a marketplace."""

    NEW = "new"  #: it is not there yet
    UPDATE = "update"  #: it is there and differs
    END = "end"  #: it is to be taken off sale
    SAME = "same"  #: nothing; it travels along because its family travels whole


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferChange:
    """One line of a push. `fields`: names of `Offer` that differ from `before`, what the marketplace last confirmed.

    An empty `fields` of an update means that nobody knows what differs: everything is sent.
    """

    kind: ChangeKind
    offer: Offer
    before: Offer | None = None
    fields: frozenset[str] = frozenset()
