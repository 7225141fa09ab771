"""How sure a stated rule is, and texts in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Certainty(StrEnum):
    """How sure we are of a stated rule; shown to people beside it."""

    DOCUMENTED = "documented"
    OBSERVED = "observed"
    OUR_DECISION = "our_decision"
    MERCHANT = "merchant"  #: no rule of the marketplace: the merchant's own


def words(en: str, fr: str) -> Mapping[str, str]:
    """A text in both languages, as labels, helps and problems want it."""
    return {"en": en, "fr": fr}
