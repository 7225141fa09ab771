"""Every document is declared once; these tests hold the declarations against recorded shapes and random values."""

from __future__ import annotations

from typing import Any

import pytest

from forain.marketplaces.rakuten_fr import messages
from forain.marketplaces.rakuten_fr.messages import ErrorResponse
from forain.marketplaces.rakuten_fr.operations import OPERATIONS
from forain.marketplaces.rakuten_fr.tests.support import sample
from forain.testing.messages import comes_back, messages_in
from forain.wire.xml import decode, encode

SAMPLES = [name for name in OPERATIONS if name != "contactpriceministeraboutitem"]


@pytest.mark.parametrize("cls", messages_in(messages), ids=lambda cls: cls.__name__)
def test_every_message_comes_back_as_it_was_written(cls: type) -> None:
    comes_back(cls, examples=20)


@pytest.mark.parametrize("service", SAMPLES)
def test_a_recorded_shape_is_read_without_anything_unknown(service: str) -> None:
    found = decode(OPERATIONS[service].answer, sample(f"{service}.xml"))
    assert not found.drift
    assert not found.repairs


@pytest.mark.parametrize("service", SAMPLES)
def test_what_was_read_is_written_with_the_same_elements_in_the_same_order(service: str) -> None:
    original = sample(f"{service}.xml")
    written = encode(decode(OPERATIONS[service].answer, original).value)
    assert _names(written) == _names(original)


def test_the_printed_shipping_file_is_read_and_may_come_without_a_declaration() -> None:
    body = sample("importitemshippingstatus_file.xml")
    notices = decode(messages.ShippingFile, body).value.notices
    assert [(one.transporter, one.tracking_number) for one in notices] == [
        ("Mondial Relay", "12345678"),
        ("", "Oui"),
    ]
    assert decode(messages.ShippingFile, body.partition(b"?>")[2]).value.notices == notices


def test_a_payout_is_read_around_the_text_between_its_elements() -> None:
    found = decode(messages.CompensationDetails, sample("getcompensationdetails.xml")).value
    assert (found.compensation_id, str(found.total), len(found.fees)) == ("000812", "-46.8", 1)


def test_the_error_document_is_read() -> None:
    found = decode(ErrorResponse, sample("errorresponse.xml")).value
    assert (found.type, found.code) == ("Sender", "ParameterError")
    assert found.details == ("The parameter 'version' is mandatory",)


def test_what_a_stock_file_says_is_read_leniently_and_what_is_missing_is_none() -> None:
    body = b"<items><item><attributes><advert><attribute><value> 4 </value></attribute></advert></attributes></item><item/></items>"
    lines = decode(messages.StockFile, body).value.lines
    assert lines[0].attributes is not None
    assert lines[0].attributes.advert is not None
    assert (lines[0].attributes.advert.attributes[0].key, lines[1].attributes) == (None, None)
    assert lines[0].attributes.advert.attributes[0].value == "4"


def test_the_item_infos_keep_mails_and_messages_in_their_mixed_order() -> None:
    item = decode(messages.ItemInfos, sample("getiteminfos.xml")).value.item
    assert [type(one) for one in item.conversation] == [messages.ItemMessage, messages.ItemMail]


def test_damaged_text_and_blank_lines_of_the_real_service_are_mended() -> None:
    data = sample("getnewsales.xml").replace(b"?>\n", b"?>\n\n\n\n", 1)
    data = data.replace(b"Lampe de bureau", b"Lampe d\x19appoint")
    found = decode(messages.NewSales, data)
    assert found.value.sales[0].items[0].headline.startswith("Lampe d’appoint")
    assert found.repairs


def _names(document: bytes) -> list[Any]:
    from lxml import etree

    root = etree.fromstring(document)
    return [etree.QName(one).localname for one in root.iter(etree.Element)]
