"""Amounts of sold items: getbillinginformation, and the same block inside the lines of a payout."""

from __future__ import annotations

from decimal import Decimal

from forain.marketplaces.rakuten_fr.messages.kinds import CHARSET, IDENTIFIER, namespace
from forain.wire import values
from forain.wire.xml import element, elements, message


@message
class Money:
    """The block all amounts travel in; `EUR` is the only currency seen."""

    amount: Decimal = element("amount")
    currency: str = element("currency", default="EUR")


@message
class BilledItem:
    """Net for the seller = price + shipping - the four fees, each VAT rounded to the cent on its own."""

    item_id: str = element("itemid", as_=IDENTIFIER)
    sku: str = element("sku", cdata=True, default="")
    headline: str = element("headline", cdata=True, default="")
    category: str = element("category", cdata=True, default="")
    item_status: str = element("itemstatus", default="")
    shipped: bool | None = element("shipped", as_=values.ONE_ZERO, default=None)
    price: Money = element("itemsaleprice")
    shipping: Money = element("shippingsaleprice")
    item_vat_rate: Decimal = element("itemcommissionvatrate")
    item_fee: Money = element("itemcommissionexcltax")
    item_fee_vat: Money = element("itemcommissionvat")
    shipping_vat_rate: Decimal = element("shippingcommissionvatrate")
    shipping_fee: Money = element("shippingcommissionexcltax")
    shipping_fee_vat: Money = element("shippingcommissionvat")
    payment: Money = element("paymentamount")


@message("getbillinginformationresult", namespace=namespace("getbillinginformation"), charset=CHARSET)
class BillingInformation:
    """One purchase; items that were not accepted are not in it. Here `sellerid` comes before `lastversion`."""

    user: str = element("request/user", default="")
    purchase_id: str = element("request/purchaseid", default="")
    version: str = element("request/version", default="")
    seller_id: str = element("response/sellerid", as_=IDENTIFIER)
    last_version: str = element("response/lastversion", default="")
    items: tuple[BilledItem, ...] = elements("response/billinginformation/items/item")
