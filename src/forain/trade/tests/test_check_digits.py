"""Check digits, against numbers their sources give, and against every slip of one digit."""

from __future__ import annotations

import pytest

from forain.trade.check_digits import RULES

#: Rule -> numbers that its source shows as right ones.
RIGHT = {
    "s10": ["RB473124829GB", "RB123456785GB", "RB123456785CV"],
    "colissimo": ["8L20524752032", "8L41392078260", "8L41392128255"],
    "ups_1z": ["1Z5R89390357567127", "1Z879E930346834440", "1Z410E7W0392751591", "1Z8V92A70367203024"],
    "fedex_12": ["986578788855", "477179081230", "799531274483", "974367662710", "012345678983"],
    "fedex_15": ["041441760228964", "568283610012000", "568283610012734"],
    "dhl_express": ["3318810025", "73891051146", "8487135506", "1099255990", "3821724944"],
    "dpd_28": ["008182709980000020033350276C", "008182709980000020045327276N"],
}
#: Numbers that a source shows as wrong ones.
WRONG = {
    "s10": ["RB123456786US"],
    "ups_1z": ["2Z5R89390357567127", "1A5R89390357567127", "1Z1111111111111111"],
    "fedex_12": ["996578788855"],
    "fedex_15": ["568283610012732"],
    "dhl_express": ["3318810010", "3318810034", "3318810011"],
    "dpd_28": ["008182709980000020033350276A"],
}


def test_every_rule_has_numbers_to_prove_it_and_names_its_source() -> None:
    assert set(RIGHT) == set(RULES)
    for known in RULES.values():
        assert known.source
        assert known.title


@pytest.mark.parametrize(("rule", "number"), [(rule, one) for rule, some in RIGHT.items() for one in some])
def test_numbers_of_the_sources_pass(rule: str, number: str) -> None:
    assert RULES[rule].test(number)


@pytest.mark.parametrize(("rule", "number"), [(rule, one) for rule, some in WRONG.items() for one in some])
def test_wrong_numbers_of_the_sources_fail(rule: str, number: str) -> None:
    assert not RULES[rule].test(number)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("number", ["", "1", "hello", "RB12345678", "1Z", "é" * 13, "RB12345678²GB"])
def test_what_has_another_shape_fails_and_never_breaks(rule: str, number: str) -> None:
    assert not RULES[rule].test(number)


@pytest.mark.parametrize("rule", sorted(RULES))
def test_the_check_digit_itself_is_the_only_right_one(rule: str) -> None:
    """Every other digit in the place of the check digit fails."""
    number = RIGHT[rule][0]
    place = -3 if rule == "s10" else -1
    others = [number[:place] + digit + number[place:][1:] for digit in "0123456789"]
    assert [one for one in others if one != number and RULES[rule].test(one)] == []


@pytest.mark.parametrize(("rule", "first"), [("s10", 0), ("fedex_15", 0), ("dpd_28", 0), ("colissimo", 2)])
def test_a_slip_of_one_digit_is_found(rule: str, first: int) -> None:
    """From the first digit the rule counts. The other rules by their nature overlook some slips."""
    number = RIGHT[rule][0]
    slips = [
        number[:place] + digit + number[place + 1 :]
        for place, old in enumerate(number)
        for digit in "0123456789"
        if place >= first and old.isdigit() and digit != old
    ]
    assert len(slips) > 70
    assert [one for one in slips if RULES[rule].test(one)] == []
