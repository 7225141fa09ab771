"""From Rakuten's accounting words to ours: what the buyer pays, what Rakuten keeps, what the seller gets. Pure."""

from __future__ import annotations

from forain.marketplaces.rakuten_fr import mapping
from forain.marketplaces.rakuten_fr import messages as m
from forain.trade.billing import LineMoney, OrderMoney
from forain.trade.lifecycle import ENDS
from forain.trade.money import Money


def order_money(reference: str, billing: m.BillingInformation, shipping: m.ShippingInformation) -> OrderMoney:
    """One purchase: amounts of its accepted items, and how the basket is shipped."""
    return OrderMoney(
        order_reference=reference,
        lines=tuple(_line(one) for one in billing.items),
        shipping=_money(shipping.shipping_cost),
        shipping_mode=shipping.shipping_type,
        buyer_login=shipping.buyer_login,
        buyer_email=shipping.buyer_email,
        shipping_address=mapping.address(shipping.delivery_address, shipping.buyer_email),
        billing_address=mapping.address(shipping.billing_address, shipping.buyer_email),
        delivery_point=mapping.delivery_point(shipping.collection_point, shipping.shipping_type),
        label=_label(shipping.label),
    )


def _line(item: m.BilledItem) -> LineMoney:
    fees = (item.item_fee, item.item_fee_vat, item.shipping_fee, item.shipping_fee_vat)
    commission = Money.zero(item.price.currency)
    for fee in fees:
        commission += _money(fee)
    return LineMoney(
        reference=item.item_id,
        price=_money(item.price),
        shipping=_money(item.shipping),
        commission=commission,
        payable=_money(item.payment),
        ended=mapping.fulfilment(item.item_status, item.shipped) in ENDS,
        told=_told(item),
    )


def _told(item: m.BilledItem) -> dict[str, str]:
    """By the names on the wire."""
    return {
        "itemstatus": item.item_status,
        "category": item.category,
        "itemsaleprice": str(item.price.amount),
        "shippingsaleprice": str(item.shipping.amount),
        "itemcommissionvatrate": str(item.item_vat_rate),
        "itemcommissionexcltax": str(item.item_fee.amount),
        "itemcommissionvat": str(item.item_fee_vat.amount),
        "shippingcommissionvatrate": str(item.shipping_vat_rate),
        "shippingcommissionexcltax": str(item.shipping_fee.amount),
        "shippingcommissionvat": str(item.shipping_fee_vat.amount),
        "paymentamount": str(item.payment.amount),
    }


def _money(block: m.Money) -> Money:
    return Money.of(block.amount, block.currency)


def _label(label: m.PrepaidLabel | None) -> dict[str, str]:
    if label is None:
        return {}
    told = {
        "available": "yes" if label.available else "no",
        "detail": label.detail,
        "url": label.url or "",
        "tracking_number": label.tracking_number or "",
        "tracking_url": label.tracking_url or "",
    }
    return {name: text for name, text in told.items() if text}
