"""A report of 100,000 products record by record, and ten times as many in the same memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import documents
from bench.race import race
from bench.table import Goal, Row

MEMORY = 16.0


def rows(*, small: bool) -> Iterator[Row]:
    """The small run has 1,000 products, and no peer."""
    if small:
        yield _row(1_000, 2, ())
        return
    first = _row(100_000, 5, ("lxml_report",))
    yield first
    yield _row(1_000_000, 1, (), first.memory)


def _row(count: int, rounds: int, peers: tuple[str, ...], before: float | None = None) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / "report.xml"
        documents.report(document, count)
        found = race(("expat_parse", "forain_stream", *peers), document, rounds)
    ours, limit = found["forain_stream"], found["expat_parse"].seconds
    goals = [
        Goal("x expat", ours.seconds / limit, 7, at_most=True),
        Goal("MB above the interpreter", ours.megabytes, MEMORY, at_most=True),
    ]
    if before is not None:
        goals.append(Goal("MB more than for a tenth", ours.megabytes - before, 2, at_most=True))
    return Row(
        path="stream report",
        n=count,
        ours=ours.seconds,
        limit=("expat", limit),
        peers={"lxml by hand": found[peer].seconds for peer in peers},
        memory=ours.megabytes,
        goals=tuple(goals) if count >= 100_000 else (),
    )
