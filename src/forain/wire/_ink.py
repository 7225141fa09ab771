"""Characters on the way out: escaping, CDATA, and what a character set cannot hold."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

_ILLEGAL: Final = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
_DROPPED: Final = re.compile(f"[{_ILLEGAL}]")
_ESCAPED: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_SPELLED: Final = {
    "‘": "'", "’": "'", "‚": ",", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "−": "-", "…": "...",
    "€": "EUR", "œ": "oe", "Œ": "OE", "•": "*", "™": "TM",
}  # fmt: skip
"""How characters that French texts use are spelled in a character set without them."""


class Ink:
    """One character set: `plain` and `cdata` make text ready, `encode` makes the bytes.

    Rakuten, general part §7: outside CDATA a character that does not fit is written as a numeric reference,
    inside, where there are none, it is spelled out.
    """

    def __init__(self, charset: str, *, quirks: bool = False) -> None:
        """`quirks` does the real service's damage: in CDATA, the low byte of what does not fit."""
        self.charset, self.quirks = charset, quirks
        latin = "".join(filter(self._holds, map(chr, range(0xA0, 0x100))))
        self._beyond_plain = re.compile(f"[{_ILLEGAL}&<>\r]")
        self._beyond_cdata = re.compile(rf"[^\t\n\x20-\x7e{latin}]|\]\]>")

    def plain(self, text: str) -> str:
        """Escaped text."""
        if self._beyond_plain.search(text) is None:
            return text
        return _DROPPED.sub("", text).translate(_ESCAPED)

    def cdata(self, text: str) -> str:
        """A CDATA section; a ``]]>`` inside is divided between two."""
        if self._beyond_cdata.search(text) is not None:
            text = self._fitting(_DROPPED.sub("", text)).replace("]]>", "]]]]><![CDATA[>")
        return f"<![CDATA[{text}]]>"

    def encode(self, document: str) -> bytes:
        """The bytes of a document made of the other two's texts."""
        return document.encode(self.charset, "xmlcharrefreplace")

    def _fitting(self, text: str) -> str:
        return text if self._holds(text) else "".join(map(self._spelled, text))

    def _spelled(self, char: str) -> str:
        if self._holds(char):
            return char
        if self.quirks:
            return chr(ord(char) & 0xFF)
        if char in _SPELLED:
            return _SPELLED[char]
        return "".join(filter(self._holds, unicodedata.normalize("NFKD", char))) or "?"

    def _holds(self, text: str) -> bool:
        try:
            text.encode(self.charset)
        except UnicodeEncodeError:
            return False
        return True


@cache
def ink(charset: str, quirks: bool) -> Ink:
    """One ink for each character set; `LookupError` for an unknown one."""
    return Ink(charset, quirks=quirks)
