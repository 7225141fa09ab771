"""The sketch of the design document, alive: every kind of field, both ways."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from forain.wire import errors, values
from forain.wire.xml import choices, decode, element, elements, encode, message, peek_root, stream


@message
class Mail:
    """A mail."""

    mailid: str = element("mailid")


@message
class Note:
    """A message."""

    sender: str = element("sender")


@message
class Error:
    """An error."""

    code: int = element("id")
    text: str = element("description", cdata=True)


@message
class Item:
    """An item."""

    item_id: str = element("itemid")
    sku: str = element("sku", cdata=True)
    price: Decimal = element("price/amount")
    currency: str = element("price/currency")
    isbn: str | None = element("isbn", when_none="empty")
    preorder: bool = element("ispreorder", as_=values.Y_N)
    bought: datetime = element("purchasedate", as_=values.PARIS_MINUTES)
    mails: tuple[Mail | Note, ...] = choices({"mail": Mail, "message": Note})
    fatal: bool = element("fatal_error", as_=values.PRESENCE)


@message("newsales", namespace="urn:newsales", charset="ISO-8859-1")
class NewSales:
    """A document."""

    version: str = element("request/version")
    seller: str | None = element("response/sellerid", default=None)
    items: tuple[Item, ...] = elements("response/items/item")
    code: str | None = element("errors", default=None)
    errors: tuple[Error, ...] = elements("errors/error", default=())


ITEM = Item(
    item_id="7",
    sku="A]]>É€",
    price=Decimal("24.90"),
    currency="EUR",
    isbn=None,
    preorder=True,
    bought=datetime(2026, 2, 3, 17, 7, tzinfo=UTC),
    mails=(Note(sender="b"), Mail(mailid="1"), Note(sender="c")),
    fatal=True,
)


def test_a_document_comes_back_as_it_was_written() -> None:
    sales = NewSales(version="1", items=(ITEM, ITEM), errors=(Error(code=-3, text="<b>"),))
    data = encode(sales)
    assert b'<?xml version="1.0" encoding="ISO-8859-1"?>\n<newsales xmlns="urn:newsales">' in data
    assert b"<purchasedate>03/02/2026-18:07</purchasedate>" in data
    decoded = decode(NewSales, data)
    assert decoded.value.items[0].sku == "A]]>ÉEUR"
    assert decoded.value.items[1].mails == ITEM.mails
    assert not decoded.drift
    assert not decoded.repairs
    assert peek_root(data) == "newsales"


def test_a_missing_element_is_named_with_its_exact_path() -> None:
    data = encode(NewSales(version="1", items=(ITEM, ITEM)))
    at = data.rindex(b"<itemid>7</itemid>")
    with pytest.raises(errors.Missing, match=r"newsales/response/items/item\[2\]/itemid "):
        decode(NewSales, data[:at] + data[at + 18 :])


def test_a_stream_gives_the_same_records_and_the_head() -> None:
    data = encode(NewSales(version="1", items=(ITEM,) * 50, code="-12"))
    with stream(NewSales, (data[i : i + 10] for i in range(0, len(data), 10)), field="items") as records:
        assert list(records) == list(decode(NewSales, data).value.items)
        assert records.head() == NewSales(version="1", items=(), code="-12")
