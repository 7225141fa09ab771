"""What an item brings its seller: fees on price and shipping, each VAT rounded to the cent on its own.

Arithmetic of the recorded getbillinginformation sample; the rates are ours (`decisions.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from forain.marketplaces.rakuten_fr import decisions
from forain.marketplaces.rakuten_fr.sandbox.state import Item

CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Bill:
    """All in euros; rates in percent."""

    price: Decimal
    shipping: Decimal
    item_fee: Decimal
    item_fee_vat: Decimal
    shipping_fee: Decimal
    shipping_fee_vat: Decimal
    vat_rate: Decimal = decisions.VAT_RATE

    @property
    def fees(self) -> Decimal:
        """What Rakuten keeps."""
        return self.item_fee + self.item_fee_vat + self.shipping_fee + self.shipping_fee_vat

    @property
    def net(self) -> Decimal:
        """What the seller gets."""
        return self.price + self.shipping - self.fees


def bill(item: Item) -> Bill:
    """Of one unit, with the commission it was sold under."""
    item_fee, shipping_fee = cents(item.price * item.commission), cents(item.shipping * item.commission)
    return Bill(item.price, item.shipping, item_fee, vat(item_fee), shipping_fee, vat(shipping_fee))


def vat(amount: Decimal) -> Decimal:
    """On an amount before tax."""
    return cents(amount * decisions.VAT_RATE / 100)


def cents(amount: Decimal) -> Decimal:
    """Rounded half up, as invoices are."""
    return amount.quantize(CENT, ROUND_HALF_UP)
