"""New sales of Rakuten to typed objects: the limit is expat without handlers, the peers what one would use."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import documents
from bench.race import race, steady_ratio
from bench.table import Goal, How, Row

PEERS = {
    "xsdata_sales": ("xsdata", 4.5),
    "pydantic_sales": ("pydantic-xml", 4.0),
    "shiba_sales": ("shiba", 15.0),
    "shiba_untouched": ("shiba, no value read", None),
}


def rows(how: How) -> Iterator[Row]:
    """500 sales and ten times as many; the small run has 20, and no peers."""
    if how.small:
        yield _row(20, 2, (), how)
        return
    yield _row(500, 9, tuple(PEERS), how)
    yield _row(5_000, 5, (), how)


def _row(count: int, rounds: int, peers: tuple[str, ...], how: How) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / "sales.xml"
        documents.sales(document, count)
        found = race(("expat_parse", "forain_decode", *peers), document, rounds)
        steady = how.steady and count == 500 and steady_ratio("forain_decode", "expat_parse", document)
    ours, limit = found["forain_decode"], found["expat_parse"].seconds
    goals = [Goal("x expat", steady or ours.seconds / limit, 7, at_most=True)]
    for peer, (name, least) in PEERS.items():
        if peer in found and least is not None:
            goals.append(Goal(f"x faster than {name}", found[peer].seconds / ours.seconds, least))
    return Row(
        path="decode sales",
        n=count,
        ours=ours.seconds,
        limit=("expat", limit),
        steady=steady or None,
        peers={PEERS[peer][0]: found[peer].seconds for peer in peers},
        memory=ours.megabytes,
        goals=() if how.small else tuple(goals),
    )
