"""Characters on the way out: escaping, CDATA, and what a character set cannot hold.

There are three pens. The hasty one leaves nearly everything to a look at many texts at once, and the rest to one
look at the finished bytes. Where there was markup, the quick one writes the same again, which looks for it in each
text; where there was something the bytes cannot hold, the careful one does, character by character. A guard for each
value takes most of the time of writing a stock file.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final, Literal, Protocol

from forain.wire._repair import is_damaged

_ILLEGAL: Final = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
_DROPPED: Final = re.compile(f"[{_ILLEGAL}]")
_MARKUP: Final = re.compile("[&<>\r]")
MARKS: Final = "&<>\r"
"""What must be escaped outside CDATA; a parser turns a carriage return into a line feed."""
_ESCAPED: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_SPELLED: Final = {
    "‘": "'", "’": "'", "‚": ",", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "−": "-", "…": "...",
    "€": "EUR", "œ": "oe", "Œ": "OE", "•": "*", "™": "TM",
}  # fmt: skip
"""How characters that French texts use are spelled in a character set without them."""


_HEADS_KEPT: Final = 1024
_LONGEST_HEAD: Final = 100

Hand = Literal["hasty", "quick", "careful"]
"""How the generated writers treat a text that is always there: they note it down, look at it, or hand it over."""


class Ink(Protocol):
    """What the generated writers write with."""

    @property
    def hand(self) -> Hand: ...

    @property
    def noted(self) -> list[str]:
        """Texts that were written as they are, for a hasty hand."""

    def plain(self, text: str) -> str:
        """Escaped text."""

    def cdata(self, text: str) -> str:
        """What stands inside a CDATA section; a ``]]>`` is divided between two."""


class QuickInk:
    """For texts that the character set holds; one for each document."""

    def __init__(self, charset: str, hand: Literal["hasty", "quick"] = "hasty") -> None:
        """Only for character sets in which ASCII bytes are ASCII."""
        self._charset = charset
        self.hand: Hand = hand
        self.noted: list[str] = []

    @staticmethod
    def plain(text: str) -> str:
        """Escaped text."""
        return text if text.isalnum() or _MARKUP.search(text) is None else text.translate(_ESCAPED)

    @staticmethod
    def cdata(text: str) -> str:
        """The inside of a CDATA section."""
        return text if "]]>" not in text else _divided(text)

    def met_oddity(self) -> bool:
        """Whether what was noted must not be written as it is, or is no text; then the hand is no longer hasty."""
        try:
            texts = "".join(self.noted)
        except TypeError:
            texts = MARKS
        self.noted.clear()
        if any(map(texts.__contains__, MARKS)):
            self.hand = "quick"
            return True
        return False

    def encode(self, document: str) -> bytes | None:
        """The bytes, or None when there is a character that needs care."""
        try:
            data = document.encode(self._charset)
        except UnicodeEncodeError:
            return None
        if is_damaged(data) or "\ufffe" in document or "\uffff" in document:
            return None
        return data


class Heads:
    """A recurring text with the markup around it, by the text: escaped once, then looked up in `kept`."""

    def __init__(self, before: str, after: str) -> None:
        self._before, self._after = before, after
        self.kept: dict[str, str] = {}

    def of(self, text: str) -> str:
        """For a text that is not kept yet."""
        head = f"{self._before}{QuickInk.plain(text)}{self._after}"
        if len(self.kept) >= _HEADS_KEPT:
            self.kept.clear()
        if len(text) <= _LONGEST_HEAD:
            self.kept[text] = head
        return head


class CarefulInk:
    """For any text.

    Rakuten, general part §7: outside CDATA a character that does not fit is written as a numeric reference,
    inside, where there are none, it is spelled out.
    """

    hand: Final = "careful"

    def __init__(self, charset: str, *, quirks: bool = False) -> None:
        """`quirks` does the real service's damage: in CDATA, the low byte of what does not fit."""
        self._charset, self._quirks = charset, quirks
        self.noted: list[str] = []

    def plain(self, text: str) -> str:
        """Escaped text."""
        return _DROPPED.sub("", text).translate(_ESCAPED)

    def cdata(self, text: str) -> str:
        """The inside of a CDATA section."""
        return _divided(self._fitting(_DROPPED.sub("", text)))

    def encode(self, document: str) -> bytes:
        """The bytes of a document made of the other two's texts."""
        return document.encode(self._charset, "xmlcharrefreplace")

    def _fitting(self, text: str) -> str:
        return text if self._holds(text) else "".join(map(self._spelled, text))

    def _spelled(self, char: str) -> str:
        if self._holds(char):
            return char
        if self._quirks:
            return chr(ord(char) & 0xFF)
        if char in _SPELLED:
            return _SPELLED[char]
        return "".join(filter(self._holds, unicodedata.normalize("NFKD", char))) or "?"

    def _holds(self, text: str) -> bool:
        try:
            text.encode(self._charset)
        except UnicodeEncodeError:
            return False
        return True


def _divided(text: str) -> str:
    return text.replace("]]>", "]]]]><![CDATA[>")


def inks(charset: str, quirks: bool) -> tuple[QuickInk | None, CarefulInk]:
    """The pens of a document, the quick one if there can be one; `LookupError` for an unknown character set."""
    return QuickInk(charset) if _is_ascii_based(charset) else None, _careful(charset, quirks)


@cache
def _careful(charset: str, quirks: bool) -> CarefulInk:
    return CarefulInk(charset, quirks=quirks)


@cache
def _is_ascii_based(charset: str) -> bool:
    return "<é".encode(charset, "replace").startswith(b"<")
