"""The change feed never skips an event, and waits cheaply."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from forain.hub.api.tests.world import Api, World
    from forain.hub.workspaces.models import Workspace


def test_the_feed_goes_on_where_it_was(api: Api, world: World) -> None:
    first = api.get("/events", {"limit": 1, "kinds": ["order.seen"]}).json
    rest = api.get("/events", {"after": first["next"], "kinds": ["order.seen"]}).json
    assert [one["data"]["reference"] for one in first["items"] + rest["items"]] == ["A-100", "A-200"]
    end = api.get("/events", {"after": rest["next"], "kinds": ["order.seen"]}).json
    assert end["items"] == []
    assert end["next"] >= rest["next"]


def test_kinds_are_chosen(api: Api, world: World) -> None:
    api.post(f"/orders/{world.order.pk}/accept")
    found = api.get("/events", {"kinds": ["command.queued", "todo.opened"]}).json["items"]
    assert [one["kind"] for one in found] == ["command.queued", "command.queued"]
    assert found[0]["data"]["command"] == "accept"


def test_a_reader_never_misses_an_event_of_concurrent_writers(committed: None, workspace: Workspace) -> None:
    """Six writers commit in any order while a reader follows the cursor: it sees each event exactly once."""
    import uuid

    from django.db import connection

    from forain.hub.api.tests.world import caller
    from forain.hub.journal.unit import unit
    from forain.trade.events import EventKind

    api = caller(workspace)
    writers, each = 6, 30

    def write(writer: int) -> None:
        try:
            for number in range(each):
                with unit(workspace) as work:
                    work.event(EventKind.LINE_SEEN, "line", uuid.uuid4(), line=f"{writer}-{number}")
                    time.sleep(0.001 * (number % 3))
        finally:
            connection.close()

    seen: list[str] = []
    cursor = 0
    with ThreadPoolExecutor(writers) as threads:
        jobs = [threads.submit(write, writer) for writer in range(writers)]
        while not all(job.done() for job in jobs) or api.get("/events", {"after": cursor}).json["items"]:
            piece = api.get("/events", {"after": cursor, "limit": 7}).json
            seen += [one["data"]["line"] for one in piece["items"]]
            cursor = piece["next"]
    assert len(seen) == writers * each
    assert len(set(seen)) == len(seen)


def test_a_long_poll_is_answered_when_something_happens(committed: None, workspace: Workspace) -> None:
    import uuid

    from django.db import connection

    from forain.hub.api.tests.world import caller
    from forain.hub.journal.unit import unit
    from forain.trade.events import EventKind

    def later() -> None:
        time.sleep(0.3)
        with unit(workspace) as work:
            work.event(EventKind.LINE_SEEN, "line", uuid.uuid4())
        connection.close()

    api = caller(workspace)
    with ThreadPoolExecutor(1) as threads:
        threads.submit(later)
        began = time.monotonic()
        piece = api.get("/events", {"wait": 10}).json
    assert len(piece["items"]) == 1
    assert 0.2 < time.monotonic() - began < 9, "not the whole wait"


def test_no_more_sleepers_than_seats(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    from threading import BoundedSemaphore

    from forain.hub.journal import waiting

    full = BoundedSemaphore(1)
    full.acquire()
    monkeypatch.setattr(waiting, "_seats", full)
    began = time.monotonic()
    assert api.get("/events", {"after": 10**9, "wait": 20}).json["items"] == []
    assert time.monotonic() - began < 10, "it would have waited 20 s"


def test_every_kind_of_event_is_documented() -> None:
    from forain.hub.journal.kinds import TOLD, table
    from forain.trade.events import EventKind

    assert set(TOLD) == set(EventKind)
    assert table().count("\n| `") == len(EventKind)


def test_what_is_told_of_an_event_is_what_is_written() -> None:
    """Every `work.event(EventKind.X, …)` of the hub writes only what the table of events tells."""
    import ast
    from pathlib import Path

    import forain.hub
    from forain.hub.journal.kinds import TOLD
    from forain.trade.events import EventKind

    columns = {"order_id", "connection_id", "exchange_id", None}
    tried = 0
    for file in Path(forain.hub.__file__).parent.rglob("*.py"):
        if "tests" in file.parts:
            continue
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not (
                isinstance(call, ast.Call)
                and isinstance(call.func, ast.Attribute)
                and call.func.attr == "event"
            ):
                continue
            named = [one.attr for one in ast.walk(call.args[0]) if isinstance(one, ast.Attribute)]
            written = {keyword.arg for keyword in call.keywords} - columns
            for kind in (EventKind[name] for name in named if name in EventKind.__members__):
                assert written <= set(TOLD[kind].data), (file.name, kind)
                tried += 1
    assert tried >= 12


def test_events_of_one_order_or_connection_are_chosen(api: Api, world: World) -> None:
    api.post(f"/orders/{world.order.pk}/acknowledge", {"consumer": "erp"})
    of_order = api.get("/events", {"order": str(world.order.pk)}).json["items"]
    assert [one["kind"] for one in of_order] == ["order.seen", "order.acknowledged"]
    of_connection = api.get("/events", {"connection": str(world.connection.pk)}).json["items"]
    assert [one["kind"] for one in of_connection] == ["order.acknowledged"]
