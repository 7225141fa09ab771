"""An order as a marketplace was seen to tell it: one observation, already in our words, raw words beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from forain.trade.address import Address, DeliveryPoint
from forain.trade.lifecycle import CancelledBy, Dispute, Fulfilment, MoneyState, Phase
from forain.trade.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancellation:
    """Who ended a line, and whether before or after the seller had accepted it."""

    by: CancelledBy = CancelledBy.UNKNOWN
    phase: Phase = Phase.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of an order. A Rakuten line is one item (one unit); a Spartoo line is one size of one product."""

    reference: str  #: the marketplace's identifier, unique within the connection
    observed: Mapping[str, str]  #: the marketplace's own status words, verbatim, by field name
    fulfilment: Fulfilment
    sku: str
    title: str
    quantity: int
    unit_price: Money  #: gross, what the buyer pays for one unit
    dispute: Dispute | None = None  #: None: this observation says nothing about it
    money_state: MoneyState = MoneyState.PROVISIONAL
    offer_reference: str = ""
    listed_price: Money | None = None
    gtins: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(
        default_factory=dict
    )  #: size, colour, brand… as the marketplace wrote
    preorder: bool = False
    negotiated: bool = False
    marketplace_fulfilled: bool = False
    cancellation: Cancellation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A basket of one buyer. `complete` says whether the lines are all of the basket or only those of one list.

    Money: `sum(lines) + shipping + fee - discount = total` is checked at intake and the difference stored.
    """

    reference: str
    placed_at: datetime
    lines: tuple[Line, ...]
    currency: str = "EUR"
    complete: bool = False
    changed_at: datetime | None = None  #: the marketplace's own time stamp of the state, when it gives one
    buyer_login: str = ""
    buyer_email: str = ""
    buyer: Address | None = None
    shipping_address: Address | None = None
    billing_address: Address | None = None
    delivery_point: DeliveryPoint | None = None
    shipping_mode: str = ""  #: the marketplace's label, verbatim
    shipping: Money | None = None
    fee: Money | None = None
    discount: Money | None = None
    total: Money | None = None
    payment_method: str = ""
    site: str = ""
    raw: Mapping[str, str] = field(default_factory=dict)


def residue(order: Order) -> Money | None:
    """What is left of `total` after lines, shipping, fee and discount; None when the total is not known yet."""
    if order.total is None:
        return None
    parts = [line.unit_price * line.quantity for line in order.lines]
    parts += [amount for amount in (order.shipping, order.fee) if amount is not None]
    rest = order.total
    for part in parts:
        rest -= part
    return rest + order.discount if order.discount is not None else rest
