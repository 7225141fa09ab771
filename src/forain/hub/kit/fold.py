"""Text as search sees it: without accents and case, so that "cafe" finds "Café"."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae"))
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()
