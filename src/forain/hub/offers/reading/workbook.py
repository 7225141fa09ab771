"""The first sheet of a workbook, row by row; formulas count as the values they had when it was saved."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, BinaryIO

from forain.hub.offers.reading.feed import Feed, Row, chunked
from forain.hub.offers.trouble import BadFile


def read_workbook(file: BinaryIO) -> Feed:
    """Raises BadFile (`file_unreadable`, `file_empty`)."""
    from openpyxl import load_workbook  # a tenth of a second, which every command and worker would pay
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheet: Any = book.worksheets[0]
    except (InvalidFileException, KeyError, IndexError, ValueError, zipfile.BadZipFile, SyntaxError):
        raise BadFile("file_unreadable") from None
    sheet.reset_dimensions()
    rows = iter(sheet.iter_rows(values_only=True))
    heads = _heads(rows)
    return Feed("xlsx", heads, chunked(_rows(rows, len(heads)), len(heads)))


def _heads(rows: Iterator[Iterable[Any]]) -> list[str]:
    for row in rows:
        heads = [_cell(value).strip() for value in row]
        while heads and not heads[-1]:
            heads.pop()
        if heads:
            return heads
    raise BadFile("file_empty")


def _rows(rows: Iterable[Iterable[Any]], width: int) -> Iterator[Row]:
    for number, row in enumerate(rows, start=2):
        cells = [_cell(value) for value in row]
        if any(cells):
            tail = [one for one in cells[width:] if one]
            yield number, [*cells[:width], *[""] * (width - len(cells)), *tail]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.10g}"
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)
