"""Reading is lenient about form and strict about content."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from forain.wire.errors import BadValue, Missing, WrongRoot
from forain.wire.tests.shapes import (
    Address,
    Category,
    Item,
    Mail,
    Note,
    Problem,
    Relay,
    Report,
    Sales,
)
from forain.wire.xml import Decoded, decode, element, elements, message

ITEM = """
<item xmlns="urn:other">
  <!-- a comment --><?pi and an instruction?>
  <purchasedate>03/02/2026-18:07</purchasedate>
  <sku> <![CDATA[ LAMPE ]]><![CDATA[&007]]>
  </sku>
  <itemid>
     910000501
  </itemid>
  <price><currency>EUR</currency><amount>24,90</amount></price>
  <isbn>\t</isbn>
  <ispreorder>n</ispreorder>
  <shipped>true</shipped>
  <day>2026-02-03</day>
  <codes><code>a</code></codes><codes><code/><code>b</code></codes>
  <number>1</number><number> 2 </number>
  <message><sender>x</sender><content>1</content></message>
  <mail><mailid><![CDATA[7]]></mailid><content>2</content></mail>
  <message><sender>y</sender><content>3</content></message>
  <category><code>A</code><categories><category><code>A_B</code></category></categories></category>
  <fatal_error/>
</item>"""
SALES = """<?xml version="1.0" encoding="ISO-8859-1"?>
<s:salesresult xmlns:s="urn:x"><s:response><s:sellerid>4</s:sellerid>
<items>{items}</items></s:response></s:salesresult>"""


def read(items: str = ITEM) -> Decoded[Sales]:
    return decode(Sales, SALES.format(items=items).encode("latin-1"))


def test_any_order_namespace_blanks_and_cdata_are_read_alike() -> None:
    decoded = read()
    assert decoded.value.items[0] == Item(
        item_id=910000501,
        sku="LAMPE &007",
        price=Decimal("24.9"),
        preorder=False,
        shipped=True,
        bought=datetime(2026, 2, 3, 17, 7, tzinfo=UTC),
        day=date(2026, 2, 3),
        codes=("a", "", "b"),
        numbers=(1, 2),
        talk=(Note(sender="x", content="1"), Mail(mail_id=7, content="2"), Note(sender="y", content="3")),
        category=Category(code="A", below=(Category(code="A_B"),)),
        fatal=True,
    )
    assert not decoded.drift
    assert not decoded.repairs


def test_what_nobody_declared_is_counted_by_its_path() -> None:
    decoded = read(ITEM.replace("</price>", "<new><x/></new></price><extra/><extra/>") * 2)
    assert decoded.drift == {
        "salesresult/response/items/item/price/new": 2,
        "salesresult/response/items/item/extra": 4,
    }
    assert decoded.drift.total == 6
    assert decoded.value == read(ITEM * 2).value


def test_a_value_that_comes_twice_is_read_once_and_counted() -> None:
    decoded = read(ITEM.replace("<sku>", "<sku>first</sku><sku>").replace("</item>", "<fatal_error/></item>"))
    assert decoded.value.items[0].sku == "first"
    assert decoded.drift == {
        "salesresult/response/items/item/sku (repeated)": 1,
        "salesresult/response/items/item/fatal_error (repeated)": 1,
    }


def test_a_text_with_elements_inside_is_read_whole_and_counted() -> None:
    decoded = read(ITEM.replace("&007]]>", "]]>with <b>bold <i>and</i></b> more"))
    assert decoded.value.items[0].sku == "LAMPE with bold and more"
    assert decoded.drift == {"salesresult/response/items/item/sku/b": 1}


@pytest.mark.parametrize(
    ("inside", "code", "problems"),
    [
        ("", None, ()),
        ("<errors/>", None, ()),
        ("<errors> -12 </errors>", -12, ()),
        ("<errors><error><id>-3</id></error></errors>", None, (Problem(id=-3),)),
        ("<errors>\n<error><id>1</id></error> </errors><errors>7</errors>", 7, (Problem(id=1),)),
    ],
)
def test_an_element_may_hold_a_number_or_a_list(inside: str, code: int | None, problems: object) -> None:
    """Spartoo, general part §7: the variants S and L."""
    value = decode(
        Sales, f"<salesresult><response><sellerid/></response>{inside}</salesresult>".encode()
    ).value
    assert (value.code, value.problems) == (code, problems)


@pytest.mark.parametrize(
    ("inside", "relay", "address"),
    [
        ("", None, None),
        ("<relay_info/><address/>", Relay(), None),
        ("<relay_info> </relay_info><address>\n</address>", Relay(), None),
        ("<address><city/></address>", None, Address(city="")),
        ("<relay_info><relay><zipcode>1</zipcode></relay></relay_info>", Relay(zip_code="1"), None),
    ],
)
def test_an_optional_record_written_empty_is_none_when_it_could_not_be_one(
    inside: str, relay: object, address: object
) -> None:
    item = read(ITEM.replace("<fatal_error/>", inside)).value.items[0]
    assert (item.relay, item.address) == (relay, address)


def test_a_missing_or_empty_element_takes_its_default() -> None:
    @message("m")
    class Defaults:
        text: str = element("text", default="d")
        number: int = element("number", default=7)
        several: tuple[str, ...] = elements("one", default=("x",))

    def read(data: bytes) -> tuple[Any, ...]:
        value = decode(Defaults, data).value
        return value.text, value.number, value.several

    assert read(b"<m/>") == ("d", 7, ("x",))
    assert read(b"<m><text/><number> </number><one/></m>") == ("", 7, ("",))


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (("<itemid>\n     910000501\n  </itemid>", ""), "itemid"),
        (("<amount>24,90</amount>", ""), "price/amount"),
        (("<price><currency>EUR</currency><amount>24,90</amount></price>", ""), "price/amount"),
        (("<mailid><![CDATA[7]]></mailid>", ""), "mail[1]/mailid"),
        (("<sender>y</sender>", ""), "message[2]/sender"),
        (("<code>A_B</code>", ""), "category/categories/category[1]/code"),
    ],
)
def test_what_is_missing_is_named_with_its_exact_path(change: tuple[str, str], path: str) -> None:
    with pytest.raises(Missing) as caught:
        read(ITEM * 2 + ITEM.replace(*change))
    assert caught.value.path == f"salesresult/response/items/item[3]/{path}"
    assert str(caught.value) == f"The required element {caught.value.path} is missing."


@pytest.mark.parametrize(
    ("change", "path", "kind", "excerpt"),
    [
        (("910000501", "91 0"), "itemid", "a whole number", "91 0"),
        (("910000501", ""), "itemid", "a whole number", ""),
        (("24,90", "NaN"), "price/amount", "a decimal number", "NaN"),
        (("> 2 <", ">two<"), "number[2]", "a whole number", "two"),
        (("> 2 <", "><"), "number[2]", "a whole number", ""),
        ((">n<", ">perhaps<"), "ispreorder", "Y or N", "perhaps"),
        (("03/02/2026-18:07", "31/02/2026-18:07"), "purchasedate", "a French local time like dd/mm/yyyy-hh:mm",
         "31/02/2026-18:07"),
        (("910000501", "x" * 50), "itemid", "a whole number", "x" * 40),
    ],
)  # fmt: skip
def test_a_bad_value_is_named_with_its_path_kind_and_an_excerpt(
    change: tuple[str, str], path: str, kind: str, excerpt: str
) -> None:
    with pytest.raises(BadValue) as caught:
        read(ITEM + ITEM.replace(*change))
    expected = (f"salesresult/response/items/item[2]/{path}", kind, excerpt)
    assert (caught.value.path, caught.value.expected, caught.value.excerpt) == expected
    assert str(caught.value) == f"The element {expected[0]} should hold {kind}, it holds {excerpt!r}."


def test_another_document_is_the_wrong_root() -> None:
    with pytest.raises(
        WrongRoot, match=r"The root element salesresult was expected, errorresponse was found."
    ):
        decode(Sales, b"<errorresponse xmlns='urn:x'/>")


def test_a_record_may_be_read_from_any_root() -> None:
    assert decode(Problem, b"<whatever><id>1</id></whatever>").value == Problem(id=1)


def test_an_undeclared_prefix_is_forgiven() -> None:
    """As in Rakuten's own sample of contactusaboutitem."""
    data = b'<root xsi:schemaLocation="a b"><x:response><x:file><name>n</name></x:file></x:response></root>'
    decoded = decode(Report, data)
    assert decoded.value.name == "n"
    assert not decoded.drift


@pytest.mark.parametrize(
    "charset", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "windows-1252", "iso-8859-15", "koi8-r"]
)
def test_other_character_sets_are_read_by_their_marks_or_declaration(charset: str) -> None:
    text = f"<?xml version='1.0' encoding='{charset}'?><root><response><file><name>a–</name></file></response></root>"
    expected = "a–" if charset not in {"iso-8859-15", "koi8-r"} else "a"
    data = text.encode(charset, "ignore")
    assert decode(Report, data).value.name == expected


@pytest.mark.parametrize("spelling", ["utf8", "UTF_8", "latin1", "ISO8859-1", "l1", "cp1252"])
def test_other_spellings_of_a_character_set_are_understood(spelling: str) -> None:
    text = f"<?xml version='1.0' encoding='{spelling}'?><root><response><file><name>é</name></file></response></root>"
    assert decode(Report, text.encode(spelling)).value.name == "é"
