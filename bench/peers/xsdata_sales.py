"""xsdata: dataclasses with lxml's events."""

# ruff: noqa: RUF009 - `of` gives dataclass fields

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from xsdata.formats.dataclass.context import XmlContext
from xsdata.formats.dataclass.parsers import XmlParser
from xsdata.formats.dataclass.parsers.config import ParserConfig
from xsdata.formats.dataclass.parsers.handlers import LxmlEventHandler

NS = "https://static.fr.shopping.rakuten.com/res/schema/getnewsales"


def of(name, *, many=False, **more):
    metadata = {"name": name, "type": "Element", "namespace": NS, **more}
    return field(default_factory=list, metadata=metadata) if many else field(default=None, metadata=metadata)


@dataclass(slots=True, kw_only=True)
class Price:
    amount: Decimal | None = of("amount")
    currency: str | None = of("currency")


@dataclass(slots=True, kw_only=True)
class Address:
    civility: str | None = of("civility")
    lastname: str | None = of("lastname")
    firstname: str | None = of("firstname")
    address1: str | None = of("address1")
    address2: str | None = of("address2")
    zipcode: str | None = of("zipcode")
    city: str | None = of("city")
    country: str | None = of("country")
    countryalpha2: str | None = of("countryalpha2")
    phonenumber1: str | None = of("phonenumber1")
    phonenumber2: str | None = of("phonenumber2")


@dataclass(slots=True, kw_only=True)
class Item:
    sku: str | None = of("sku")
    advertid: str | None = of("advertid")
    advertpricelisted: Price | None = of("advertpricelisted")
    itemid: str | None = of("itemid")
    headline: str | None = of("headline")
    itemstatus: str | None = of("itemstatus")
    ispreorder: str | None = of("ispreorder")
    is_fulfilment: str | None = of("is_fulfilment")
    isnego: str | None = of("isnego")
    negotiationcomment: str | None = of("negotiationcomment")
    price: Price | None = of("price")
    isrsl: str | None = of("isrsl")
    isbn: str | None = of("isbn")
    ean: str | None = of("ean")
    paymentstatus: str | None = of("paymentstatus")
    sellerscore: str | None = of("sellerscore")


@dataclass(slots=True, kw_only=True)
class Delivery:
    shippingtype: str | None = of("shippingtype")
    isfullrsl: str | None = of("isfullrsl")
    purchasebuyerlogin: str | None = of("purchasebuyerlogin")
    purchasebuyeremail: str | None = of("purchasebuyeremail")
    collectionpointaddress: Address | None = of("collectionpointaddress")
    deliveryaddress: Address | None = of("deliveryaddress")
    billingaddress: Address | None = of("billingaddress")


@dataclass(slots=True, kw_only=True)
class Items:
    item: list[Item] = of("item", many=True)


@dataclass(slots=True, kw_only=True)
class Sale:
    purchaseid: str | None = of("purchaseid")
    purchasedate: datetime | None = of("purchasedate", format="%d/%m/%Y-%H:%M")
    deliveryinformation: Delivery | None = of("deliveryinformation")
    items: Items | None = of("items")


@dataclass(slots=True, kw_only=True)
class Sales:
    sale: list[Sale] = of("sale", many=True)


@dataclass(slots=True, kw_only=True)
class Request:
    version: str | None = of("version")
    user: str | None = of("user")


@dataclass(slots=True, kw_only=True)
class Response:
    lastversion: str | None = of("lastversion")
    sellerid: str | None = of("sellerid")
    sales: Sales | None = of("sales")


@dataclass(slots=True, kw_only=True)
class NewSales:
    class Meta:
        name = "getnewsalesresult"
        namespace = NS

    request: Request | None = of("request")
    response: Response | None = of("response")


def prepare(path):
    """Give the function to be timed."""
    parser = XmlParser(context=XmlContext(), config=ParserConfig(), handler=LxmlEventHandler)

    def run():
        return len(parser.from_bytes(path.read_bytes(), NewSales).response.sales.sale)

    return run
