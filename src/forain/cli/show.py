"""How answers look: tables for people, JSON alone on stdout for programs, messages on stderr."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import click

from forain.cli.language import say

#: The zone pages speak in, whatever this machine's is.
PARIS = ZoneInfo("Europe/Paris")


def print_json(value: Any) -> None:
    """One JSON document on stdout and nothing else; the API writes its bodies in the same way."""
    import msgspec

    click.echo(msgspec.json.format(msgspec.json.encode(value, enc_hook=plain), indent=2))


def plain(value: Any) -> Any:
    """JSON for the API's shapes and the hub's own texts; what JSON knows itself does not come here."""
    return value.model_dump() if hasattr(value, "model_dump") else str(value)


def note(english: str, **facts: object) -> None:
    """A message beside the answer, on stderr."""
    click.echo(say(english, **facts), err=True)


def table(columns: Sequence[str], rows: Sequence[Sequence[object]], *, empty: str) -> None:
    """A table that fits the terminal; `columns` are English. Piped output is as wide as its content."""
    if not rows:
        note(empty)
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False, width=None if sys.stdout.isatty() else _natural(columns, rows))
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name in columns:
        made.add_column(say(name), overflow="fold")
    for row in rows:
        made.add_row(*(Text(_cell(value)) for value in row))
    console.print(made)


def facts(pairs: Sequence[tuple[str, object]]) -> None:
    """Names and values under each other; empty values are left out."""
    shown = [(say(name), _cell(value)) for name, value in pairs if value not in (None, "")]
    width = max((len(name) for name, _ in shown), default=0)
    for name, value in shown:
        click.echo(f"{name:<{width}}  {value}")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value.astimezone(PARIS):%d/%m/%Y %H:%M}"
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    return "".join(char if char.isprintable() else " " for char in str(value))


def _natural(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> int:
    widths = [len(say(name)) for name in columns]
    for row in rows:
        widths = [max(width, len(_cell(value))) for width, value in zip(widths, row, strict=True)]
    return max(80, sum(widths) + 3 * len(widths))
