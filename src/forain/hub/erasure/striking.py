"""Strikes a buyer's words out of texts and bytes nobody can take apart any more: exchanges, facts of events and to-dos.

A word is struck wherever it stands alone, so a name another buyer shares is struck from the same exchange too: proof is
dulled rather than a person left in it. Every spelling a marketplace may have used is looked for: both charsets, XML and
address escapes.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final
from urllib.parse import quote, quote_plus

#: What stands in the place of a word; plain ASCII that breaks neither XML nor an address.
STRUCK: Final = "[erased]"
#: Shorter words say nothing of anybody, and stand everywhere.
SHORTEST: Final = 3
#: Members of an address that name no person: what a thousand people share, and what the sums are worked out from.
SHARED: Final = frozenset({"civility", "title", "gender", "country", "country_raw", "countrycode", "country_code", "country_iso"})  # fmt: skip


def words_of(*values: Any) -> set[str]:
    """Every text in nested values that may name somebody."""
    found: set[str] = set()
    for value in values:
        found |= set(_leaves(value))
    return {one.strip() for one in found if len(one.strip()) >= SHORTEST}


def _leaves(value: Any) -> Iterable[str]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if str(name).casefold() not in SHARED:
                yield from _leaves(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _leaves(inner)
    elif isinstance(value, str):
        yield value


class Strike:
    """Takes given words out of bytes, texts and JSON."""

    def __init__(self, words: Iterable[str]) -> None:
        told = sorted({one for word in words for one in _spellings(word)}, key=len, reverse=True)
        self._text = _pattern(told)
        self._raw = sorted({one.lower() for word in told for one in _encodings(word)}, key=len, reverse=True)

    def text(self, text: str) -> str:
        return self._text.sub(STRUCK, text) if self._text else text

    def raw(self, content: bytes) -> bytes:
        """Nearly every body holds none of the words: that is found out fast, and only what is there is looked for."""
        small = content.lower()
        there = [word for word in self._raw if word in small]
        return _raw_pattern(tuple(there)).sub(STRUCK.encode(), content) if there else content

    def json(self, value: Any) -> Any:
        """The same shape with every text struck; names of members stay."""
        if isinstance(value, Mapping):
            return {name: self.json(inner) for name, inner in value.items()}
        if isinstance(value, list):
            return [self.json(inner) for inner in value]
        return self.text(value) if isinstance(value, str) else value


@lru_cache(maxsize=256)
def _raw_pattern(words: tuple[bytes, ...]) -> re.Pattern[bytes]:
    """The longest first; letters of ASCII in either case, as `bytes.lower` sees them."""
    return re.compile(
        rb"(?<![A-Za-z0-9])(?:" + b"|".join(map(re.escape, words)) + rb")(?![A-Za-z0-9])", re.IGNORECASE
    )


def _pattern(words: list[str]) -> re.Pattern[str] | None:
    if not words:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)


def _spellings(word: str) -> set[str]:
    """As XML and addresses write it."""
    found = {word, html.escape(word, quote=False), html.escape(word, quote=True)}
    for charset in ("utf-8", "cp1252"):
        if _fits(word, charset):
            found |= {quote(word, safe="", encoding=charset), quote_plus(word, encoding=charset)}
    return found


def _encodings(word: str) -> set[bytes]:
    return {word.encode(charset) for charset in ("utf-8", "cp1252") if _fits(word, charset)}


def _fits(word: str, charset: str) -> bool:
    try:
        word.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
