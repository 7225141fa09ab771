"""What a reader gives: heads, and chunks of rows ready for PostgreSQL's COPY (CSV)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from forain.hub.offers.trouble import BadFile, BadRow

#: Rows of a chunk that are turned into text at once.
CHUNK = 5_000
#: A cell that a spreadsheet would run. Numbers with a sign are none.
FORMULA = re.compile(r"\s*(?:[=@]\s*\S|[+\-][^0-9]*[(|!])")


@dataclass(slots=True)
class Chunk:
    """Rows as CSV text, cells without blanks around them. `first`: the line of the first row; `jumps`: (number of the row in the chunk, its line) where
    lines and rows part, after rows that were left out or cells with line breaks."""

    text: str
    rows: int
    first: int
    jumps: list[tuple[int, int]] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    seen: int = 0  #: bytes of the file read so far


@dataclass(slots=True)
class Feed:
    """One file, being read. `delimiter` is the one of the chunks' text."""

    format: str
    heads: list[str]
    chunks: Iterator[Chunk]
    encoding: str = ""
    separator: str = ""
    delimiter: str = ","


Row = tuple[int, Sequence[str]]


def chunked(rows: Iterable[Row | BadRow], width: int, delimiter: str = ",") -> Iterator[Chunk]:
    """Rows (line, cells) as chunks, each cell looked at. Raises BadFile for formulas."""
    source = iter(rows)
    while taken := list(islice(source, CHUNK)):
        yield careful(taken, width, delimiter)


def careful(rows: Sequence[Row | BadRow], width: int, delimiter: str) -> Chunk:
    """A chunk of rows that are looked at one by one."""
    out = io.StringIO()
    write = csv.writer(out, delimiter=delimiter, lineterminator="\n").writerow
    chunk = Chunk("", 0, 0)
    expected = -1
    for row in rows:
        if isinstance(row, BadRow):
            chunk.bad.append(row)
            continue
        line, cells = row
        code = _wrong(cells, width, line)
        if code:
            chunk.bad.append(BadRow(line, code, value=_excerpt(cells)))
            continue
        if line != expected:
            chunk.jumps.append((chunk.rows, line))
        write([_plain(cell) for cell in cells])
        chunk.rows += 1
        expected = line + 1
    chunk.text, chunk.first = out.getvalue(), chunk.jumps[0][1] if chunk.jumps else 0
    return chunk


def _wrong(cells: Sequence[str], width: int, line: int) -> str:
    if len(cells) != width:
        return "row_cells"
    for cell in cells:
        if cell and cell[0] in "=@+-\t \u00a0" and FORMULA.match(cell):
            raise BadFile("file_formulas", line=line, value=cell[:60])
        if "\0" in cell:
            return "characters"
    return ""


def _plain(cell: str) -> str:
    """Without blanks around, and the apostrophe that keeps a spreadsheet from taking a text for a formula."""
    return (cell[1:] if cell[:1] == "'" and cell[1:2] in tuple("=@+-") else cell).strip(" ")


def _excerpt(cells: Sequence[str]) -> str:
    return " | ".join(cells)[:80].replace("\0", "")
