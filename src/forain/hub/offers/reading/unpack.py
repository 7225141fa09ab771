"""The file itself out of its wrapping (gzip, zip), with a limit on what comes out: a small archive may hold terabytes."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import BinaryIO, Protocol

from forain.hub.offers.trouble import BadFile

#: Bytes of a file at most, unpacked.
LARGEST = 1024**3
#: How many times larger than its archive a text can honestly be, beyond the first bytes that are always allowed.
HONEST_RATIO, ALWAYS = 120, 20 * 1024**2
_PIECE = 1 << 20


class Readable(Protocol):
    """Something packed."""

    def read(self, size: int, /) -> bytes: ...


def size_of(file: BinaryIO) -> int:
    """Bytes of a file that can be sought. Raises BadFile when it is empty or too large."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if size > LARGEST:
        raise BadFile("file_too_large", limit=f"{LARGEST // 1024**3} GiB")
    if size == 0:
        raise BadFile("file_empty")
    return size


@contextmanager
def unpacked(file: BinaryIO) -> Iterator[tuple[BinaryIO, str]]:
    """The file without its wrapping, and `xlsx` or an empty word. Raises BadFile."""
    size = size_of(file)
    head = file.read(4)
    file.seek(0)
    if head[:2] == b"\x1f\x8b":
        with gzip.GzipFile(fileobj=file) as packed, _copied(packed, size) as plain:
            yield plain, ""
    elif head == b"PK\x03\x04":
        with _opened(file) as archive:
            yield from _of_archive(file, archive, size)
    else:
        yield file, ""


def _of_archive(file: BinaryIO, archive: zipfile.ZipFile, size: int) -> Iterator[tuple[BinaryIO, str]]:
    names = [one for one in archive.infolist() if not one.is_dir()]
    if any(one.filename == "[Content_Types].xml" for one in names):
        _check_workbook(archive, names, size)
        file.seek(0)
        yield file, "xlsx"
        return
    if len(names) != 1:
        raise BadFile("file_archive", count=len(names))
    with archive.open(names[0]) as packed, _copied(packed, size) as plain:
        yield plain, ""


def _check_workbook(archive: zipfile.ZipFile, names: list[zipfile.ZipInfo], size: int) -> None:
    """Every part is unpacked once and thrown away: declared sizes may lie. No part may declare a document type."""
    left = _allowed(size)
    for one in names:
        with archive.open(one) as part:
            first = True
            for piece in _pieces(part):
                left -= len(piece)
                if left < 0:
                    raise BadFile("file_bomb")
                if first and b"<!DOCTYPE" in piece[:4096]:
                    raise BadFile("file_xml_unsafe")
                first = False


def _opened(file: BinaryIO) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except zipfile.BadZipFile:
        raise BadFile("file_truncated", line="1") from None


@contextmanager
def _copied(packed: Readable, size: int) -> Iterator[BinaryIO]:
    with TemporaryFile() as plain:
        left = _allowed(size)
        for piece in _pieces(packed):
            left -= len(piece)
            if left < 0:
                raise BadFile("file_bomb")
            plain.write(piece)
        size_of(plain)
        yield plain


def _pieces(packed: Readable) -> Iterator[bytes]:
    while True:
        try:
            piece = packed.read(_PIECE)
        except (EOFError, zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError):
            raise BadFile("file_truncated", line="1") from None
        if not piece:
            return
        yield piece


def _allowed(size: int) -> int:
    return min(LARGEST, ALWAYS + size * HONEST_RATIO)
