"""Explanations kept as data in a room: read from a TOML file, found by code and key."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import Any, Final

from forain.connect.certainty import Certainty, words
from forain.connect.offers import Explanation

_UNKNOWN_CAUSE: Final = words(
    "The marketplace gave a code that its documentation does not explain; its own words are shown beside.",
    "La place de marché a donné un code que sa documentation n'explique pas ; ses propres mots sont affichés à côté.",
)
_UNKNOWN_FIX: Final = words(
    "Correct what the words say; if they say nothing, ask the marketplace's support with the exchange.",
    "Corrigez ce que disent ces mots ; s'ils ne disent rien, interrogez le support de la place de marché avec "
    "l'échange.",
)
_UNKNOWN_WHERE: Final = words(
    "Offers → Sent to the marketplaces; Exchanges → the report.",
    "Offres → Envoyé aux places de marché ; Échanges → le rapport.",
)


@dataclass(frozen=True)
class Book:
    """The explanations of a room: a TOML file `name` beside the modules of `package`."""

    package: str
    name: str = "explanations.toml"

    @cached_property
    def rows(self) -> Mapping[str, Explanation]:
        """By code, in the order of the file. KeyError when a row is not complete."""
        told = tomllib.loads(files(self.package).joinpath(self.name).read_text(encoding="utf-8"))
        return {
            code: _row(code, told[row["same_as"]] if "same_as" in row else row) for code, row in told.items()
        }

    def find(self, code: str, *keys: str) -> Explanation:
        """The narrowest row: `code:key` for the first key that has one, then `code`; else one that says "unknown"."""
        for wanted in (*(f"{code}:{key}" for key in keys if key), code):
            if wanted in self.rows:
                return self.rows[wanted]
        return unknown(code)


def unknown(code: str) -> Explanation:
    """Of a code nobody knows: never a guess."""
    return Explanation(
        code=code,
        cause=_UNKNOWN_CAUSE,
        fix=_UNKNOWN_FIX,
        where=_UNKNOWN_WHERE,
        certainty=Certainty.OUR_DECISION,
    )


def filled(text: str, *, value: str = "", field: str = "", hint: str = "") -> str:
    """A text with its places filled in; what is not known is a dash."""
    for place, told in (("{value}", value), ("{field}", field), ("{hint}", hint)):
        text = text.replace(place, told or "–")
    return text


def _row(code: str, row: Mapping[str, Any]) -> Explanation:
    return Explanation(
        code=code,
        cause=row["cause"],
        fix=row["fix"],
        where=row["where"],
        certainty=Certainty(row["certainty"]),
        source=row["source"],
        fields=frozenset(row["fields"]),
    )
