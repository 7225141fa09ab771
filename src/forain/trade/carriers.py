"""The open carrier registry: what a carrier is called on each marketplace, and where its parcels can be followed.

The table is data (`carriers.toml`), and a user lays a table of the same shape over it: a row of a known carrier
changes only what it names, a new row adds a carrier.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import quote

from forain.trade.check_digits import RULES

#: The carrier that stands for all that have no name of their own.
OTHER = "autre"

_KNOWN_KEYS = frozenset(
    {"name", "names", "needs_url", "weak_name", "url", "certainty", "numbers", "network", "relays"}
)

#: What a shape of numbers may be made of: characters, sets and counted repeats, alternatives at the top. A pattern a
#: person types is run on every number, so nothing is allowed in it that could take long.
_ATOM = r"(?:[A-Za-z0-9-]|\\d|\[[A-Za-z0-9-]+\])"
_SEQUENCE = rf"(?:{_ATOM}(?:\{{[0-9]{{1,2}}(?:,[0-9]{{1,2}})?\}}|\?)?)+"
_SHAPE = re.compile(rf"{_SEQUENCE}(?:\|{_SEQUENCE})*")
_LOOSE = re.compile(r",[0-9]+\}|\?")
#: Repeats without a fixed count in one alternative.
_MOST_LOOSE = 3
_LONGEST_SHAPE = 200


class BadRegistry(ValueError):
    """A user's carrier table cannot be used; the words say which row and why."""


class Verdict(StrEnum):
    """What a number looks like to a carrier. It warns; it never forbids."""

    RIGHT = "right"  #: the shape fits and so does the check digit
    FITS = "fits"  #: the shape fits; it has no check digit that we know
    WRONG_DIGIT = "wrong_digit"  #: the shape fits, the check digit does not: most likely mistyped
    STRANGE = "strange"  #: no shape of this carrier's
    UNKNOWN = "unknown"  #: no shape of this carrier is known


#: Verdicts that speak for a carrier, the most telling first.
SPEAKING = (Verdict.RIGHT, Verdict.FITS, Verdict.WRONG_DIGIT)


@dataclass(frozen=True, slots=True)
class Number:
    """A shape of tracking numbers, whole and without blanks, and the rule of its check digit ('' when unknown)."""

    shape: str
    check: str = ""

    def verdict(self, number: str) -> Verdict:
        """`number` without blanks, in capitals."""
        if not re.fullmatch(self.shape, number, re.IGNORECASE):
            return Verdict.STRANGE
        if not self.check:
            return Verdict.FITS
        return Verdict.RIGHT if RULES[self.check].test(number) else Verdict.WRONG_DIGIT


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """`names` are the marketplaces' own words; `url` is a template with `{n}` and perhaps `{zip}`; `network` names
    the relay points it serves, by the code of the carrier that runs them."""

    code: str
    name: str
    names: Mapping[str, str] = field(default_factory=dict)
    needs_url: frozenset[str] = frozenset()
    weak_name: frozenset[str] = frozenset()
    url: str = ""
    certainty: str = ""
    numbers: tuple[Number, ...] = ()
    network: str = ""
    relays: tuple[str, ...] = ()

    def tracking_url(self, number: str, postcode: str = "") -> str:
        """Where the parcel can be followed, '' when no page is known or the page wants a post code we lack."""
        return filled(self.url, number, postcode)

    def verdict(self, number: str) -> Verdict:
        """The best that any of the carrier's shapes says."""
        if not self.numbers:
            return Verdict.UNKNOWN
        plain = bare(number).upper()
        found = {one.verdict(plain) for one in self.numbers}
        return next((one for one in SPEAKING if one in found), Verdict.STRANGE)

    def fits(self, number: str) -> bool | None:
        """Whether a number looks right; None when no shape is known."""
        verdict = self.verdict(number)
        return None if verdict is Verdict.UNKNOWN else verdict in (Verdict.RIGHT, Verdict.FITS)


@dataclass(frozen=True, slots=True)
class Match:
    """A carrier a number may belong to, and how far it looks like one of its numbers."""

    carrier: Carrier
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Registry:
    """Carriers by code."""

    carriers: Mapping[str, Carrier]

    def find(self, words: str) -> Carrier | None:
        """A carrier by its code, its name, or any marketplace's name for it; case and accents of a code aside."""
        code = code_of(words)
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

    def matching(self, number: str) -> tuple[Match, ...]:
        """Whose number this may be, the most telling verdict first, then by name."""
        found = [Match(one, one.verdict(number)) for one in self.carriers.values()]
        speaking = [one for one in found if one.verdict in SPEAKING]
        return tuple(
            sorted(speaking, key=lambda one: (SPEAKING.index(one.verdict), one.carrier.name.casefold()))
        )

    def sorted(self) -> tuple[Carrier, ...]:
        """All of them, by their name."""
        return tuple(sorted(self.carriers.values(), key=lambda one: one.name.casefold()))

    def with_rows(self, rows: Mapping[str, Mapping[str, Any]]) -> Registry:
        """This registry with a user's rows over it: code -> properties. Raises `BadRegistry` with the reason."""
        own = {
            code: _carrier(code, _laid_over(_row(self.carriers.get(code)), row)) for code, row in rows.items()
        }
        return Registry({**self.carriers, **own})

    def for_marketplace(self, marketplace: str) -> tuple[Carrier, ...]:
        """The carriers a marketplace has a name for, by their name."""
        known = (one for one in self.carriers.values() if marketplace in one.names)
        return tuple(sorted(known, key=lambda one: one.name.casefold()))


