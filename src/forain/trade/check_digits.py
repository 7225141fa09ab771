"""Check digits of tracking numbers: a slip of the keyboard is found before a buyer is sent to an empty page.

Only rules that a source states are here; `RULES` names each with its source. A rule is asked about numbers of the
shape that its carrier gives it (`carriers.toml`), in capitals and without blanks; what lacks that shape fails it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

Rule = Callable[[str], bool]

_S10_WEIGHTS: Final = (8, 6, 4, 2, 3, 5, 9, 7)
_FEDEX_WEIGHTS: Final = (3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1)
_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def s10(number: str) -> bool:
    """Two letters, eight digits, the check digit, the country: `RB473124829GB`."""
    found = re.fullmatch(r"[A-Z]{2}([0-9]{8})([0-9])[A-Z]{2}", number)
    if not found:
        return False
    rest = 11 - _weighed(found[1], _S10_WEIGHTS) % 11
    return int(found[2]) == {10: 0, 11: 5}.get(rest, rest)


def colissimo(number: str) -> bool:
    """Two characters of the product, ten digits, the key: every second digit counts three times."""
    found = re.fullmatch(r"[0-9][A-Z]([0-9]{10})([0-9])", number)
    return found is not None and _missing_to_ten(_weighed(found[1], (1, 3) * 5)) == int(found[2])


def ups_1z(number: str) -> bool:
    """`1Z`, fifteen characters, the check digit; a letter counts as its place in ASCII less three, modulo ten."""
    found = re.fullmatch(r"1Z([0-9A-Z]{15})([0-9])", number)
    if not found:
        return False
    worth = [int(one) if one.isdigit() else (ord(one) - 3) % 10 for one in found[1]]
    total = sum(value * (1, 2)[place % 2] for place, value in enumerate(worth))
    return _missing_to_ten(total) == int(found[2])


def fedex_12(number: str) -> bool:
    """FedEx Express: eleven digits weighed, the remainder of eleven, ten written as nought."""
    found = re.fullmatch(r"([0-9]{11})([0-9])", number)
    return found is not None and _weighed(found[1], _FEDEX_WEIGHTS) % 11 % 10 == int(found[2])


def fedex_15(number: str) -> bool:
    """FedEx Ground: every second digit counts three times."""
    found = re.fullmatch(r"([0-9]{14})([0-9])", number)
    return found is not None and _missing_to_ten(_weighed(found[1], (1, 3) * 7)) == int(found[2])


def dhl_express(number: str) -> bool:
    """Nine or ten digits and their remainder of seven."""
    found = re.fullmatch(r"([0-9]{9,10})([0-6])", number)
    return found is not None and int(found[1]) % 7 == int(found[2])


def dpd_28(number: str) -> bool:
    """The whole barcode of a DPD label, ISO 7064 mod 37,36: post code, number, service, country, check character."""
    if not re.fullmatch(r"[0-9]{27}[0-9A-Z]", number):
        return False
    carried = 36
    for one in number[:-1]:
        carried = (carried + _ALPHABET.index(one)) % 36 or 36
        carried = carried * 2 % 37
    return _ALPHABET[(37 - carried) % 36] == number[-1]


@dataclass(frozen=True, slots=True)
class Known:
    """A rule by name: what it is called by people, and where it is stated."""

    test: Rule
    title: str
    source: str


RULES: Final[Mapping[str, Known]] = {
    "s10": Known(s10, "UPU S10", "Universal Postal Union, standard S10"),
    "colissimo": Known(
        colissimo, "Colissimo", "Business::Colissimo (CPAN), control_key, after La Poste's guide"
    ),
    "ups_1z": Known(ups_1z, "UPS 1Z", "tracking_number_data, couriers/ups.json"),
    "fedex_12": Known(fedex_12, "FedEx Express", "tracking_number_data, couriers/fedex.json"),
    "fedex_15": Known(fedex_15, "FedEx Ground", "tracking_number_data, couriers/fedex.json"),
    "dhl_express": Known(dhl_express, "DHL Express", "tracking_number_data, couriers/dhl.json"),
    "dpd_28": Known(dpd_28, "DPD", "DPD Parcel Label Specification 2.4.1, as quoted by tracking_number_data"),
}


def _weighed(digits: str, weights: Sequence[int]) -> int:
    return sum(int(one) * weight for one, weight in zip(digits, weights, strict=True))


def _missing_to_ten(total: int) -> int:
    return -total % 10
