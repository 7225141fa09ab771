"""The carrier registry: our table, the user's over it, and what can be asked of both."""

from __future__ import annotations

import re

import pytest

from forain.trade import carriers
from forain.trade.carriers import BadRegistry, registry

MINE = """
[carriers.velo_express]
name = "Vélo Express"
url = "https://velo.example.fr/suivi/{n}?cp={zip}"
numbers = ['VX[0-9]{6}']

[carriers.heppner]
url = "https://suivi.example.fr/{n}"
names = { rakuten_fr = "Heppner" }
"""


def test_rakutens_closed_list_has_43_names_and_each_once() -> None:
    names = [one.names["rakuten_fr"] for one in carriers.for_marketplace("rakuten_fr")]
    assert len(names) == len(set(names)) == 43


def test_every_row_has_a_name_and_every_address_says_how_sure_it_is() -> None:
    for one in registry().carriers.values():
        assert one.name
        assert bool(one.url) is bool(one.certainty)
        assert one.certainty in {"", "documented", "observed", "our_decision"}
        assert re.fullmatch("[a-z0-9_]+", one.code)


@pytest.mark.parametrize("words", ["colissimo", "Colissimo", "COLISSIMO", " colissimo "])
def test_a_carrier_is_found_by_code_or_name_in_any_case(words: str) -> None:
    found = carriers.find(words)
    assert found is not None
    assert found.code == "colissimo"


@pytest.mark.parametrize(
    ("words", "code"),
    [("Colis Prive", "colis_prive"), ("Mondial Relay prépayé", "mondial_relay_prepaid"), ("4PX", "fourpx")],
)
def test_a_carrier_is_found_by_a_marketplaces_name(words: str, code: str) -> None:
    found = carriers.find(words)
    assert found is not None
    assert found.code == code


def test_an_unknown_carrier_is_none() -> None:
    assert carriers.find("pigeon") is None
    assert carriers.tracking_url("pigeon", "1") == ""
    assert carriers.check_number("pigeon", "1") is None


def test_blanks_go_and_the_number_is_escaped() -> None:
    assert carriers.tracking_url("ups", " 1Z 99/9&x ") == "https://www.ups.com/track?tracknum=1Z99%2F9%26x"


def test_a_page_that_wants_a_post_code_is_not_offered_without_one() -> None:
    assert carriers.tracking_url("mondial_relay", "12345678") == ""
    assert carriers.tracking_url("mondial_relay", "12345678", "59 000").endswith("&codePostal=59000")


@pytest.mark.parametrize(
    ("code", "number", "fits"),
    [
        ("colissimo", "8R 00000000001", True),
        ("colissimo", "LX123456789FR", True),
        ("colissimo", "hello", False),
        ("ups", "1z999aa10123456784", True),
        ("mondial_relay", "12345678", True),
        ("heppner", "anything", None),
    ],
)
def test_numbers_are_judged_where_shapes_are_known(code: str, number: str, fits: bool | None) -> None:
    assert carriers.check_number(code, number) is fits


def test_a_user_adds_a_carrier_and_changes_one_without_touching_ours() -> None:
    extended = registry(MINE)
    assert (
        extended.tracking_url("Vélo Express", "VX1", "75011") == "https://velo.example.fr/suivi/VX1?cp=75011"
    )
    heppner = extended.find("heppner")
    assert heppner is not None
    assert (heppner.name, heppner.names["rakuten_fr"]) == ("Heppner", "Heppner")
    assert carriers.find("velo_express") is None
    assert len(extended.for_marketplace("rakuten_fr")) == 44


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("[carriers.x", "not TOML"),
        ("carriers = 3", "rows like"),
        ("[carriers]\nx = 1", "rows like"),
        ("[carriers.x]\nnames = 3", "not of its kind"),
        ("[carriers.x]\nnumbers = 3", "not of its kind"),
        ('[carriers.x]\ncolour = "red"', "colour"),
        ('[carriers.x]\nurl = "javascript:{n}"', "web address"),
        ('[carriers.x]\nurl = "https://suivi.example.fr/"', "no place"),
        ("[carriers.x]\nnumbers = ['[']", "no pattern"),
    ],
)
def test_a_bad_table_is_refused_with_its_reason(table: str, words: str) -> None:
    with pytest.raises(BadRegistry, match=words):
        registry(table)


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("https://suivi.example.fr/a?b=c#d", True),
        ("HTTP://suivi.example.fr", True),
        ("https://suivi.example.fr:8443/x", True),
        ("https://localhost/x", False),
        ("suivi.example.fr", False),
        ("ftp://suivi.example.fr", False),
        ("https://suivi.example.fr/a b", False),
        ("https://", False),
    ],
)
def test_a_web_address_has_a_scheme_and_a_dotted_host(text: str, good: bool) -> None:
    assert carriers.is_web_address(text) is good
