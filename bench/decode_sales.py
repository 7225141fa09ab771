"""New sales of Rakuten to typed objects: the limit is expat without handlers, the peers what one would use."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import documents
from bench.race import race
from bench.table import Goal, Row

PEERS = {"xsdata_sales": ("xsdata", 4.5), "pydantic_sales": ("pydantic-xml", 4.0), "shiba_sales": ("shiba", 15.0)}


def rows(*, small: bool) -> Iterator[Row]:
    """500 sales and ten times as many; the small run has 20, and no peers."""
    for count, rounds, peers in ((20, 2, ()),) if small else ((500, 9, tuple(PEERS)), (5_000, 5, ())):
        yield _row(count, rounds, peers)


def _row(count: int, rounds: int, peers: tuple[str, ...]) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / "sales.xml"
        documents.sales(document, count)
        found = race(("expat_parse", "forain_decode", *peers), document, rounds)
    ours, limit = found["forain_decode"], found["expat_parse"].seconds
    goals = [Goal("x expat", ours.seconds / limit, 7, at_most=True)]
    goals += [Goal(f"x faster than {name}", found[peer].seconds / ours.seconds, least)
              for peer, (name, least) in PEERS.items() if peer in found]  # fmt: skip
    return Row(
        path="decode sales",
        n=count,
        ours=ours.seconds,
        limit=("expat", limit),
        peers={PEERS[peer][0]: found[peer].seconds for peer in peers},
        memory=ours.megabytes,
        goals=tuple(goals) if count >= 500 else (),
    )
