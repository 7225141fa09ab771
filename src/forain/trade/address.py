"""Postal addresses and delivery points: what the marketplace wrote, kept beside what we read into it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A person's postal address. `raw` holds the marketplace's fields verbatim; nothing is thrown away.

    `country` is ISO 3166 alpha-2, or None when the marketplace's words are not in our table (a to-do).
    """

    civility: str = ""
    first_name: str = ""
    last_name: str = ""
    company: str = ""
    lines: tuple[str, ...] = ()
    postcode: str = ""
    city: str = ""
    region: str = ""
    country: str | None = None
    country_raw: str = ""
    phones: tuple[str, ...] = ()
    email: str = ""
    raw: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryPoint:
    """A relay point: where the parcel waits for the buyer. Never squeezed into an address line."""

    network: str
    point_id: str
    name: str
    point_type: str = ""
    contract_level: str = ""
    address: Address = field(default_factory=Address)
    raw: Mapping[str, str] = field(default_factory=dict)


@cache
def _countries() -> Mapping[str, str]:
    text = resources.files("forain.trade").joinpath("countries.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    return {word.casefold(): code for code, row in table["countries"].items() for word in (code, *row)}


def country_code(words: str) -> str | None:
    """ISO 3166 alpha-2 of a country written as a name, an ISO code, `FX` or a number; None when unknown."""
    return _countries().get(words.strip().casefold())
