"""What Rakuten's errors about offers mean: the data beside this module, and the rules of the checker of stock files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from forain.connect.certainty import Certainty
from forain.connect.explaining import Book, unknown
from forain.connect.offers import Explanation
from forain.marketplaces.rakuten_fr.offers.wordings import plain
from forain.marketplaces.rakuten_fr.stock_words import WORDS, Text

_BOOK: Final = Book("forain.marketplaces.rakuten_fr.offers")
CHECK: Final = "check."
_WHERE: Final[Mapping[str, str]] = {"en": "Offers → the offer.", "fr": "Offres → l'offre."}


def explain(code: str, key: str = "", words: str = "") -> Explanation:
    """By code and Rakuten's key; `words` tell an unknown attribute from a value that is not accepted."""
    if code.startswith(CHECK):
        text = WORDS.get(code.removeprefix(CHECK))
        return _checked(code, text) if text else unknown(code)
    ignored = code == "60" and "attribut inconnu" in plain(words)
    return _BOOK.find(code, "unknown_key" if ignored else key)


def explanations() -> tuple[Explanation, ...]:
    """Every one there is."""
    checked = (_checked(f"{CHECK}{rule}", text) for rule, text in WORDS.items())
    return (*_BOOK.rows.values(), *checked)


def _checked(code: str, text: Text) -> Explanation:
    return Explanation(
        code=code,
        cause=text.words,
        fix=text.fix,
        where=_WHERE,
        certainty=Certainty.OUR_DECISION,
        source="found by Forain before sending",
    )
