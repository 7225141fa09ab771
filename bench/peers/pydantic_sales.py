"""pydantic-xml on lxml."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

import pydantic_xml
from pydantic import BeforeValidator
from pydantic_xml import element, wrapped

NS = {"": "https://static.fr.shopping.rakuten.com/res/schema/getnewsales"}
FORMAT = "%d/%m/%Y-%H:%M"
Moment = Annotated[datetime, BeforeValidator(lambda text: datetime.strptime(text, FORMAT))]  # noqa: DTZ007 - as one would


class Model(pydantic_xml.BaseXmlModel, nsmap=NS):
    pass


class Address(Model, nsmap=NS):
    civility: str = element()
    lastname: str = element()
    firstname: str = element()
    address1: str = element()
    address2: str | None = element(default=None)
    zipcode: str = element()
    city: str = element()
    country: str = element()
    countryalpha2: str = element()
    phonenumber1: str | None = element(default=None)
    phonenumber2: str | None = element(default=None)


class Item(Model, nsmap=NS):
    sku: str | None = element(default=None)
    advertid: str = element()
    listed: Decimal = wrapped("advertpricelisted", element(tag="amount"))
    listed_currency: str = wrapped("advertpricelisted", element(tag="currency"))
    itemid: str = element()
    headline: str = element()
    itemstatus: str = element()
    ispreorder: str = element()
    is_fulfilment: str | None = element(default=None)
    isnego: str = element()
    negotiationcomment: str | None = element(default=None)
    amount: Decimal = wrapped("price", element(tag="amount"))
    currency: str = wrapped("price", element(tag="currency"))
    isrsl: str = element()
    isbn: str | None = element(default=None)
    ean: str | None = element(default=None)
    paymentstatus: str = element()
    sellerscore: str | None = element(default=None)


class Delivery(Model, nsmap=NS):
    shippingtype: str = element()
    isfullrsl: str = element()
    purchasebuyerlogin: str = element()
    purchasebuyeremail: str = element()
    collectionpointaddress: Address | None = element(default=None)
    deliveryaddress: Address | None = element(default=None)
    billingaddress: Address | None = element(default=None)


class Sale(Model, nsmap=NS):
    purchaseid: str = element()
    purchasedate: Moment = element()
    deliveryinformation: Delivery = element()
    items: list[Item] = wrapped("items", element(tag="item"))


class NewSales(Model, tag="getnewsalesresult", nsmap=NS):
    version: str = wrapped("request", element(tag="version"))
    user: str = wrapped("request", element(tag="user"))
    lastversion: str = wrapped("response", element(tag="lastversion"))
    sellerid: str = wrapped("response", element(tag="sellerid"))
    sales: list[Sale] = wrapped("response/sales", element(tag="sale"))


def prepare(path):
    """Give the function to be timed."""

    def run():
        return len(NewSales.from_xml(path.read_bytes()).sales)

    return run
