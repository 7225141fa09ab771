"""JSON lines: one object a line; the first one says which members there are."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, TextIO

from forain.hub.offers.reading.feed import Feed, Row, chunked
from forain.hub.offers.trouble import BadFile, BadRow


def read_json_lines(file: BinaryIO, encoding: str) -> Feed:
    """Raises BadFile (`file_unreadable`)."""
    text = io.TextIOWrapper(file, encoding=encoding)
    first = _parsed(_first_line(text))
    if not isinstance(first, dict) or not first:
        raise BadFile("file_unreadable")
    heads = list(first)
    text.seek(0)
    return Feed("jsonl", heads, chunked(_rows(text, heads), len(heads)), encoding)


def _first_line(text: TextIO) -> str:
    return next((line for line in text if line.strip()), "")


def _rows(text: TextIO, heads: list[str]) -> Iterator[Row | BadRow]:
    for number, line in enumerate(text, start=1):
        if not line.strip():
            continue
        told = _parsed(line)
        if told is None and not line.endswith("\n"):
            raise BadFile("file_truncated", line=number)
        yield _row(number, told, heads)


def _row(number: int, told: Any, heads: list[str]) -> Row | BadRow:
    if not isinstance(told, dict):
        return BadRow(number, "row_broken")
    if not set(told) >= set(heads):
        return BadRow(number, "row_keys", str(told.get("sku", ""))[:120])
    return number, [cell(told[head]) for head in heads]


def cell(value: Any) -> str:
    """A value as a file of texts would hold it; lists of texts are parted by `|`."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "|".join(value)
    if isinstance(value, Mapping | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None
