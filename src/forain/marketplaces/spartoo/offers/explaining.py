"""What Spartoo's codes about offers mean: the data beside this module, and the rules of the checker of products."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from forain.connect.certainty import Certainty
from forain.connect.explaining import Book, unknown
from forain.connect.offers import Explanation
from forain.marketplaces.spartoo.catalogue.findings import ROWS, Row

_BOOK: Final = Book("forain.marketplaces.spartoo.offers")
CHECK: Final = "check."
_WHERE: Final[Mapping[str, str]] = {"en": "Offers → the offer.", "fr": "Offres → l'offre."}
_CAUSE: Final[Mapping[str, str]] = {
    "en": "Forain compared {field} with Spartoo's rules and lists: “{value}” does not fit.",
    "fr": "Forain a comparé {field} aux règles et listes de Spartoo : « {value} » ne convient pas.",
}


def explain(code: str, key: str = "", words: str = "") -> Explanation:  # noqa: ARG001  the code tells all here
    """By code; Spartoo's codes mean the same whatever they hang on."""
    if code.startswith(CHECK):
        row = ROWS.get(code.removeprefix(CHECK))
        return _checked(code, row) if row else unknown(code)
    return _BOOK.find(code, key)


def explanations() -> tuple[Explanation, ...]:
    """Every one there is."""
    return (*_BOOK.rows.values(), *(_checked(f"{CHECK}{rule}", row) for rule, row in ROWS.items()))


def _checked(code: str, row: Row) -> Explanation:
    return Explanation(
        code=code,
        cause=_CAUSE,
        fix={"en": row.en, "fr": row.fr},
        where=_WHERE,
        certainty=Certainty.OUR_DECISION,
        source="found by Forain before sending",
    )
