"""The open carrier registry: what a carrier is called on each marketplace, and where its parcels can be followed.

The table is data (`carriers.toml`), and a user lays a table of the same shape over it: a row of a known carrier
changes only what it names, a new row adds a carrier.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import quote

#: The carrier that stands for all that have no name of their own.
OTHER = "autre"

_KNOWN_KEYS = frozenset({"name", "names", "needs_url", "weak_name", "url", "certainty", "numbers", "relays"})


class BadRegistry(ValueError):
    """A user's carrier table cannot be used; the words say which row and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """`names` are the marketplaces' own words; `url` is a template with `{n}` and perhaps `{zip}`."""

    code: str
    name: str
    names: Mapping[str, str] = field(default_factory=dict)
    needs_url: frozenset[str] = frozenset()
    weak_name: frozenset[str] = frozenset()
    url: str = ""
    certainty: str = ""
    numbers: tuple[str, ...] = ()
    relays: tuple[str, ...] = ()

    def tracking_url(self, number: str, postcode: str = "") -> str:
        """Where the parcel can be followed, '' when no page is known or the page wants a post code we lack."""
        if not self.url or ("{zip}" in self.url and not postcode):
            return ""
        number, postcode = (quote(bare(text), safe="") for text in (number, postcode))
        return self.url.replace("{n}", number).replace("{zip}", postcode)

    def fits(self, number: str) -> bool | None:
        """Whether a number has a shape of this carrier's; None when no shape is known."""
        if not self.numbers:
            return None
        return any(re.fullmatch(shape, bare(number), re.IGNORECASE) for shape in self.numbers)


@dataclass(frozen=True, slots=True)
class Registry:
    """Carriers by code."""

    carriers: Mapping[str, Carrier]

    def find(self, words: str) -> Carrier | None:
        """A carrier by its code, its name, or any marketplace's name for it; case and accents of a code aside."""
        code = words.strip().casefold().replace(" ", "_").replace("-", "_")
        if code in self.carriers:
            return self.carriers[code]
        wanted = words.strip().casefold()
        return next((one for one in self.carriers.values() if wanted in _spoken(one)), None)

    def tracking_url(self, code: str, number: str, postcode: str = "") -> str:
        """Where the parcel can be followed, '' when it is not known."""
        carrier = self.find(code)
        return carrier.tracking_url(number, postcode) if carrier else ""

    def check_number(self, code: str, number: str) -> bool | None:
        """Whether the number looks right; None when carrier or shapes are unknown."""
        carrier = self.find(code)
        return carrier.fits(number) if carrier else None

    def for_marketplace(self, marketplace: str) -> tuple[Carrier, ...]:
        """The carriers a marketplace has a name for, by their name."""
        known = (one for one in self.carriers.values() if marketplace in one.names)
        return tuple(sorted(known, key=lambda one: one.name.casefold()))


@cache
def registry(extra: str = "") -> Registry:
    """Our table with the user's `extra` TOML over it; raises `BadRegistry` with the reason."""
    rows = _rows(resources.files("forain.trade").joinpath("carriers.toml").read_text(encoding="utf-8"))
    for code, row in _rows(extra).items():
        rows[code] = _laid_over(rows.get(code, {}), row)
    return Registry({code: _carrier(code, row) for code, row in rows.items()})


def find(code: str) -> Carrier | None:
    """A carrier of our own table."""
    return registry().find(code)


def tracking_url(code: str, number: str, postcode: str = "") -> str:
    """Where a parcel can be followed, by our own table."""
    return registry().tracking_url(code, number, postcode)


def check_number(code: str, number: str) -> bool | None:
    """Whether a number looks right, by our own table; None when that cannot be told."""
    return registry().check_number(code, number)


def for_marketplace(marketplace: str) -> tuple[Carrier, ...]:
    """The carriers a marketplace has a name for, by our own table."""
    return registry().for_marketplace(marketplace)


def bare(text: str) -> str:
    """A number without the blanks people type into it."""
    return re.sub(r"\s", "", text)


def is_web_address(text: str) -> bool:
    """Whether a text is an address a marketplace would take: http or https and a host with a dot."""
    return bool(re.fullmatch(r"https?://[^\s/?#@]+\.[^\s/?#@.]+(?:[:/?#]\S*)?", text, re.IGNORECASE))


def _spoken(carrier: Carrier) -> set[str]:
    return {carrier.name.casefold(), *(name.casefold() for name in carrier.names.values())}


def _rows(text: str) -> dict[str, dict[str, Any]]:
    try:
        table = tomllib.loads(text).get("carriers", {})
    except tomllib.TOMLDecodeError as error:
        raise BadRegistry(f"The carrier table is not TOML: {error}.") from None
    if not isinstance(table, dict) or not all(isinstance(row, dict) for row in table.values()):
        raise BadRegistry("The carrier table holds rows like [carriers.my_carrier].")
    return {code.casefold(): row for code, row in table.items()}


def _laid_over(below: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    merged = {**below, **row}
    if isinstance(row.get("names"), dict):
        merged["names"] = {**below.get("names", {}), **row["names"]}
    return merged


def _carrier(code: str, row: Mapping[str, Any]) -> Carrier:
    unknown = sorted(set(row) - _KNOWN_KEYS)
    if unknown:
        raise BadRegistry(f"Carrier {code}: {unknown[0]!r} is not a property of a carrier.")
    try:
        carrier = _typed(code, row)
    except (TypeError, AttributeError):
        raise BadRegistry(f"Carrier {code}: a property is not of its kind (text, list or table).") from None
    _check(carrier)
    return carrier


def _typed(code: str, row: Mapping[str, Any]) -> Carrier:
    return Carrier(
        code=code,
        name=str(row.get("name", code)),
        names={str(key): str(name) for key, name in row.get("names", {}).items()},
        needs_url=frozenset(map(str, row.get("needs_url", ()))),
        weak_name=frozenset(map(str, row.get("weak_name", ()))),
        url=str(row.get("url", "")),
        certainty=str(row.get("certainty", "")),
        numbers=tuple(map(str, row.get("numbers", ()))),
        relays=tuple(map(str, row.get("relays", ()))),
    )


def _check(carrier: Carrier) -> None:
    if carrier.url and not is_web_address(carrier.url.replace("{n}", "1").replace("{zip}", "1")):
        raise BadRegistry(f"Carrier {carrier.code}: {carrier.url!r} is not a web address.")
    if carrier.url and "{n}" not in carrier.url:
        raise BadRegistry(f"Carrier {carrier.code}: the address has no place {{n}} for the number.")
    for shape in carrier.numbers:
        try:
            re.compile(shape)
        except re.error as error:
            raise BadRegistry(f"Carrier {carrier.code}: {shape!r} is no pattern ({error}).") from None
