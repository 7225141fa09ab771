"""The sale tree, the same in getnewsales and getcurrentsales: one basket of one buyer, each unit an item."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from forain.marketplaces.rakuten_fr.messages.kinds import CHARSET, IDENTIFIER, namespace
from forain.wire import values
from forain.wire.xml import element, elements, message


@message
class PostalAddress:
    """`deliveryaddress` and `billingaddress`. Metropolitan France is `FX` in `country_alpha2`."""

    civility: str = element("civility", default="")
    last_name: str = element("lastname", cdata=True, default="")
    first_name: str = element("firstname", cdata=True, default="")
    address1: str = element("address1", cdata=True, default="")
    address2: str = element("address2", cdata=True, default="")
    zip_code: str = element("zipcode", default="")
    city: str = element("city", cdata=True, default="")
    country: str = element("country", cdata=True, default="")
    country_alpha2: str = element("countryalpha2", default="")
    phone_number1: str = element("phonenumber1", default="")
    phone_number2: str = element("phonenumber2", default="")


@message
class RelayPoint:
    """`collectionpointaddress`: the names are the buyer's, the rest is the shop where the parcel waits."""

    civility: str = element("civility", default="")
    last_name: str = element("lastname", cdata=True, default="")
    first_name: str = element("firstname", cdata=True, default="")
    id: str = element("id", cdata=True, default="")
    name: str = element("name", cdata=True, default="")
    address: str = element("address", cdata=True, default="")
    zip_code: str = element("zipcode", default="")
    city: str = element("city", cdata=True, default="")
    country: str = element("country", cdata=True, default="")
    contract_level: str | None = element("contractlevel", cdata=True, default=None)


@message
class SoldItem:
    """One unit sold. `is_fulfilment` came with 2017-08-07, `shipped` with 2016-03-16."""

    sku: str = element("sku", cdata=True, default="")
    advert_id: str = element("advertid", default="")
    listed_price: Decimal | None = element("advertpricelisted/amount", default=None)
    listed_currency: str | None = element("advertpricelisted/currency", default=None)
    item_id: str = element("itemid", as_=IDENTIFIER)
    headline: str = element("headline", cdata=True, default="")
    item_status: str = element("itemstatus", cdata=True)
    shipped: bool | None = element("shipped", as_=values.ONE_ZERO, default=None)
    is_preorder: bool = element("ispreorder", as_=values.Y_N, default=False)
    is_fulfilment: bool | None = element("is_fulfilment", as_=values.Y_N, default=None)
    is_nego: bool = element("isnego", as_=values.Y_N, default=False)
    negotiation_comment: str = element("negotiationcomment", default="")
    price: Decimal = element("price/amount")
    currency: str = element("price/currency", default="EUR")
    is_rsl: bool = element("isrsl", as_=values.Y_N, default=False)
    isbn: str = element("isbn", default="")
    ean: str = element("ean", default="")
    payment_status: str = element("paymentstatus", cdata=True, default="")
    seller_score: str = element("sellerscore", default="")


@message
class Sale:
    """One purchase. Which of the three address blocks are there depends on the shipping mode (section 11.4)."""

    purchase_id: str = element("purchaseid", as_=IDENTIFIER)
    purchase_date: datetime = element("purchasedate", as_=values.PARIS_MINUTES)
    shipping_type: str = element("deliveryinformation/shippingtype", default="")
    is_full_rsl: bool = element("deliveryinformation/isfullrsl", as_=values.Y_N, default=False)
    buyer_login: str = element("deliveryinformation/purchasebuyerlogin", cdata=True, default="")
    buyer_email: str = element("deliveryinformation/purchasebuyeremail", default="")
    collection_point: RelayPoint | None = element("deliveryinformation/collectionpointaddress", default=None)
    delivery_address: PostalAddress | None = element("deliveryinformation/deliveryaddress", default=None)
    billing_address: PostalAddress | None = element("deliveryinformation/billingaddress", default=None)
    items: tuple[SoldItem, ...] = elements("items/item")


@message("getnewsalesresult", namespace=namespace("getnewsales"), charset=CHARSET)
class NewSales:
    """Sales waiting for the seller's answer, newest last."""

    version: str = element("request/version", default="")
    user: str = element("request/user", default="")
    last_version: str = element("response/lastversion", default="")
    seller_id: str = element("response/sellerid", as_=IDENTIFIER)
    sales: tuple[Sale, ...] = elements("response/sales/sale")


@message("getcurrentsalesresult", namespace=namespace("getcurrentsales"), charset=CHARSET)
class CurrentSales:
    """One page of confirmed sales. `next_token` is empty on the last page; `purchase_date` echoes `dd/mm/yyyy`."""

    version: str = element("request/version", default="")
    user: str = element("request/user", default="")
    purchase_date: str | None = element("request/purchasedate", default=None)
    token: str = element("request/nexttoken", default="")
    is_pending_preorder: bool = element("request/ispendingpreorder", as_=values.TRUE_FALSE, default=False)
    last_version: str = element("response/lastversion", default="")
    next_token: str = element("response/nexttoken", default="")
    seller_id: str = element("response/sellerid", as_=IDENTIFIER)
    sales: tuple[Sale, ...] = elements("response/sales/sale")
