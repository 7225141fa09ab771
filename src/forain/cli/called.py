"""Any decoded answer as a table: its longest list as rows, one record alone as names and values.

Generic over the messages of all marketplaces: what is a value becomes a column, what is nested a dotted one, and
of lists inside a row their length is told. `--json` has everything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from forain.cli import show

#: More do not fit a terminal; the first ones that hold anything are shown.
WIDEST = 9
LONGEST = 48


def show_message(message: Any) -> None:
    """On stdout."""
    records = _records(message)
    rest = {name: value for name, value in _flat(message).items() if not name.startswith("#")}
    show.facts([(name, value) for name, value in rest.items() if value != ""])
    if len(records) == 1:
        show.facts([(name.lstrip("#"), value) for name, value in _flat(records[0]).items()])
    elif records:
        _table([_flat(one) for one in records])


def _records(message: Any) -> tuple[Any, ...]:
    """The longest list of records directly in the message; the first of equals."""
    lists = [getattr(message, field.name) for field in fields(message)]
    found = [one for one in lists if isinstance(one, tuple) and one and is_dataclass(one[0])]
    return max(found, key=len, default=())


def _table(rows: list[Mapping[str, str]]) -> None:
    filled = [name for name in rows[0] if any(row.get(name) for row in rows)]
    names = sorted(filled, key=lambda name: name.count("."))[:WIDEST]  # the record's own values first
    columns = [name.lstrip("#") for name in names]
    show.table(columns, [[row.get(name, "") for name in names] for row in rows], empty="Nothing.")


def _flat(record: Any) -> dict[str, str]:
    return dict(_pairs(record, ""))


def _pairs(record: Any, before: str) -> Iterator[tuple[str, str]]:
    """Names and texts; lists as `#name` with their length, or their values when they are plain."""
    for field in fields(record):
        value, name = getattr(record, field.name), f"{before}{field.name}"
        if isinstance(value, tuple):
            records = value and is_dataclass(value[0])
            yield f"#{name}", str(len(value)) if records else ", ".join(map(str, value))
        elif is_dataclass(value):
            yield from _pairs(value, f"{name}.")
        else:
            yield name, _short("" if value is None else str(value))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
