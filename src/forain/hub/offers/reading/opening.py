"""Which kind of file it is, told by its content and never by its name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from forain.hub.offers.reading.encoding import encoding_of
from forain.hub.offers.reading.feed import Feed
from forain.hub.offers.reading.json_lines import read_json_lines
from forain.hub.offers.reading.marked_up import Profile, read_xml
from forain.hub.offers.reading.table import read_table
from forain.hub.offers.reading.unpack import unpacked
from forain.hub.offers.reading.workbook import read_workbook
from forain.hub.offers.trouble import BadFile


@contextmanager
def opened(file: BinaryIO, *, encoding: str = "", profile: Profile | None = None) -> Iterator[Feed]:
    """The file as heads and chunks of rows. `file` can be sought. Raises BadFile, also while chunks are taken."""
    with unpacked(file) as (plain, kind):
        yield read_workbook(plain) if kind == "xlsx" else _text(plain, encoding, profile)


def _text(plain: BinaryIO, named: str, profile: Profile | None) -> Feed:
    head = plain.read(1024)
    plain.seek(0)
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        raise BadFile("file_empty")
    if head.startswith((b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff")):
        raise BadFile("file_unreadable")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:14].lower().startswith((b"<html", b"<!doctype html")):
        raise BadFile("file_unreadable")  # an address answered with a page, of a login for instance
    if start.startswith(b"<"):
        return read_xml(plain, profile)
    encoding = encoding_of(plain, named)
    return (read_json_lines if start.startswith(b"{") else read_table)(plain, encoding)
