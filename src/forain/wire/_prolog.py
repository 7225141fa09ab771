"""The first look at a document: its character set, its root, and what must not be there.

Only the part before the root element is read, so this costs the same for any size. The character set found
here is forced upon the parser, so that both always read the same document.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from forain.wire.errors import ClosedEarly, Forbidden, Malformed, NotXml

BLANKS = b" \t\r\n"
CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\r"))
_EXCERPT = 20
_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_DECLARATION = re.compile(rb"<\?xml(?=[ \t\r\n?])([^<>]*?)\?>")
_ENCODING = re.compile(rb"[ \t\r\n]encoding[ \t\r\n]*=[ \t\r\n]*(?:\"([^\"]*)\"|'([^']*)')")
_ROOT = re.compile(rb"<([A-Za-z_\x80-\xff][^ \t\r\n/<>\"'=&!?]*)(.?)", re.DOTALL)
_DOCTYPE = re.compile(rb"<!DOCTYPE[ \t\r\n]*([A-Za-z]*)", re.IGNORECASE)
_SINGLE_BYTE = re.compile(r"ascii|iso8859-\d+|cp125\d|koi8-[ru]|mac-roman")


@dataclass(frozen=True, slots=True)
class Prolog:
    """Where the document starts, how it is written, and its root element's qualified name."""

    start: int
    bom: bool
    charset: str
    root: str

    @property
    def local_root(self) -> str:
        """The root's name without prefix."""
        return self.root.rpartition(":")[2]


def wide_charset(data: bytes) -> str | None:
    """The character set of a document in two or four bytes a character, None for all others."""
    return next((charset for mark, charset in _WIDE if data.startswith(mark)), None)


def read_prolog(data: bytes) -> Prolog:
    """Read up to the root's name; `NotXml`, `Forbidden`, `Malformed` or `ClosedEarly` if there is none."""
    bom = data.startswith(codecs.BOM_UTF8)
    start = _skip(data, len(codecs.BOM_UTF8) if bom else 0)
    charset = "utf-8" if bom else _charset(data, start)
    found = _ROOT.match(data, _root_position(data, start))
    if not found:
        raise NotXml(_something_else(data, start))
    if not found[2]:
        raise _cut_off(data)
    root = found[1].decode(charset, "replace")
    if root.lower() == "html":
        raise NotXml("an HTML page")
    return Prolog(start, bom, charset, root)


def _skip(data: bytes, start: int) -> int:
    while data[start : start + 1] in _BLANK_BYTES:
        start += 1
    return start


_BLANK_BYTES = {bytes([byte]) for byte in BLANKS}


def _charset(data: bytes, start: int) -> str:
    declaration = _DECLARATION.match(data, start)
    encoding = declaration and _ENCODING.search(declaration[1])
    if not encoding:
        return "utf-8"
    name = (encoding[1] or encoding[2] or b"").decode("ascii", "replace")
    return _known_charset(name)


def _known_charset(name: str) -> str:
    try:
        charset = codecs.lookup(name).name
    except (LookupError, ValueError):
        charset = ""
    if charset == "utf-8" or _SINGLE_BYTE.fullmatch(charset):
        return charset
    raise Malformed(f"the character set {name[:_EXCERPT]!r} is not known here", 1, 1)


def _root_position(data: bytes, start: int) -> int:
    """Step over the declaration, comments and processing instructions."""
    while True:
        start = _skip(data, start)
        if data.startswith(b"<?", start):
            start = _after(data, b"?>", start + 2)
        elif data.startswith(b"<!--", start):
            start = _after(data, b"-->", start + 4)
        elif doctype := _DOCTYPE.match(data, start):
            raise NotXml("an HTML page") if doctype[1].lower() == b"html" else Forbidden(DOCTYPE)
        else:
            return start


DOCTYPE = "a document type declaration"


def _after(data: bytes, mark: bytes, start: int) -> int:
    end = data.find(mark, start)
    if end < 0:
        raise _cut_off(data)
    return end + len(mark)


def _cut_off(data: bytes) -> ClosedEarly:
    line = data.count(b"\n") + 1
    return ClosedEarly("the document ends before its root element", line, len(data) - data.rfind(b"\n"))


def _something_else(data: bytes, start: int) -> str:
    beginning = data[start : start + _EXCERPT]
    if not beginning:
        return "nothing"
    return f"something that begins with {beginning.decode('latin-1')!r}"
