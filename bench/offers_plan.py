"""The plan over a million offers of which one in a hundred changed, beside polars' bare comparison of the same data.

Ours reads the database and tells each difference with old and new values; polars has both sides in memory already.
The comparison itself is not in the first row: every write of what is wanted or published keeps `due` true in the
database (a generated column with an index over the rows that differ), so the plan reads the one in a hundred only.
Seconds are of the wall. The second row works everything out anew first, as after a change of rules; the third is ten
changes by the API until their push is queued.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import offers_data
from bench.environment import peers_python
from bench.table import Goal, How, Row

HERE = Path(__file__).parent
TIMES, MEGABYTES, SECONDS = 2.0, 160.0, 1.0


def rows(how: How) -> Iterator[Row]:
    """10,000 offers in the small run, else a million."""
    count = 10_000 if how.small else 1_000_000
    with offers_data.merchant() as (workspace, account), tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _fill(workspace, folder, count)
        wanted, published = _written(folder)
        rounds = "1" if how.small else "5"
        ours = _told(sys.executable, HERE / "runs" / "plan_forain.py", account.pk, rounds)
        bare = _bare()
        if how.small:
            yield Row("plan", count, ours["seconds"], ("itself", ours["seconds"]))
        else:
            theirs = _told(peers_python(), HERE / "peers" / "polars_plan.py", wanted, published, rounds)
            assert ours["count"] == theirs["count"] == count // 100, (ours, theirs)
            yield _plan(count, ours, theirs, ours["megabytes"] - bare)
            anew = _anew(workspace) + ours["seconds"]
            yield Row("plan, all wanted states anew", count, anew, ("polars", theirs["seconds"]))
        yield _ten(workspace, account, count, how)


def _plan(count: int, ours: dict[str, float], theirs: dict[str, float], memory: float) -> Row:
    goals = (
        Goal("x polars", ours["seconds"] / theirs["seconds"], TIMES, at_most=True),
        Goal("MB above the interpreter", memory, MEGABYTES, at_most=True),
    )
    return Row(
        "plan, 1 % changed", count, ours["seconds"], ("polars", theirs["seconds"]), memory=memory, goals=goals
    )


def _fill(workspace: Any, folder: Path, count: int) -> None:
    from forain.hub.offers.importing import Wish, take_file

    for changed in (0, count // 100):
        path = folder / "offers.csv"
        offers_data.write(path, count, changed=changed)
        with path.open("rb") as file:
            take_file(workspace, file, Wish(name=path.name), actor="bench")
        if not changed:
            offers_data.publish_all()


def _written(folder: Path) -> tuple[Path, Path]:
    """Both sides for polars, as the table has them."""
    from django.db import connection

    paths = folder / "wanted.csv", folder / "published.csv"
    for path, side in zip(paths, ("wanted", "published"), strict=True):
        chosen = (
            f"SELECT o.sku, l.{side} AS digest, l.{side}_price_minor AS price, l.{side}_quantity AS quantity"
        )
        query = f"COPY ({chosen} FROM offers_listing l JOIN offers_offer o ON o.id = l.offer_id) TO STDOUT (FORMAT csv, HEADER)"
        with connection.cursor() as cursor, cursor.cursor.copy(query) as copy, path.open("wb") as file:
            for piece in copy:
                file.write(piece)
    return paths


def _told(*command: object) -> dict[str, float]:
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=True, env=os.environ
    )
    told: dict[str, float] = json.loads(done.stdout)
    return told


def _bare() -> float:
    """Megabytes of an interpreter that does nothing."""
    code = "print([line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')][0])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return int(done.stdout) / 1024


def _anew(workspace: Any) -> float:
    from forain.hub.offers import applying

    applying.mark_stale(workspace.pk)
    began = time.perf_counter()
    applying.refresh(workspace.pk)
    return time.perf_counter() - began


def _ten(workspace: Any, account: Any, count: int, how: How) -> Row:
    """Ten changes by the REST API, and the wish to push them, until the push is queued."""
    from django.test import Client

    from forain.hub.workspaces.keys import make
    from forain.hub.workspaces.models import Role

    offers_data.publish_all()
    key = make(workspace, "bench", Role.OPERATOR)[1]
    client, headers = Client(), {"Authorization": f"Bearer {key}"}
    taken = []
    for number in range(2 if how.small else 6):
        offers = [{"sku": f"SKU-{place:08d}", "quantity": 100 + number} for place in range(0, 1000, 100)]
        began = time.perf_counter()
        for path, body in (("", {"offers": offers}), ("/push", {"connection_id": str(account.pk)})):
            answer = client.post(
                f"/api/v1/offers{path}", body, content_type="application/json", headers=headers
            )
            assert answer.status_code == 200, answer.content
        taken.append(time.perf_counter() - began)
        assert answer.json()["offers"] == 10, answer.content
    seconds = statistics.median(taken[1:])
    goals = () if how.small else (Goal("s from the API to the queue", seconds, SECONDS, at_most=True),)
    return Row("ten changes to a queued push", count, seconds, ("itself", seconds), goals=goals)
