"""The damage real services do is mended before parsing, and counted; whole documents are left alone."""

from __future__ import annotations

import pytest

from forain.wire import errors
from forain.wire.tests.shapes import Report
from forain.wire.xml import decode, encode, peek_root, stream

MAPPED, DROPPED = "control bytes turned back into typography", "control bytes dropped"
BLANKS, BOM = "blanks before the declaration", "byte order mark"


def document(name: bytes, charset: str = "ISO-8859-1") -> bytes:
    """A report with this name in CDATA."""
    return (
        f'<?xml version="1.0" encoding="{charset}"?>\n\n\n<root><response><file><name><![CDATA['.encode()
        + name
        + b"]]></name></file></response></root>"
    )


@pytest.mark.parametrize("charset", ["ISO-8859-1", "windows-1252", "UTF-8"])
@pytest.mark.parametrize(
    ("damaged", "mended", "repairs"),
    [
        (b"plain", "plain", {}),
        (b"l\x19\x13\x14\x18\x1c\x1d", "l’–—‘“”", {MAPPED: 6}),
        (b"a\x00\x01\x0b\x1fb\x19", "ab’", {MAPPED: 1, DROPPED: 4}),
        (b"tab\tstays", "tab\tstays", {}),
    ],
)
def test_control_bytes_are_turned_back_or_dropped(
    charset: str, damaged: bytes, mended: str, repairs: dict[str, int]
) -> None:
    """Rakuten, general part §7."""
    accent = "é".encode(charset)
    data = document(accent + damaged, charset)
    decoded = decode(Report, data)
    assert decoded.value.name == f"é{mended}"
    assert decoded.repairs == repairs
    for size in (1, 3, len(data)):
        pieces = [data[i : i + size] for i in range(0, len(data), size)]
        with stream(Report, pieces, field="products") as records:
            assert records.head().name == f"é{mended}"
            assert records.repairs == repairs


@pytest.mark.parametrize(
    ("before", "repairs"),
    [
        (b"", {}),
        (b"\n\r\n ", {BLANKS: 4}),
        (b"\xef\xbb\xbf", {BOM: 1}),
        (b"\xef\xbb\xbf\n", {BOM: 1, BLANKS: 1}),
        (b"\x00\n", {BLANKS: 1, DROPPED: 1}),
    ],
)
def test_what_stands_before_the_declaration_is_taken_away(before: bytes, repairs: dict[str, int]) -> None:
    data = before + document(b"name", "UTF-8")
    assert decode(Report, data).repairs == repairs
    assert decode(Report, data).value.name == "name"
    assert peek_root(data) == "root"
    with stream(Report, [data], field="products") as records:
        assert records.head().name == "name"
        assert records.repairs == repairs


def test_the_byte_order_mark_is_stronger_than_the_declaration() -> None:
    data = b"\xef\xbb\xbf" + document("é".encode())
    assert decode(Report, data).value.name == "é"


def test_mending_does_not_hide_other_defects() -> None:
    with pytest.raises(errors.Malformed, match="line 4"):
        decode(Report, document(b"l\x19").replace(b"</file>", b"</fil>"))


def test_a_healthy_document_is_not_touched() -> None:
    data = encode(Report(name="l’été"))
    assert not decode(Report, data).repairs


@pytest.mark.parametrize(
    ("data", "root"),
    [
        (b"<a/>", "a"),
        (b"<?xml version='1.0'?>\n\n<!-- <b> --><?pi <c>?>\n<x:a xmlns:x='u'>", "a"),
        (b"\n <a>", "a"),
        ("<?xml version='1.0' encoding='utf-16'?><été/>".encode("utf-16"), "été"),
        ("<?xml version='1.0' encoding='iso-8859-1'?><été/>".encode("latin-1"), "été"),
        (b"\x00<errorresponse xmlns='u'", "errorresponse"),
    ],
)
def test_the_root_is_seen_without_parsing_the_rest(data: bytes, root: str) -> None:
    assert peek_root(data) == root
