"""getcompensationdetails: what one payout is made of, line by line, so that it can be added up to the cent."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from forain.marketplaces.rakuten_fr.messages.billing import Money
from forain.marketplaces.rakuten_fr.messages.kinds import CHARSET, IDENTIFIER, namespace
from forain.wire import values
from forain.wire.xml import element, elements, message


@message
class OfItem:
    """What each line about an article begins with."""

    purchase_date: datetime = element("purchasedate", as_=values.PARIS_MINUTES)
    purchase_id: str = element("purchaseid", as_=IDENTIFIER)
    buyer_login: str = element("purchasebuyerlogin", default="")
    item_id: str = element("item/itemid", as_=IDENTIFIER)
    sku: str = element("item/sku", cdata=True, default="")
    headline: str = element("item/headline", cdata=True, default="")
    category: str = element("item/category", cdata=True, default="")
    item_status: str = element("item/itemstatus", default="")


@message
class Priced(OfItem):
    """Its price and shipping, and what Rakuten keeps of them."""

    price: Money = element("item/itemsaleprice")
    shipping: Money = element("item/shippingsaleprice")
    item_vat_rate: Decimal = element("item/itemcommissionvatrate")
    item_fee: Money = element("item/itemcommissionexcltax")
    item_fee_vat: Money = element("item/itemcommissionvat")
    shipping_vat_rate: Decimal = element("item/shippingcommissionvatrate")
    shipping_fee: Money = element("item/shippingcommissionexcltax")
    shipping_fee_vat: Money = element("item/shippingcommissionvat")


@message
class ItemPayment(Priced):
    """`itempayment`: an article that is paid."""

    payment: Money = element("item/paymentamount")


@message
class CancelledItemPayment(Priced):
    """`cancelleditempayment`: an article cancelled after it was paid; `cancellation` is taken back."""

    cancellation: Money = element("item/totalcancellationamount")


@message
class ItemAdjustment(OfItem):
    """`itemadjustmentpayment`: something given back to the buyer, such as the shipping; it is taken off."""

    vat_rate: Decimal = element("item/itemadjustmentvatrate")
    adjustment: Money = element("item/itemadjustmentamount")


@message
class LicenceFee:
    """`licensefee`: the subscription of a month (`mm/yyyy`)."""

    fee_id: str = element("licensefeeid", default="")
    period: str = element("licensefeeperiod", default="")
    vat_rate: Decimal = element("licensefeevatrate")
    excluding_tax: Money = element("licensefeeamountexcltax")
    vat: Money = element("licensefeeamountvat")
    including_tax: Money = element("licensefeeamountincltax")


@message
class LicenceFeeAsset:
    """`licensefeeasset`: a credit note on a subscription."""

    fee_id: str = element("licensefeeid", default="")
    period: str = element("licensefeeperiod", default="")
    vat_rate: Decimal = element("licensefeeassetvatrate")
    excluding_tax: Money = element("licensefeeassetamountexcltax")
    vat: Money = element("licensefeeassetamountvat")
    including_tax: Money = element("licensefeeassetamountincltax")


_IN = "response/compensationdetails"


@message("getcompensationdetailsresult", namespace=namespace("getcompensationdetails"), charset=CHARSET)
class CompensationDetails:
    """One payout. Numbers may begin with zeros; the printed sample has text between its elements."""

    user: str = element("request/user", default="")
    asked_compensation_id: str = element("request/compensationid", default="")
    version: str = element("request/version", default="")
    seller_id: str = element("response/sellerid", as_=IDENTIFIER)
    last_version: str = element("response/lastversion", default="")
    compensation_id: str = element(f"{_IN}/compensationid", as_=IDENTIFIER)
    date: datetime = element(f"{_IN}/compensationdate", as_=values.PARIS_MINUTES)
    invoice_number: str = element(f"{_IN}/invoicenumber", default="")
    payments: tuple[ItemPayment, ...] = elements(f"{_IN}/itempayment")
    cancellations: tuple[CancelledItemPayment, ...] = elements(f"{_IN}/cancelleditempayment")
    adjustments: tuple[ItemAdjustment, ...] = elements(f"{_IN}/itemadjustmentpayment")
    fees: tuple[LicenceFee, ...] = elements(f"{_IN}/licensefee")
    assets: tuple[LicenceFeeAsset, ...] = elements(f"{_IN}/licensefeeasset")

    @property
    def total(self) -> Decimal:
        """What the operation in the wallet must be: payments - cancellations - adjustments - fees + credit notes."""
        paid = sum((one.payment.amount for one in self.payments), Decimal(0))
        taken = sum((one.cancellation.amount for one in self.cancellations), Decimal(0))
        taken += sum((one.adjustment.amount for one in self.adjustments), Decimal(0))
        taken += sum((one.including_tax.amount for one in self.fees), Decimal(0))
        return paid - taken + sum((one.including_tax.amount for one in self.assets), Decimal(0))
