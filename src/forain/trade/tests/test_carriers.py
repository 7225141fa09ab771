"""The carrier registry: our table, the user's over it, and what can be asked of both."""

from __future__ import annotations

import re
import time

import pytest

from forain.trade import carriers
from forain.trade.carriers import (
    SPEAKING,
    BadRegistry,
    Number,
    Verdict,
    is_web_address,
    registry,
    shape_fault,
    template_fault,
)
from forain.trade.check_digits import RULES

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
        ("colissimo", "8R 00000000000", True),
        ("colissimo", "LX123456785FR", True),
        ("colissimo", "lx 1234 5678 9fr", False),
        ("colissimo", "hello", False),
        ("ups", "1z999aa10123456784", True),
        ("mondial_relay", "12345678", True),
        ("heppner", "anything", None),
    ],
)
def test_numbers_are_judged_where_shapes_are_known(code: str, number: str, fits: bool | None) -> None:
    assert carriers.check_number(code, number) is fits


@pytest.mark.parametrize(
    ("code", "number", "verdict"),
    [
        ("colissimo", "6A12345678905", Verdict.RIGHT),
        ("colissimo", "6A12345678901", Verdict.WRONG_DIGIT),
        ("colissimo", "1234567890123", Verdict.FITS),
        ("colissimo", "hello", Verdict.STRANGE),
        ("ups", "1Z999AA10123456784", Verdict.RIGHT),
        ("ups", "1Z999AA10123456785", Verdict.WRONG_DIGIT),
        ("fedex", "986578788855", Verdict.RIGHT),
        ("dhl", "3318810025", Verdict.RIGHT),
        ("royal_mail", "RB473124829GB", Verdict.RIGHT),
        ("chronopost", "XX123456789FR", Verdict.FITS),
        ("heppner", "1", Verdict.UNKNOWN),
    ],
)
def test_a_verdict_tells_shape_and_check_digit_apart(code: str, number: str, verdict: Verdict) -> None:
    carrier = carriers.find(code)
    assert carrier is not None
    assert carrier.verdict(number) is verdict


def test_a_number_names_the_carriers_it_may_belong_to_the_surest_first() -> None:
    found = registry().matching("1z 999aa1 0123456784")
    assert (found[0].carrier.code, found[0].verdict) == ("ups", Verdict.RIGHT)
    assert {one.verdict for one in found} <= set(SPEAKING)
    assert registry().matching("!") == ()


@pytest.mark.parametrize("code", sorted(registry().carriers))
def test_every_row_of_the_table_holds_together(code: str) -> None:
    """Address, shapes, check digit rules and names of each row, one by one."""
    one = registry().carriers[code]
    assert one.code == code
    assert not one.url or not template_fault(one.url)
    if one.url:
        address = one.tracking_url("AB 1/2", "59 000")
        assert is_web_address(address)
        assert "AB1%2F2" in address
    for number in one.numbers:
        assert not shape_fault(number.shape)
        assert number.check in {"", *RULES}
    assert len(set(one.numbers)) == len(one.numbers)
    assert set(one.needs_url) <= set(one.names)
    assert set(one.weak_name) <= set(one.names)
    assert not one.relays or one.network


def test_every_check_digit_rule_is_used_by_a_carrier() -> None:
    used = {number.check for one in registry().carriers.values() for number in one.numbers}
    assert used - {""} == set(RULES)


def test_kiala_and_autre_alone_need_an_address_at_rakuten() -> None:
    """carriers.md section 1; mondial relay does not, though one old list says so."""
    wanting = {one.code for one in registry().carriers.values() if "rakuten_fr" in one.needs_url}
    assert wanting == {"autre", "kiala"}


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        ("https://suivi.example.fr/{n}", ""),
        ("https://suivi.example.fr/?a={n}&cp={zip}#x", ""),
        ("https://suivi.example.fr/", "no_number"),
        ("https://suivi.example.fr/{zip}", "no_number"),
        ("https://suivi.example.fr/{number}", "no_number"),
        ("https://suivi.example.fr/{n}/{lang}", "placeholder"),
        ("https://suivi.example.fr/{n}}", "placeholder"),
        ("https://{n}.example.fr/", "malformed"),
        ("javascript:alert({n})", "malformed"),
        ("suivi.example.fr/{n}", "malformed"),
        ("", "malformed"),
    ],
)
def test_a_template_has_a_place_for_the_number_and_no_other(template: str, fault: str) -> None:
    assert template_fault(template) == fault


@pytest.mark.parametrize(
    ("shape", "fault"),
    [
        ("VX[0-9]{6}", ""),
        ("VX[0-9]{6,8}|[A-Z]{2}\\d{9}", ""),
        ("(a+)+", "no_pattern"),
        ("a*", "no_pattern"),
        ("a+", "no_pattern"),
        (".{10}", "no_pattern"),
        ("[9-0]{3}", "no_pattern"),
        ("[0-9]{9,3}", "no_pattern"),
        ("[0-9", "no_pattern"),
        ("", "no_pattern"),
        ("a" * 201, "no_pattern"),
        ("a?a?a?a?b", "too_loose"),
        ("[0-9]{1,64}[0-9]{1,64}[0-9]{1,64}[0-9]{1,64}x", "too_loose"),
    ],
)
def test_a_pattern_that_could_take_long_is_no_pattern(shape: str, fault: str) -> None:
    assert shape_fault(shape) == fault


def test_the_loosest_pattern_is_still_answered_at_once() -> None:
    """A person's pattern runs on every number of a file: the worst one allowed costs milliseconds."""
    shape = "[0-9]{1,99}[0-9]{1,99}[0-9]{1,99}x"
    assert not shape_fault(shape)
    begun = time.perf_counter()
    assert Number(shape).verdict("1" * 64) is Verdict.STRANGE
    assert time.perf_counter() - begun < 5


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
        ("[carriers.x]\nnumbers = [{ shape = 'A', check = 'mine' }]", "no check digit rule"),
        ('[carriers.x]\nurl = "https://suivi.example.fr/{n}{x}"', "a place other than"),
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
