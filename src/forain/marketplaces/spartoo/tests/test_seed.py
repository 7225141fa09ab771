"""The three forms of the seed's page, fed literally to our client."""

from __future__ import annotations

import pytest

from forain.marketplaces.spartoo.client import SpartooClient
from forain.marketplaces.spartoo.flows.caller import Answered
from forain.marketplaces.spartoo.messages import ExportedReturns
from forain.marketplaces.spartoo.tests.support import Canned, sample
from forain.sdk.errors import BadParameter, BrokenAnswer


def _returns(name: str) -> Answered[ExportedReturns]:
    with SpartooClient("0A1B2C3D4E5F6071", transport=Canned(sample(name))) as client:
        return client.export_returns(rid="EAJBCC")


def test_the_ko_example_is_a_failed_call() -> None:
    """Its -3 hangs inside a whole return, beside a root status 3: neither hides that the call failed."""
    with pytest.raises(BadParameter) as caught:
        _returns("returns_ko.xml")
    assert caught.value.code == "-3"
    assert "Il manque un paramètre obligatoire" in caught.value.words


def test_the_ok_example_is_a_success() -> None:
    """Code 1 stands at the root; the root status 4 is not the return's status 2, and decides nothing."""
    answered = _returns("returns_ok.xml")
    (told,) = answered.message.returns
    assert answered.notes == ()
    assert (told.id, told.status, told.order) == ("EEAJBCC", 2, "90D813EA1A2365A8")
    assert told.status_name == "Čeká na přijetí"
    assert told.product is not None
    assert told.product.spartoo == 123456
    assert answered.message.statut is not None
    assert answered.message.statut.id == "4"


def test_the_ko_example_reads_tab_and_cdata() -> None:
    """A TAB as date is no date, and an integer in CDATA is an integer."""
    from forain.wire.xml import decode

    (told,) = decode(ExportedReturns, sample("returns_ko.xml")).value.returns
    assert told.date is None
    assert told.product is not None
    assert told.product.spartoo == 123456


def test_the_format_section_is_not_an_answer() -> None:
    """It holds type names where values belong: a typed error names the place, nothing is half read."""
    with pytest.raises(BrokenAnswer) as caught:
        _returns("returns_format.xml")
    assert caught.value.place.startswith("root/returns/return[1]")


def test_the_format_sections_tree_is_the_declared_one() -> None:
    """With values in place of type names, the format section reads without anything undeclared."""
    filled = (
        sample("returns_format.xml")
        .replace(b">int<", b">1<")
        .replace(b"[DATE]", b"2031-05-11 08:14:03")
        .replace(b">string<", b">x<")
    )
    with SpartooClient("0A1B2C3D4E5F6071", transport=Canned(filled)) as client:
        answered = client.export_returns(rid="EAJBCC")
    assert answered.notes == ()
    assert len(answered.message.returns) == 1
