"""What a marketplace's accounting tells of an order once it speaks: amounts that are final, and how it is shipped.

Per line: `payable = price + shipping - commission` when the marketplace's arithmetic holds; it is checked, never mended.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from forain.trade.address import Address, DeliveryPoint
from forain.trade.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class LineMoney:
    """Gross amounts of one line. `ended`: it was cancelled or refused, so nothing is paid for it."""

    reference: str
    price: Money  #: what the buyer pays for the line
    shipping: Money  #: the line's share of shipping
    commission: Money  #: what the marketplace keeps, with tax
    payable: Money  #: what the seller gets
    ended: bool = False
    told: Mapping[str, str] = field(default_factory=dict)  #: all amounts, verbatim

    @property
    def residue(self) -> Money:
        """What the marketplace's own arithmetic leaves over; zero for a line that ended."""
        if self.ended:
            return Money.zero(self.price.currency)
        return self.payable + self.commission - self.price - self.shipping


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderMoney:
    """The accounting's view of an order: only lines that were accepted are in it.

    `shipping`: what the buyer paid to have the whole basket shipped, lines that are not in `lines` included.
    `label`: facts of a prepaid label, empty where the shipping mode has none.
    """

    order_reference: str
    lines: tuple[LineMoney, ...]
    shipping: Money | None = None
    shipping_mode: str = ""
    buyer_login: str = ""
    buyer_email: str = ""
    shipping_address: Address | None = None
    billing_address: Address | None = None
    delivery_point: DeliveryPoint | None = None
    label: Mapping[str, str] = field(default_factory=dict)
