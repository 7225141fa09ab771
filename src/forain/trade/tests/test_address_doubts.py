"""Addresses a carrier would send back are noticed; ordinary ones are not."""

from __future__ import annotations

from typing import Any

import pytest

from forain.trade.address_doubts import doubts

GOOD = {"last_name": "Noël", "lines": ["3 rue X"], "postcode": "69001", "city": "Lyon", "country": "FR"}


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, ()),
        ({"country": "FR", "postcode": "6900"}, ("postcode",)),
        ({"postcode": ""}, ("no_postcode",)),
        ({"lines": [" "]}, ("no_street",)),
        ({"city": "", "last_name": "", "lines": []}, ("no_name", "no_street", "no_city")),
        ({"country": "NL", "postcode": "1012 ab"}, ()),
        ({"country": "IE", "postcode": ""}, ()),
        ({"country": None, "postcode": "?"}, ()),
    ],
)
def test_what_a_carrier_would_send_back_is_named(change: dict[str, Any], found: tuple[str, ...]) -> None:
    assert doubts({**GOOD, **change}) == found
