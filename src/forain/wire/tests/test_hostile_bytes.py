"""Whatever the bytes are: a value, or an error of this package; and never a value from a broken document."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from xml.parsers import expat

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from forain.testing.messages import instances
from forain.wire import errors
from forain.wire.tests.shapes import Report, Sales
from forain.wire.xml import decode, elements, encode, message, peek_root, stream

GOOD = encode(Report(name="é", token="1")).replace(b"<name>", b"<!-- c --><name>")
CHARSETS = ["utf-8", "iso-8859-1", "windows-1252", "utf-16", "utf-16-le", "utf-32", "ascii", "cp037", "utf-7"]


def everything(data: bytes) -> None:
    """Read in all three ways; only this package's errors may come out."""
    for read in (
        lambda: decode(Report, data),
        lambda: peek_root(data),
        lambda: list(stream(Report, [data], field="products")),
        lambda: stream(Report, [data[i : i + 7] for i in range(0, len(data), 7)], field="products").head(),
    ):
        with suppress(errors.WireError):
            read()


def is_well_formed(data: bytes) -> bool:
    """What expat thinks, told the character set (other spellings of its name, like UTF8, are read here)."""
    try:
        expat.ParserCreate("UTF-8").Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError):
        return False
    return True


MARKUP = st.sampled_from(
    [
        "<root>", "</root>", "<response>", "</response>", "<product>", "</product>", "<id>", "</id>", "1", "é", "’",
        "<![CDATA[", "]]>", "<!--", "-->", "<?pi ", "?>", "<?xml version='1.0'?>", "<!DOCTYPE root [", "]>", "&amp;",
        "&lt", "&#0;", "&#x19;", "&bogus;", "<!ENTITY a 'b'>", " xmlns='u'", "<x:y", "/>", "=", '"', "'", "<", ">", "\t",
        "\n", "\0", "\x19", "<product><id>1</id></product>", "<html>", "<root xmlns:x='", "xml:id='1'", "\ufffe",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
@example(b"")
@example(b"\xff\xfe")
@example(b"\xfe\xff\x00<")
@example(b"\x00\x00\x00<")
@example(b"<\x00\x00\x00")
@example(b"<")
@example(b"<!")
@example(b"<?xml")
@example(b"<!--")
@example(b"<root")
@example(b"<root xmlns='")
@example(b"<?xml version='1.0' encoding='\xff\x00'?><root/>")
@example(b"<?xml version='1.0' encoding='undefined'?><root/>")
@example(b"<?xml version='1.0' encoding='idna'?><root/>")
@example(b"<?xml version='1.0' encoding='base64'?><root/>")
def test_random_bytes_never_raise_anything_else(data: bytes) -> None:
    everything(data)


@settings(max_examples=400, deadline=None)
@given(st.lists(MARKUP, max_size=25).map("".join), st.sampled_from(CHARSETS))
def test_random_markup_in_any_charset_never_raises_anything_else(text: str, charset: str) -> None:
    everything(text.encode(charset, "replace"))


@settings(max_examples=400, deadline=None)
@given(st.lists(MARKUP, max_size=12).map("".join), st.integers(0, len(GOOD)), st.integers(0, 30))
def test_a_value_only_ever_comes_from_a_well_formed_document(text: str, at: int, cut: int) -> None:
    """Mutants that expat refuses are refused here too, unless they were mended or a prefix was forgiven."""
    data = GOOD[:at] + text.encode() + GOOD[at + cut :]
    everything(data)
    with suppress(errors.WireError):
        decoded = decode(Report, data)
        assert decoded.repairs or is_well_formed(data)
    with suppress(errors.WireError), stream(Report, [data], field="products") as records:
        list(records)
        assert records.repairs or is_well_formed(data)


@settings(max_examples=30, deadline=None)
@given(instances(Sales), st.data())
def test_every_cut_of_a_document_is_refused(sales: Sales, data: st.DataObject) -> None:
    whole = encode(sales)
    cut = whole[: data.draw(st.integers(0, len(whole) - 1))]
    with pytest.raises((errors.ClosedEarly, errors.NotXml)):
        decode(Sales, cut)
    with pytest.raises((errors.ClosedEarly, errors.NotXml)):
        list(stream(Sales, [cut], field="items"))


@pytest.mark.parametrize("depth", [200, 300, 5_000, 200_000])
@pytest.mark.parametrize("name", ["x", "category"])
def test_deep_nesting_is_survived(depth: int, name: str) -> None:
    inside = b"<category><code>c</code><categories>" if name == "category" else b"<x>"
    everything(b"<root><item>" + inside * depth)
    everything(b"<root><response>" + inside * depth + b"</x>" * depth + b"</response></root>")


def test_a_recursive_message_nested_too_deeply_is_malformed() -> None:
    @message("node")
    class Tree:
        below: tuple[Tree, ...] = elements("node")

    data = b"<node>" * 100_000 + b"</node>" * 100_000
    with pytest.raises(errors.Malformed):
        decode(Tree, data)
    assert decode(Tree, b"<node>" * 200 + b"</node>" * 200).value.below


@pytest.mark.parametrize(
    "data",
    [
        b"<root a='" + b"x" * 11_000_000 + b"'/>",
        b"<root>" + b"<a" + b" b='c'" * 200_000 + b"/></root>",
        b"<root>" + b"".join(b"<n%d/>" % n for n in range(50_000)) + b"</root>",
        b"<root>" + b"x" * 11_000_000 + b"</root>",
        b"<" + b"r" * 1_000_000 + b"/>",
        b"<!--" + b"x" * 5_000_000,
        b"<root xmlns:a='u'" + b" a:b='c'" * 3 + b"/>",
        b" " * 3_000_000,
    ],
    ids=["attribute", "attributes", "names", "text", "name", "comment", "duplicates", "blanks"],
)
def test_huge_parts_are_survived(data: bytes) -> None:
    everything(data)


def test_drift_is_counted_in_bounded_memory() -> None:
    data = b"<root><response>" + b"".join(b"<n%d/>" % n for n in range(5_000)) + b"</response></root>"
    drift = decode(Report, data).drift
    assert drift.total == 5_000
    assert len(drift) == 1_001
    assert drift["…"] == 4_000


DOCTYPES = [
    b"<!DOCTYPE root>",
    b"<!doctype root>",
    b'<!DOCTYPE root SYSTEM "file:///etc/passwd">',
    b'<!DOCTYPE root [<!ENTITY a "b">]>',
    b'<!DOCTYPE root [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    b"<!-- first --><!DOCTYPE root>",
    b"<?pi x?>\n<!-- <root> --><!DOCTYPE root>",
    b"\0<!DOCTYPE root>",
]
READERS: list[Callable[[bytes], object]] = [
    lambda data: decode(Report, data),
    peek_root,
    lambda data: list(stream(Report, [data[i : i + 1] for i in range(len(data))], field="products")),
]


@pytest.mark.parametrize("doctype", DOCTYPES)
@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "utf-16", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("read", READERS)
def test_every_document_type_is_refused(
    read: Callable[[bytes], object], charset: str, doctype: bytes
) -> None:
    declared = (
        b'<?xml version="1.0"?>'
        if charset.startswith("utf")
        else b'<?xml version="1.0" encoding="ISO-8859-1"?>'
    )
    data = (declared + doctype + b"<root>&a;</root>").decode().encode(charset)
    with pytest.raises(errors.Forbidden, match="document type declaration"):
        read(data)


def test_a_document_type_inside_cdata_is_only_text() -> None:
    data = b"<root><response><file><name><![CDATA[<!DOCTYPE html>]]></name></file></response></root>"
    assert decode(Report, data).value.name == "<!DOCTYPE html>"


def test_the_limit_counts_bytes() -> None:
    data = b"<root>" + b" " * 100 + b"</root>"
    assert decode(Report, data, limit=len(data))
    with pytest.raises(errors.TooLarge, match="larger than the 112 bytes"):
        decode(Report, data, limit=len(data) - 1)
    with pytest.raises(errors.TooLarge):
        peek_root(data, limit=5)
    with pytest.raises(errors.TooLarge):
        list(stream(Report, [data[:60], data[60:]], field="products", limit=len(data) - 1))
