"""Documents as the real service damages them, each a file of its own: read like the good one, or the right error."""

from __future__ import annotations

import pytest

from forain.marketplaces.rakuten_fr import messages as m
from forain.marketplaces.rakuten_fr.tests.support import SAMPLES, canned_client, sample
from forain.sdk import errors as sdk
from forain.wire.xml import decode


def damaged(name: str) -> bytes:
    return (SAMPLES / "damaged" / name).read_bytes()


GOOD = decode(m.NewSales, sample("getnewsales.xml")).value


@pytest.mark.parametrize(
    "name",
    [
        "blank_lines_first.xml",
        "no_namespace.xml",
        "undeclared_prefix.xml",
        "text_for_cdata.xml",
        "cdata_for_text.xml",
    ],
)
def test_a_damaged_document_is_read_as_the_good_one(name: str) -> None:
    assert damaged(name) != sample("getnewsales.xml")
    with canned_client(damaged(name)) as client:
        assert client.getnewsales() == GOOD


def test_bytes_that_are_not_in_the_declared_charset_are_refused_with_their_place_and_never_guessed() -> None:
    with canned_client(damaged("wrong_charset.xml")) as client, pytest.raises(sdk.BrokenAnswer) as failure:
        client.getnewsales()
    assert failure.value.place.endswith("deliveryaddress/firstname")


def test_control_bytes_are_taken_for_what_they_were_before_they_lost_a_byte() -> None:
    with canned_client(damaged("control_bytes.xml")) as client:
        item = client.getnewsales().sales[0].items[0]
    assert item.headline.startswith("Lampe d’appoint de bureau")


def test_a_repeated_token_stops() -> None:
    with canned_client(damaged("repeated_token.xml")) as client:
        assert len(list(client.iter_currentsales())) == 2


@pytest.mark.parametrize("status", [200, 400, 500])
@pytest.mark.parametrize(
    ("name", "error"),
    [("parameters_error.xml", sdk.BadParameter), ("empty_details.xml", sdk.MarketplaceFailure)],
)
def test_an_error_document_counts_whatever_its_spelling_and_http_status(
    name: str, error: type[sdk.Rejected], status: int
) -> None:
    with canned_client(damaged(name), status=status) as client, pytest.raises(error):
        client.getbillinginformation("1")


@pytest.mark.parametrize(("status", "error"), [(200, sdk.BrokenAnswer), (500, sdk.AnswerLost)])
def test_html_is_no_answer(status: int, error: type[sdk.SdkError]) -> None:
    with canned_client(damaged("maintenance.html"), status=status) as client:
        with pytest.raises(error):
            client.getoperations()
        with pytest.raises(sdk.AnswerLost):  # it may have taken effect
            client.cancelitem("1", "Cassé")
