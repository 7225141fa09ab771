"""A catalogue and its stock on their way to Spartoo: 20,000 products of eight sizes, 160,000 sizes of stock.

What is timed is everything on our side of the line: building, writing, encoding as multipart, redacting the record,
reading the answers. `served` adds the pretend Spartoo in the same process, with its rules and its whole catalogue.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.race import race
from bench.table import Goal, How, Row

#: One document of 500 products is about 1 MB; it is held as text, as bytes and redacted.
MEMORY = 8.0
PATHS: tuple[tuple[str, str, int, dict[str, str]], ...] = (
    ("spartoo import", "spartoo_import", 20_000, {"spartoo_import_etree": "ElementTree and a form"}),
    ("spartoo stock", "spartoo_stock", 160_000, {}),
)


def rows(how: How) -> Iterator[Row]:
    """Each path with a tenth and with the whole; the memory must be the same."""
    for path, run, count, peers in PATHS:
        if how.small:
            yield _row(path, run, count // 100, {}, 1, small=True)
            continue
        tenth = _row(path, run, count // 10, {}, 5)
        yield tenth
        yield _row(path, run, count, peers, 5, before=tenth.memory)
    if not how.small:
        yield _served(2_000)
        yield _served(20_000)


def _row(
    path: str,
    run: str,
    count: int,
    peers: dict[str, str],
    rounds: int,
    *,
    before: float | None = None,
    small: bool = False,
) -> Row:
    found = race((run, f"{run}_bare", *peers), _count(count), rounds)
    ours, limit = found[run], found[f"{run}_bare"].seconds
    goals = [Goal("MB above the interpreter", ours.megabytes, MEMORY, at_most=True)]
    if before is not None:
        goals.append(Goal("MB more than for a tenth", ours.megabytes - before, 4, at_most=True))
    return Row(
        path=path,
        n=count,
        ours=ours.seconds,
        limit=("template", limit),
        peers={words: found[peer].seconds for peer, words in peers.items()},
        memory=ours.megabytes,
        goals=() if small else tuple(goals),
    )


def _served(count: int) -> Row:
    """Import and a stock of every size, through the pretend Spartoo; its catalogue is what takes the memory."""
    found = race(("spartoo_served", "spartoo_import"), _count(count), 1)
    ours = found["spartoo_served"]
    limit = ("client alone", found["spartoo_import"].seconds)
    return Row(path="spartoo served", n=count, ours=ours.seconds, limit=limit, memory=ours.megabytes)


def _count(count: int) -> Path:
    """The document of the race is a number."""
    path = Path(tempfile.gettempdir()) / f"forain-bench-{count}.txt"
    path.write_text(str(count))
    return path
