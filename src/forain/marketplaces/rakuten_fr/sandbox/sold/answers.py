"""Writes the documents about money and shipping from what the rules found."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from forain.marketplaces.rakuten_fr import decisions
from forain.marketplaces.rakuten_fr import messages as m
from forain.marketplaces.rakuten_fr.sandbox.answers import postal, relay, status_word
from forain.marketplaces.rakuten_fr.sandbox.ground import Ground
from forain.marketplaces.rakuten_fr.sandbox.modes import BY_LABEL, Mode
from forain.marketplaces.rakuten_fr.sandbox.money import bill
from forain.marketplaces.rakuten_fr.sandbox.rules import WAITING
from forain.marketplaces.rakuten_fr.sandbox.sold import labels
from forain.marketplaces.rakuten_fr.sandbox.state import (
    Item,
    Licence,
    Line,
    Payout,
    PayoutLine,
    Purchase,
    Status,
    WalletEntry,
)

_FLAT = Mode("", "", delivery=True)
_ENDED = frozenset({Status.CANCELLED, Status.REFUSED})
_NOTHING = Decimal("0.0")


def money(amount: Decimal) -> m.Money:
    """Euros."""
    return m.Money(amount=amount, currency="EUR")


# -- one purchase -------------------------------------------------------------------------------------------


def billed(item: Item, version: str) -> m.BilledItem:
    """A cancelled item keeps its amounts and brings nothing (our decision)."""
    net = _NOTHING if item.status in _ENDED else bill(item).net
    newer = version >= decisions.NEWER_WORDS_SINCE
    return m.BilledItem(
        **_about(item),
        **_amounts(item),
        item_status=status_word(item.status, version),
        shipped=item.shipment is not None if newer else None,
        payment=money(net),
    )


def _about(item: Item) -> dict[str, Any]:
    return {"item_id": item.id, "sku": item.sku, "headline": item.headline, "category": item.category}


def _amounts(item: Item) -> dict[str, Any]:
    found = bill(item)
    return {
        "price": money(found.price),
        "shipping": money(found.shipping),
        "item_vat_rate": found.vat_rate,
        "item_fee": money(found.item_fee),
        "item_fee_vat": money(found.item_fee_vat),
        "shipping_vat_rate": found.vat_rate,
        "shipping_fee": money(found.shipping_fee),
        "shipping_fee_vat": money(found.shipping_fee_vat),
    }


def delivery(ground: Ground, sale: Purchase, host: str) -> dict[str, Any]:
    """Mode, label, price and the address blocks of the mode (section 11.4)."""
    mode = BY_LABEL.get(sale.mode, _FLAT)
    return {
        "shipping_type": sale.mode,
        "label": label(ground, sale, host) if mode.prepaid else None,
        "shipping_cost": money(sum((one.shipping for one in ground.items_of(sale)), _NOTHING)),
        "buyer_login": sale.buyer.login,
        "buyer_email": sale.email,
        "collection_point": relay(sale) if mode.relay else None,
        "delivery_address": postal(sale.buyer) if mode.delivery else None,
        "billing_address": postal(sale.buyer) if mode.billing else None,
    }


def label(ground: Ground, sale: Purchase, host: str) -> m.PrepaidLabel:
    """There once every item is answered and something is to be shipped (our decision)."""
    items = ground.items_of(sale)
    if any(one.status in WAITING for one in items):
        return m.PrepaidLabel(available=False, detail=decisions.LABEL_WAITING)
    if all(one.status in _ENDED for one in items):
        return m.PrepaidLabel(available=False, detail=decisions.LABEL_USED)
    found = labels.label_of(ground, sale)
    return m.PrepaidLabel(
        available=True,
        detail=decisions.LABEL_AVAILABLE,
        url=labels.address(sale, found, host),
        tracking_number=found.number,
        tracking_url=labels.tracking_address(sale, found),
    )


# -- payouts ------------------------------------------------------------------------------------------------


def operation(entry: WalletEntry) -> m.WalletOperation:
    """One movement of the wallet; the amount is never negative."""
    return m.WalletOperation(
        operation_id=entry.id,
        date=entry.at,
        cause=decisions.OPERATION_CAUSE,
        type="Debit" if entry.amount < 0 else "Credit",
        state=decisions.OPERATION_STATE,
        amount=money(abs(entry.amount)),
        compensation_id=entry.payout,
    )


def compensation(ground: Ground, payout: Payout) -> dict[str, Any]:
    """The lines of a payout, each kind in its own block."""
    return {
        "compensation_id": payout.id,
        "date": payout.at,
        "invoice_number": payout.invoice,
        "payments": tuple(_payment(ground, one) for one in _kind(payout, Line.PAYMENT)),
        "cancellations": tuple(_cancellation(ground, one) for one in _kind(payout, Line.CANCELLATION)),
        "adjustments": tuple(_adjustment(ground, one) for one in _kind(payout, Line.ADJUSTMENT)),
        "fees": tuple(_fee(one) for one in payout.licences if not one.is_credit),
        "assets": tuple(_asset(one) for one in payout.licences if one.is_credit),
    }


def _kind(payout: Payout, kind: Line) -> Sequence[PayoutLine]:
    return [one for one in payout.lines if one.kind is kind]


def _of_line(ground: Ground, line: PayoutLine) -> dict[str, Any]:
    item = ground.shop.items[line.item]
    sale = ground.sale_of(item)
    return {
        "purchase_date": sale.at,
        "purchase_id": sale.id,
        "buyer_login": sale.buyer.login,
        **_about(item),
        "item_status": line.status,
    }


def _payment(ground: Ground, line: PayoutLine) -> m.ItemPayment:
    amounts = _amounts(ground.shop.items[line.item])
    return m.ItemPayment(**_of_line(ground, line), **amounts, payment=money(line.amount))


def _cancellation(ground: Ground, line: PayoutLine) -> m.CancelledItemPayment:
    amounts = _amounts(ground.shop.items[line.item])
    return m.CancelledItemPayment(**_of_line(ground, line), **amounts, cancellation=money(line.amount))


def _adjustment(ground: Ground, line: PayoutLine) -> m.ItemAdjustment:
    return m.ItemAdjustment(
        **_of_line(ground, line), vat_rate=decisions.VAT_RATE, adjustment=money(line.amount)
    )


def _licence(licence: Licence) -> dict[str, Any]:
    return {
        "fee_id": licence.id,
        "period": licence.period,
        "vat_rate": decisions.VAT_RATE,
        "excluding_tax": money(licence.excluding_tax),
        "vat": money(licence.vat),
        "including_tax": money(licence.excluding_tax + licence.vat),
    }


def _fee(licence: Licence) -> m.LicenceFee:
    return m.LicenceFee(**_licence(licence))


def _asset(licence: Licence) -> m.LicenceFeeAsset:
    return m.LicenceFeeAsset(**_licence(licence))
