"""Mending the damage that the real services are known to do, and counting it.

Rakuten, general part §7: a character outside ISO-8859-1 arrived as the low byte of its code point (U+2019 as the
byte 0x19 inside CDATA), which no XML parser accepts. The typographic ones are put back, other control
bytes are dropped. Because ISO-8859-1 cannot hold the mended characters, a mended document goes on as UTF-8.
The same page: blank lines where a template's condition was false; before the declaration they are illegal.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from forain.wire._prolog import CONTROLS, Prolog
from forain.wire.errors import Malformed

BOM: Final = "byte order mark"
BLANKS: Final = "blanks before the declaration"
MAPPED: Final = "control bytes turned back into typography"
DROPPED: Final = "control bytes dropped"

TYPOGRAPHY: Final = {0x13: "–", 0x14: "—", 0x18: "‘", 0x19: "’", 0x1C: "“", 0x1D: "”"}
_REPLACED: Final = {bytes([byte]): char.encode() for byte, char in TYPOGRAPHY.items()}
_MAPPED: Final = bytes(TYPOGRAPHY)
_CONTROL: Final = re.compile(b"[" + re.escape(CONTROLS) + b"]")


def is_damaged(data: bytes) -> bool:
    """Whether there is a control byte; for character sets in which ASCII bytes are ASCII."""
    return any(map(data.__contains__, CONTROLS))


def mended(utf8: bytes, repairs: Counter[str]) -> bytes:
    """Any piece of a document in UTF-8, without control bytes; they are never part of another character."""
    total = len(utf8) - len(utf8.translate(None, CONTROLS))
    mapped = len(utf8) - len(utf8.translate(None, _MAPPED))
    _count(repairs, MAPPED, mapped)
    _count(repairs, DROPPED, total - mapped)
    return _CONTROL.sub(lambda found: _REPLACED.get(found[0], b""), utf8)


def without_leading(data: bytes, prolog: Prolog, repairs: Counter[str]) -> bytes:
    """The document from its first markup on; the line breaks before it are kept, so that lines count alike.

    Nothing may stand before a declaration, so there it makes room for them; its charset is known by now.
    """
    _count(repairs, BOM, prolog.bom)
    lead = data[len(b"\xef\xbb\xbf") if prolog.bom else 0 : prolog.start]
    dropped = len(lead) - len(lead.translate(None, CONTROLS))
    _count(repairs, DROPPED, dropped)
    if prolog.body > prolog.start:
        _count(repairs, BLANKS, len(lead) - dropped)
    return b"\n" * lead.count(b"\n") + data[prolog.body if lead else prolog.start :]


def _count(repairs: Counter[str], name: str, times: int) -> None:
    if times:
        repairs[name] += times


def in_utf8(data: bytes, charset: str) -> bytes:
    """The same document in UTF-8; `Malformed` naming the line where that fails."""
    try:
        return data.decode(charset).encode()
    except UnicodeDecodeError as failure:
        before = data[: failure.start]
        line, column = before.count(b"\n") + 1, failure.start - before.rfind(b"\n")
        raise Malformed(f"there are bytes that are not {charset}", line, column) from None
