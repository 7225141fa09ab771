"""Mending the damage that the real services are known to do, and counting it.

Rakuten, general part §7: a character outside ISO-8859-1 arrived as the low byte of its code point (U+2019 as the
byte 0x19 inside CDATA), which no XML parser accepts. The typographic ones are put back, other control
bytes are dropped. Because ISO-8859-1 cannot hold the mended characters, a mended document goes on as UTF-8.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from forain.wire._prolog import CONTROLS
from forain.wire.errors import Malformed

BOM: Final = "byte order mark"
BLANKS: Final = "blanks before the declaration"
MAPPED: Final = "control bytes turned back into typography"
DROPPED: Final = "control bytes dropped"

TYPOGRAPHY: Final = {0x13: "–", 0x14: "—", 0x18: "‘", 0x19: "’", 0x1C: "“", 0x1D: "”"}
_MENDING: Final[dict[int, str | None]] = {**dict.fromkeys(CONTROLS), **TYPOGRAPHY}
_MAPPED: Final = bytes(TYPOGRAPHY)


def is_damaged(data: bytes) -> bool:
    """Whether there is a control byte; for character sets in which ASCII bytes are ASCII."""
    return len(data.translate(None, CONTROLS)) != len(data)


def mended(data: bytes, charset: str, repairs: Counter[str]) -> bytes:
    """The document (or a whole number of its characters) in UTF-8 without control bytes."""
    total = len(data) - len(data.translate(None, CONTROLS))
    mapped = len(data) - len(data.translate(None, _MAPPED))
    repairs.update({name: n for name, n in ((MAPPED, mapped), (DROPPED, total - mapped)) if n})
    return as_text(data, charset).translate(_MENDING).encode()


def as_text(data: bytes, charset: str) -> str:
    """Decode; `Malformed` naming the line where it fails."""
    try:
        return data.decode(charset)
    except UnicodeDecodeError as failure:
        before = data[: failure.start]
        line, column = before.count(b"\n") + 1, failure.start - before.rfind(b"\n")
        raise Malformed(f"bytes that are not {charset}", line, column) from None
