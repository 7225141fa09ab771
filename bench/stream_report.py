"""A report of 100,000 products record by record, and ten times as many in the same memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import documents
from bench.race import race, steady_ratio
from bench.table import Goal, How, Row

MEMORY = 16.0
PEERS = {"lxml_report": "lxml by hand"}


def rows(how: How) -> Iterator[Row]:
    """The small run has 1,000 products, and no peer."""
    if how.small:
        yield _row(1_000, 2, (), how)
        return
    first = _row(100_000, 5, tuple(PEERS), how)
    yield first
    yield _row(1_000_000, 1, (), how, first.memory)


def _row(count: int, rounds: int, peers: tuple[str, ...], how: How, before: float | None = None) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / "report.xml"
        documents.report(document, count)
        found = race(("expat_parse", "forain_stream", *peers), document, rounds)
        documents.report(document, 2_000)
        steady = how.steady and before is None and steady_ratio("forain_stream", "expat_parse", document)
    ours, limit = found["forain_stream"], found["expat_parse"].seconds
    goals = [
        Goal("x expat", steady or ours.seconds / limit, 7, at_most=True),
        Goal("MB above the interpreter", ours.megabytes, MEMORY, at_most=True),
    ]
    if before is not None:
        goals.append(Goal("MB more than for a tenth", ours.megabytes - before, 2, at_most=True))
    return Row(
        path="stream report",
        n=count,
        ours=ours.seconds,
        limit=("expat", limit),
        steady=steady or None,
        peers={PEERS[peer]: found[peer].seconds for peer in peers},
        memory=ours.megabytes,
        goals=() if how.small else tuple(goals),
    )
