"""A CSV of offers into the table, beside PostgreSQL's own COPY of the same rows into a table of the same shape.

The same rows, table, defaults and indexes on both sides; COPY is given values that are ready, ours a merchant's file
that is recognised, judged, converted, digested and compared. Seconds are of the wall, because most of the work is the
server's, and the server is the limit's too.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench import offers_data
from bench.table import Goal, How, Row

GOAL = 0.5
_COLUMNS = "workspace_id, sku, quantity, price_minor, currency, details, row_digest, digest, changed_at"


def rows(how: How) -> Iterator[Row]:
    """First intake without and with an account that follows, then one in ten changed, then the same file again."""
    with offers_data.merchant() as (workspace, account), tempfile.TemporaryDirectory() as folder:
        for count in (10_000,) if how.small else (100_000, 1_000_000):
            path = Path(folder) / f"{count}.csv"
            offers_data.write(path, count)
            newer = path.with_suffix(".newer.csv")
            offers_data.write(newer, count, changed=count // 10)
            yield from _rows(workspace, account, (path, newer), count, how)


def _rows(workspace: Any, account: Any, files: tuple[Path, Path], count: int, how: How) -> Iterator[Row]:
    rounds = 1 if how.small else 3
    path, newer = files
    limit, ours, changed, listed, again = [], [], [], [], []
    for _ in range(rounds):
        _empty()
        _sell(account, sells=False)
        ours.append(_timed(lambda: _take(workspace, path)))
        limit.append(_copied())
        changed.append(_timed(lambda: _take(workspace, newer)))
        _empty()
        _take(workspace, path)
        _sell(account, sells=True)
        listed.append(ours[-1] + _timed(lambda: _refresh(workspace)))
        again.append(_timed(lambda: _take(workspace, path)))
    bound = ("COPY", statistics.median(limit))
    yield Row("offers, first intake", count, statistics.median(ours), bound, goals=_goals(how, limit, ours))
    yield Row(
        "one in ten changed", count, statistics.median(changed), bound, goals=_goals(how, limit, changed)
    )
    yield Row("the same, with one account's wanted state", count, statistics.median(listed), bound)
    yield Row("the same file again", count, statistics.median(again), bound)


def _goals(how: How, limit: list[float], ours: list[float]) -> tuple[Goal, ...]:
    """Of the rounds' ratios the median: both sides of a round met the same other work."""
    ratio = statistics.median(one / other for one, other in zip(limit, ours, strict=True))
    return () if how.small else (Goal("of COPY's rate", ratio, GOAL),)


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _take(workspace: Any, path: Path) -> None:
    from forain.hub.offers.importing import Wish, take_file

    with path.open("rb") as file:
        row = take_file(workspace, file, Wish(name=path.name), actor="bench")
    assert row.bad_count == 0


def _sell(account: Any, *, sells: bool) -> None:
    """Whether there is an account whose wanted state follows the offers."""
    if sells:
        account.save(force_insert=True)
    else:
        type(account).objects.filter(pk=account.pk).delete()


def _refresh(workspace: Any) -> None:
    from forain.hub.offers import applying

    applying.mark_stale(workspace.pk)
    applying.refresh(workspace.pk)


def _empty() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE offers_offer, offers_listing CASCADE")


def _copied() -> float:
    """Seconds PostgreSQL takes for the same rows by COPY, into a table with the same columns, defaults and indexes."""
    from django.db import connection

    with connection.cursor() as cursor, tempfile.TemporaryFile() as file:
        with cursor.cursor.copy(f"COPY offers_offer ({_COLUMNS}) TO STDOUT") as out:
            for piece in out:
                file.write(piece)
        file.seek(0)
        cursor.execute("DROP TABLE IF EXISTS bench_copied")
        cursor.execute("CREATE TABLE bench_copied (LIKE offers_offer INCLUDING ALL)")
        began = time.perf_counter()
        with cursor.cursor.copy(f"COPY bench_copied ({_COLUMNS}) FROM STDIN") as copy:
            while piece := file.read(1 << 20):
                copy.write(piece)
        seconds = time.perf_counter() - began
        cursor.execute("DROP TABLE bench_copied")
    return seconds
