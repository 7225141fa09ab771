"""What all documents share: the namespace base, the character set, and how identifiers are read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

CHARSET: Final = "ISO-8859-1"
#: The base changed many times; clients match local names (rakuten.md section 6). This one is the newest seen.
BASE: Final = "https://static.fr.shopping.rakuten.com/res/schema"

_BLANK = re.compile(r"\s")


def namespace(schema: str) -> str:
    """The namespace of the documents of a schema, such as `getnewsales`."""
    return f"{BASE}/{schema}"


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier is kept as the text it came as; it is never empty and has no blank inside."""

    kind: str = "an identifier"

    def read(self, text: str, /) -> str:
        """Refuse what could not be given back as a parameter."""
        if text.isalnum() and len(text) <= 64:  # nearly every one; half the price of the search below
            return text
        if not text or len(text) > 64 or _BLANK.search(text):
            raise ValueError(text)
        return text

    def write(self, value: str, /) -> str:
        """Give the text as it is."""
        return value


IDENTIFIER: Final = Identifier()
