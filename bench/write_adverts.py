"""Adverts to a file: the limit is writing as many bytes, the peers what one would use."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import documents
from bench.race import race
from bench.table import Goal, How, Row

PEERS = {"lxml_write": ("lxml.xmlfile", 10.0), "xsdata_write": ("xsdata", 80.0)}
SOME = 1_000


def rows(how: How) -> Iterator[Row]:
    """10,000 adverts beside the peers, and a hundred times as many alone; the small run has 1,000."""
    if how.small:
        yield _row(1, 2, (), how)
        return
    yield _row(10, 5, tuple(PEERS), how)
    yield _row(1_000, 1, (), how)


def _row(times: int, rounds: int, peers: tuple[str, ...], how: How) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / "adverts.json"
        document.write_text(json.dumps({"times": times, "adverts": list(documents.adverts(SOME))}))
        found = race(("bare_write", "forain_write", *peers), document, rounds)
    ours = found["forain_write"]
    goals = [
        Goal("adverts a second", SOME * times / ours.seconds, 250_000),
        Goal("MB above the interpreter", ours.megabytes, 16, at_most=True),
    ]
    goals += [
        Goal(f"x faster than {PEERS[peer][0]}", found[peer].seconds / ours.seconds, PEERS[peer][1])
        for peer in peers
    ]
    return Row(
        path="write adverts",
        n=SOME * times,
        ours=ours.seconds,
        limit=("bare write", found["bare_write"].seconds),
        peers={PEERS[peer][0]: found[peer].seconds for peer in peers},
        memory=ours.megabytes,
        goals=() if how.small else tuple(goals),
    )
