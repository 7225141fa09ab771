"""CSV with any usual separator, at the speed of the disk: pieces without quotes go on as they are, the others are read.

A piece goes on unread only when every line of it has as many separators as the heads and no cell could be a formula.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from functools import cache
from typing import BinaryIO, TextIO

from forain.hub.offers.reading.feed import Chunk, Feed, Row, careful
from forain.hub.offers.trouble import BadFile, BadRow

SEPARATORS = (";", ",", "\t", "|")
_PIECE = 1 << 20
#: Text that is kept back at most while a quote is open.
_LONGEST = 8 << 20
csv.field_size_limit(10 * 1024 * 1024)


def read_table(file: BinaryIO, encoding: str) -> Feed:
    """Raises BadFile (`file_empty`, `file_unreadable`)."""
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    first = _head_line(text)
    separator = max(SEPARATORS, key=first.count)
    try:
        heads = [head.strip() for head in next(csv.reader([first], delimiter=separator))]
    except (csv.Error, StopIteration):
        raise BadFile("file_unreadable") from None
    if "\0" in first or not any(head.isascii() or head.isprintable() for head in heads):
        raise BadFile("file_unreadable")
    chunks = _chunks(text, len(heads), separator, encoding, file)
    shown = "utf-8" if encoding == "utf-8-sig" else encoding
    return Feed("csv", heads, chunks, shown, separator, separator)


def _head_line(text: TextIO) -> str:
    while line := _readline(text):
        if line.strip():
            return line.rstrip("\r\n")
    raise BadFile("file_empty")


def _readline(text: TextIO) -> str:
    try:
        return text.readline(1 << 20)
    except UnicodeDecodeError:
        raise BadFile("file_encoding_unknown") from None


def _chunks(text: TextIO, width: int, separator: str, encoding: str, file: BinaryIO) -> Iterator[Chunk]:
    """`line`: the line of the file that comes next."""
    line, rest = 2, ""
    while True:
        piece = _next(text, encoding, line)
        whole, rest = _cut(rest + piece) if piece else (rest, "")
        if piece and whole.count('"') % 2 and len(whole) < _LONGEST:  # a quote is open: the rest of it comes
            rest = whole + rest
            continue
        if whole:
            chunk = _one(_with_newlines(whole), width, separator, line, last=not piece)
            chunk.seen = file.tell()
            line += whole.count("\n")
            yield chunk
        if not piece:
            return


def _next(text: TextIO, encoding: str, line: int) -> str:
    try:
        return text.read(_PIECE)
    except UnicodeDecodeError:
        raise BadFile("file_mixed_encoding", line=line, encoding=encoding) from None


def _cut(text: str) -> tuple[str, str]:
    """Whole lines, and the beginning of the next one."""
    place = text.rfind("\n") + 1
    return text[:place], text[place:]


def _with_newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _one(whole: str, width: int, separator: str, line: int, *, last: bool) -> Chunk:
    plain = _trimmed(whole if whole.endswith("\n") else whole + "\n", separator)
    if _is_plain(plain, width, separator):
        return Chunk(plain, plain.count("\n"), line, [(0, line)])
    if last:
        _check_end(whole, width, separator, line)
    return careful(list(_rows(whole, separator, line)), width, separator)


def _trimmed(text: str, separator: str) -> str:
    """Lines without blanks around their cells; where there are quotes, cells are read one by one."""
    if '"' in text:
        return text
    if text[0] == " " or any(f" {end}" in text or f"{end} " in text for end in (separator, "\n")):
        return re.sub(f" *({re.escape(separator)}|\n) *", r"\1", text).lstrip(" ")
    return text


def _is_plain(text: str, width: int, separator: str) -> bool:
    if '"' in text or "\0" in text or _begins_cell("'", text, separator):
        return False
    if any(_begins_cell(sign, text, separator) for sign in "=@+-\u00a0\t" if sign != separator):
        return False
    marks = text.encode().translate(None, _others(separator))
    return marks == (separator * (width - 1) + "\n").encode() * text.count("\n") and (
        width > 1 or "\n\n" not in text
    )


@cache
def _others(separator: str) -> bytes:
    """Every byte but those that part cells and lines."""
    return bytes(set(range(256)) - {ord(separator), ord("\n")})


def _begins_cell(sign: str, text: str, separator: str) -> bool:
    """One sign is found many times faster than two."""
    return sign in text and (f"{separator}{sign}" in text or f"\n{sign}" in text or text[0] == sign)


def _rows(whole: str, separator: str, line: int) -> Iterator[Row | BadRow]:
    reader = csv.reader(io.StringIO(whole, newline=""), delimiter=separator)
    ended = 0
    while True:
        begun = ended
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield BadRow(line + begun, "row_broken")
            continue
        finally:
            ended = reader.line_num
        if any(cell.strip() for cell in cells):
            yield line + begun, cells


def _check_end(whole: str, width: int, separator: str, line: int) -> None:
    """A file whose last line lacks cells and its end, or whose last quote stays open, was not written to the end."""
    if whole.count('"') % 2:
        try:
            list(csv.reader(io.StringIO(whole, newline=""), delimiter=separator, strict=True))
        except csv.Error as error:
            if "end of data" in str(error):
                raise BadFile("file_truncated", line=line + whole.count("\n")) from None
    tail = whole.rpartition("\n")[2]
    if tail.strip() and '"' not in tail and tail.count(separator) < width - 1:
        raise BadFile("file_truncated", line=line + whole.count("\n"))
