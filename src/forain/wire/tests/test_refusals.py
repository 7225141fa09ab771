"""Broken documents are refused with one sentence that says what and where."""

from __future__ import annotations

import pickle

import pytest

from forain.wire import errors
from forain.wire.tests.shapes import Report
from forain.wire.xml import decode, element, elements, message, peek_root, stream


@message
class ToDo:
    """An item of getitemtodolist."""

    item_id: str = element("itemid")
    causes: tuple[str, ...] = elements("causes/cause")


@message("getitemtodolistresult")
class ToDoList:
    """What Rakuten's page getitemtodolist shows as an example."""

    items: tuple[ToDo, ...] = elements("response/items/item")


SEED_001 = b"""<getitemtodolistresult xsi:schemaLocation="http://www.example.com/a http://www.example.com/a.xsd" \
xmlns="http://www.example.com/a" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<request>
<version>xxxx-xx-xx</version>
<user>xxxx</user>
</request>
<response>
<lastversion>xxxx-xx-xx</lastversion>
<sellerid>18352654</sellerid>
<items>
<item>
<itemid>159177464</itemid>
<causes>
<cause>CLAIM</cause>
<cause>UNREAD_MESSAGE_FROM_CUSTOMER_SERVICE</cause>
<cause>UNREAD_MESSAGE_FROM_BUYER</cause>
</causes>
</item>
</item>
</items>
</response>
</getitemtodolistresult>
"""


def test_the_malformed_sample_of_the_documentation_is_refused_with_its_place() -> None:
    """The page closes `item` twice; no half of it may be believed."""
    with pytest.raises(errors.Malformed) as caught:
        decode(ToDoList, SEED_001)
    assert str(caught.value) == (
        "The document is not well-formed at line 18, column 3, "
        "inside getitemtodolistresult/response/items: mismatched tag."
    )
    assert (caught.value.line, caught.value.inside) == (18, "getitemtodolistresult/response/items")


def test_the_mended_sample_is_read() -> None:
    value = decode(ToDoList, SEED_001.replace(b"</item>\n</item>", b"</item>")).value
    assert value.items[0].causes[0] == "CLAIM"


def test_a_stream_refuses_the_malformed_sample_too() -> None:
    with pytest.raises(errors.Malformed, match="line 18"):
        list(stream(ToDoList, [SEED_001], field="items"))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "nothing was found"),
        (b"  \r\n\t ", "nothing was found"),
        (b"\xef\xbb\xbf", "nothing was found"),
        (b"<!DOCTYPE html><html><body>Maintenance</body></html>", "an HTML page was found"),
        (b"\n<!doctype HTML PUBLIC '-//W3C'><HTML>", "an HTML page was found"),
        (b"<html><body><br></html>", "an HTML page was found"),
        (b'{"error": 1}', "something that begins with '{\"error\": 1}' was found"),
        (
            b"Service unavailable, please try again",
            "something that begins with 'Service unavailable,' was found",
        ),
        (b"\x1f\x8b\x08\x00", "something that begins with"),
    ],
)
def test_what_is_no_xml_at_all_is_said(data: bytes, words: str) -> None:
    for read in (
        lambda: decode(Report, data),
        lambda: peek_root(data),
        lambda: list(stream(Report, [data], field="products")),
    ):
        with pytest.raises(errors.NotXml) as caught:
            read()
        assert words in str(caught.value)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<root><a>&nbsp;</a></root>", "line 1, column 10, inside root/a: undefined entity"),
        (b"<root>\n <a b='1' b='2'/></root>", "line 2, column 11, inside root: duplicate attribute"),
        (b"<root/>\n<root/>", "line 2, column 1: junk after document element"),
        (b"\n\n<root>\n<a></b></root>", "line 4, column 6, inside root/a: mismatched tag"),
        (
            b"\n\n<?xml version='1.0'?>\n<root>\n<a></b></root>",
            "line 5, column 6, inside root/a: mismatched tag",
        ),
        (b"<root>\xe9</root>", "line 1, column 7, inside root: not well-formed"),
        (
            b"<?xml version='1.0' encoding='x-klingon'?><root/>",
            "the character set 'x-klingon' is not known here",
        ),
        (
            b"<?xml version='1.0' encoding='ascii'?>\n<root>\xe9</root>",
            "line 2, column 7: there are bytes that are not ascii",
        ),
        (b"<root xmlns:a='b'><!-- -- --></root>", "not well-formed"),
        (b"<?xml version='1.0'?>\n {}", "line 2, column 2: there is no root element"),
        (b"<5/>", "line 1, column 1: there is no root element"),
    ],
)
def test_a_defect_is_named_with_its_place(data: bytes, words: str) -> None:
    with pytest.raises(errors.Malformed) as caught:
        decode(Report, data)
    assert words in str(caught.value)
    assert not isinstance(caught.value, errors.ClosedEarly)
    with pytest.raises(errors.Malformed):
        list(stream(Report, [data], field="products"))


@pytest.mark.parametrize(
    ("data", "line", "inside"),
    [
        (b"<root>\n<response><file>", 2, "root/response/file"),
        (b"<root>\n<response>\n<fi", 3, "root/response"),
        (b"<root><response><![CDATA[x", 1, "root/response"),
        (b"<root", 1, ""),
        (b"<?xml version='1.0'?>\n<!-- unfin", 2, ""),
        (b"<?xml versi", 1, ""),
        (b"<?xml version='1.0'?>\n", 2, ""),
        (b"<?xml version='1.0'?>\n<", 2, ""),
        (b"<", 1, ""),
    ],
)
def test_a_document_that_stops_was_closed_early(data: bytes, line: int, inside: str) -> None:
    """The connection was cut: worth asking again, unlike other defects."""
    with pytest.raises(errors.ClosedEarly) as caught:
        decode(Report, data)
    assert (caught.value.line, caught.value.inside) == (line, inside)
    assert "before its end" in str(caught.value)
    with pytest.raises(errors.ClosedEarly):
        list(stream(Report, [data], field="products"))


def test_every_error_survives_pickling() -> None:
    """A job engine may carry them from one process to another."""
    for error in (
        errors.NotXml("nothing"),
        errors.Malformed("mismatched tag", 1, 2, "a/b"),
        errors.ClosedEarly("no element found", 1, 2, "a/b"),
        errors.Forbidden("a document type declaration"),
        errors.TooLarge(7),
        errors.WrongRoot("a", "b"),
        errors.Missing("a/b"),
        errors.BadValue("a/b", "a whole number", "x"),
    ):
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))
        assert isinstance(error, errors.WireError)
        assert str(error).endswith(".")
        assert str(error).count(". ") == 0
