"""The first look at a document: its character set, its root, and what must not be there.

Only the part before the root element is read, so this costs the same for any size. The character set found
here is forced upon the parser, so that both always read the same document.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

from forain.wire.errors import ClosedEarly, Forbidden, Malformed, NotXml, WireError

CONTROLS: Final = bytes(set(range(0x20)) - set(b"\t\n\r"))
"""Bytes that no XML document may hold in a character set based on ASCII."""
DOCTYPE: Final = "a document type declaration"

_EXCERPT = 20
_WIDE = (
    (re.compile(rb"\xff\xfe\0\0|\0\0\xfe\xff"), "utf-32"),
    (re.compile(rb"\xff\xfe|\xfe\xff"), "utf-16"),
    (re.compile(rb"<\0\0\0"), "utf-32-le"),
    (re.compile(rb"\0\0\0<"), "utf-32-be"),
    (re.compile(rb"<\0[^\0]\0"), "utf-16-le"),
    (re.compile(rb"\0<\0[^\0]"), "utf-16-be"),
)
_LEADING = re.compile(rb"[\x00-\x20]*")
_DECLARATION = re.compile(rb"<\?xml(?=[ \t\r\n?])([^<>]*?)\?>")
_ENCODING = re.compile(rb"[ \t\r\n]encoding[ \t\r\n]*=[ \t\r\n]*(?:\"([^\"]*)\"|'([^']*)')")
_ROOT = re.compile(rb"<([A-Za-z_\x80-\xff][^\x00-\x20/<>\"'=&!?]*)(.?)", re.DOTALL)
_ATTRIBUTE = re.compile(rb"[ \t\r\n]+([^ \t\r\n=<>/\"']+)[ \t\r\n]*=[ \t\r\n]*(?:\"[^\"<]*\"|'[^'<]*')")
_INK = re.compile(rb"[^\r\n]")
_DOCTYPE = re.compile(rb"<!DOCTYPE[ \t\r\n]*([A-Za-z]*)", re.IGNORECASE)
_SINGLE_BYTE = re.compile(r"ascii|iso8859-\d+|cp125\d|koi8-[ru]|mac-roman")


@dataclass(frozen=True, slots=True)
class Prolog:
    """Where the first markup is, where the declaration and the root's name end; the character set, the root."""

    start: int
    body: int
    root_end: int
    bom: bool
    charset: str
    root: str

    @property
    def local_root(self) -> str:
        """The root's name without prefix."""
        return self.root.rpartition(":")[2]


def wide_charset(data: bytes) -> str | None:
    """The character set of a document in two or four bytes a character, None for all others."""
    return next((charset for mark, charset in _WIDE if mark.match(data)), None)


def read_prolog(data: bytes, charset: str | None = None) -> Prolog:
    """Read up to the root's name; `NotXml`, `Forbidden`, `Malformed` or `ClosedEarly` if there is none.

    A given `charset` is stronger than the declaration.
    """
    bom = data.startswith(codecs.BOM_UTF8)
    start = _skip(data, len(codecs.BOM_UTF8) if bom else 0)
    declaration = _DECLARATION.match(data, start)
    charset = charset or ("utf-8" if bom or not declaration else _declared_charset(declaration[1]))
    body = declaration.end() if declaration else start
    at = _root_position(data, start)
    found = _ROOT.match(data, at)
    if not found:
        raise _no_root(data, start, at)
    if not found[2]:
        raise _cut_off(data)
    root = found[1].decode(charset, "replace")
    if root.lower() == "html":
        raise NotXml("an HTML page")
    return Prolog(start, body, found.end(1), bom, charset, root)


def without_default_namespace(data: bytes, prolog: Prolog) -> bytes:
    """The document with ``xmlns="..."`` of its root blanked out, places unchanged.

    Names are matched without their namespace, and lxml makes them several times faster when there is none.
    """
    at = prolog.root_end
    while attribute := _ATTRIBUTE.match(data, at):
        at = attribute.end()
        if attribute[1] == b"xmlns":
            return b"".join((data[: attribute.start()], _INK.sub(b" ", attribute[0]), memoryview(data)[at:]))
    return data


def _skip(data: bytes, start: int) -> int:
    """Step over blanks and over control bytes, which are mended away later."""
    found = _LEADING.match(data, start)
    return found.end() if found else start


def _declared_charset(declaration: bytes) -> str:
    encoding = _ENCODING.search(declaration)
    if not encoding:
        return "utf-8"
    name = (encoding[1] or encoding[2] or b"").decode("ascii", "replace")
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


def _after(data: bytes, mark: bytes, start: int) -> int:
    end = data.find(mark, start)
    if end < 0:
        raise _cut_off(data)
    return end + len(mark)


def _cut_off(data: bytes) -> ClosedEarly:
    line, column = data.count(b"\n") + 1, len(data) - data.rfind(b"\n")
    return ClosedEarly("the document ends before its root element", line, column)


def _no_root(data: bytes, start: int, at: int) -> WireError:
    rest = data[at : at + _EXCERPT]
    if at == start and not rest:
        return NotXml("nothing")
    if any(mark.startswith(rest) for mark in (b"<!--", b"<!DOCTYPE")):
        return _cut_off(data)
    if at == start and not rest.startswith(b"<"):
        return NotXml(f"something that begins with {rest.decode('latin-1')!r}")
    line, column = data.count(b"\n", 0, at) + 1, at - data.rfind(b"\n", 0, at)
    return Malformed("there is no root element", line, column)
