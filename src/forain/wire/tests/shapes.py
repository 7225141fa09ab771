"""One small message of every kind a declaration can have; the other tests read and write these."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from forain.wire import values
from forain.wire.xml import choices, element, elements, message


@message
class Mail:
    """Has an identifier."""

    mail_id: int = element("mailid")
    content: str = element("content", cdata=True)


@message
class Note:
    """Has none."""

    sender: str = element("sender")
    content: str = element("content", cdata=True)


@message
class Relay:
    """Nothing in it is required."""

    name: str | None = element("relay/name", cdata=True, default=None)
    zip_code: str | None = element("relay/zipcode", default=None)


@message
class Address:
    """Something in it is required."""

    city: str = element("city", cdata=True)
    street: str | None = element("street", when_none="empty", default=None)


@message
class Problem:
    """A row of an error list."""

    id: int = element("id")
    description: str = element("description", cdata=True, default="")


@message
class Category:
    """Holds others of its kind."""

    code: str = element("code")
    below: tuple[Category, ...] = elements("categories/category", when_none="omit", default=())


@message
class Item:
    """Every kind of field."""

    item_id: int = element("itemid")
    sku: str = element("sku", cdata=True)
    price: Decimal = element("price/amount")
    currency: str = element("price/currency", default="EUR")
    exact: Decimal | None = element("exact", as_=values.DECIMAL_2, default=None)
    isbn: str | None = element("isbn", when_none="empty", default=None)
    preorder: bool = element("ispreorder", as_=values.Y_N)
    shipped: bool | None = element("shipped", as_=values.ONE_ZERO, default=None)
    bought: datetime = element("purchasedate", as_=values.PARIS_MINUTES)
    day: date | None = element("day", default=None)
    relay: Relay | None = element("relay_info", default=None)
    address: Address | None = element("address", when_none="empty", default=None)
    codes: tuple[str, ...] = elements("codes/code", default=())
    numbers: tuple[int, ...] = elements("number", default=())
    talk: tuple[Mail | Note, ...] = choices({"mail": Mail, "message": Note}, default=())
    category: Category | None = element("category", default=None)
    fatal: bool = element("fatal_error", as_=values.PRESENCE, default=False)


@message("salesresult", namespace="urn:sales", charset="ISO-8859-1")
class Sales:
    """A document in a single-byte character set."""

    version: str = element("request/version", default="")
    seller: str = element("response/sellerid")
    items: tuple[Item, ...] = elements("response/items/item")
    token: str | None = element("response/nexttoken", default=None)
    code: int | None = element("errors", default=None)
    problems: tuple[Problem, ...] = elements("errors/error", when_none="omit", default=())


@message("root")
class Report:
    """A document in UTF-8 whose records lie beside other elements."""

    name: str = element("response/file/name", default="")
    products: tuple[Problem, ...] = elements("response/product", default=())
    token: str | None = element("response/nexttoken", default=None)
