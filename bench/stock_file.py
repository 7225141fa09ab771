"""Rakuten's stock file of a million adverts: the limit is writing as many bytes, the peers what one would use.

Each line is a new product with its advert and picture, the keys of the example in stock-xml-format.md section 7.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import documents
from bench.race import race
from bench.table import Goal, How, Row

PEERS = {"stock_lxml": ("lxml.xmlfile", 10.0), "stock_xsdata": ("xsdata", 80.0)}
RATE, MEMORY = 250_000.0, 16.0
SOME = 1_000
LATIN = "ISO-8859-1"


def rows(how: How) -> Iterator[Row]:
    """10,000 adverts beside the peers, and a million alone; the small run has 1,000 and no peer.

    The goals are for ISO-8859-1, the charset of all of Rakuten's own documents; UTF-8 costs one more pass over the text.
    """
    if how.small:
        yield _row(1, 2, (), LATIN, goals=False)
        return
    yield _row(10, 5, tuple(PEERS), LATIN)
    yield _row(10, 5, tuple(PEERS), "UTF-8", goals=False)
    yield _row(1_000, 1, (), LATIN)


def _row(times: int, rounds: int, peers: tuple[str, ...], charset: str, *, goals: bool = True) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / "adverts.json"
        document.write_text(
            json.dumps({"times": times, "charset": charset, "adverts": list(documents.adverts(SOME))})
        )
        found = race(("stock_bare", "stock_forain", *peers), document, rounds)
    ours = found["stock_forain"]
    held = [
        Goal("adverts a second", SOME * times / ours.seconds, RATE),
        Goal("MB above the interpreter", ours.megabytes, MEMORY, at_most=True),
    ]
    held += [
        Goal(f"x faster than {PEERS[peer][0]}", found[peer].seconds / ours.seconds, PEERS[peer][1])
        for peer in peers
    ]
    return Row(
        path=f"stock file {charset}",
        n=SOME * times,
        ours=ours.seconds,
        limit=("bare write", found["stock_bare"].seconds),
        peers={PEERS[peer][0]: found[peer].seconds for peer in peers},
        memory=ours.megabytes,
        goals=tuple(held) if goals else (),
    )
