"""The proof: readable, whole, harmless."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forain.hub.web.tests.fixtures import XML

if TYPE_CHECKING:
    from django.test import Client

    from forain.hub.web.tests.fixtures import Merchant


def test_xml_is_indented_and_says_the_same() -> None:
    from forain.hub.exchanges.reading import indented

    pretty = indented(XML)
    assert "\n    <lastversion>2017-08-07</lastversion>" in pretty
    assert "".join(pretty.split()) == "".join(XML.split())


def test_broken_xml_is_shown_too() -> None:
    from forain.hub.exchanges.reading import indented

    for broken in ("<a><b></c>", "<a><b>x", "</a></a><b/>", "<a>1<b>2</b></a>", "text only", "<", "<a", ""):
        assert "".join(indented(broken).split()) in "".join(broken.split()) or indented(broken)


def test_charset_is_what_the_document_says() -> None:
    from forain.hub.exchanges.reading import body_of

    raw = '<?xml version="1.0" encoding="ISO-8859-1"?><a>Noël</a>'.encode("latin-1")
    assert "Noël" in body_of(raw, [["Content-Type", "text/xml; charset=utf-8"]]).text
    assert body_of(b"<a/>", [["content-type", "text/xml; charset=nonsense"]]).charset == "utf-8"


def test_long_bodies_are_cut_on_the_page_only() -> None:
    from forain.hub.exchanges.reading import SHOWN, body_of

    body = body_of(b"<a>" + b"x" * SHOWN, [])
    assert body.cut
    assert body.size == SHOWN + 3


def test_raw_is_a_download_never_a_page(marie: Client, merchant: Merchant) -> None:
    exchange = merchant.orders[0].exchange_id
    answer = marie.get(f"/exchanges/{exchange}/response")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert b"<getnewsalesresult" in answer.content


def test_markup_in_an_answer_is_shown_as_text(marie: Client, merchant: Merchant) -> None:
    page = marie.get(f"/exchanges/{merchant.orders[0].exchange_id}/").content.decode()
    assert "&lt;purchaseid&gt;" in page
    assert "<purchaseid>" not in page