@cache
def registry(extra: str = "") -> Registry:
    """Our table with the user's `extra` TOML over it; raises `BadRegistry` with the reason."""
    return _ours().with_rows(_rows(extra))


@cache
def _ours() -> Registry:
    rows = _rows(resources.files("forain.trade").joinpath("carriers.toml").read_text(encoding="utf-8"))
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


def code_of(words: str) -> str:
    """Somebody's words for a carrier, folded to the form of our codes."""
    return re.sub(r"[\s-]", "_", words.strip().casefold())


def bare(text: str) -> str:
    """A number without the blanks people type into it."""
    return re.sub(r"\s", "", text)


def filled(template: str, number: str, postcode: str = "") -> str:
    """A tracking address; '' without a template, or when it wants a post code that is not known."""
    if not template or ("{zip}" in template and not postcode):
        return ""
    number, postcode = (quote(bare(text), safe="") for text in (number, postcode))
    return template.replace("{n}", number).replace("{zip}", postcode)


def template_fault(template: str) -> str:
    """Why a template of tracking addresses cannot be used: '' (it can), `malformed`, `no_number` or `placeholder`.

    The number stands in path, query or fragment, never in the host, where it could lead elsewhere.
    """
    plain = template.replace("{n}", "1").replace("{zip}", "1")
    if "{n}" not in template:
        return "malformed" if not is_web_address(plain) else "no_number"
    if "{" in plain or "}" in plain:
        return "placeholder"
    host = re.match(r"https?://[^/?#]*", template, re.IGNORECASE)
    return "" if is_web_address(plain) and host and "{" not in host[0] else "malformed"


def shape_fault(shape: str) -> str:
    """Why a pattern of numbers cannot be used: '' (it can), `no_pattern` or `too_loose`."""
    if len(shape) > _LONGEST_SHAPE or not _SHAPE.fullmatch(shape):
        return "no_pattern"
    try:
        re.compile(shape)
    except (re.error, OverflowError):
        return "no_pattern"
    return "too_loose" if any(len(_LOOSE.findall(one)) > _MOST_LOOSE for one in shape.split("|")) else ""


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


def _row(carrier: Carrier | None) -> Mapping[str, Any]:
    """A carrier as a row again, for another to be laid over it."""
    if carrier is None:
        return {}
    return {
        "name": carrier.name,
        "names": dict(carrier.names),
        "needs_url": sorted(carrier.needs_url),
        "weak_name": sorted(carrier.weak_name),
        "url": carrier.url,
        "certainty": carrier.certainty,
        "numbers": [{"shape": one.shape, "check": one.check} for one in carrier.numbers],
        "network": carrier.network,
        "relays": list(carrier.relays),
    }


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
        numbers=tuple(map(_number, row.get("numbers", ()))),
        network=str(row.get("network", "")),
        relays=tuple(map(str, row.get("relays", ()))),
    )


def _number(told: Any) -> Number:
    """A shape alone, or `{ shape = …, check = … }`."""
    if isinstance(told, str):
        return Number(told)
    return Number(str(told.get("shape", "")), str(told.get("check", "")))


#: What is wrong with an address -> words; `{url}` is it.
_URL_WORDS = {
    "malformed": "{url!r} is not a web address.",
    "no_number": "the address has no place {{n}} for the number.",
    "placeholder": "{url!r} has a place other than {{n}} and {{zip}}.",
}


def _check(carrier: Carrier) -> None:
    fault = template_fault(carrier.url) if carrier.url else ""
    if fault:
        words = _URL_WORDS[fault].format(url=carrier.url)
        raise BadRegistry(f"Carrier {carrier.code}: {words}")
    for one in carrier.numbers:
        if shape_fault(one.shape):
            raise BadRegistry(
                f"Carrier {carrier.code}: {one.shape!r} is no pattern ({shape_fault(one.shape)})."
            )
        if one.check and one.check not in RULES:
            raise BadRegistry(f"Carrier {carrier.code}: there is no check digit rule {one.check!r}.")
