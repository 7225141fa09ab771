"""A graceful stop: nothing new is claimed, what is under way ends, and what cannot end is let go at once."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from forain.hub.connections.models import Connection
from forain.hub.kit.clock import now
from forain.hub.kit.lease import AFTERWARDS
from forain.hub.outbox.models import Command, State
from tests.conftest import Playground
from tests.crash.test_kill import all_ended, ask_for_everything, sending, until, worker

if TYPE_CHECKING:
    from forain.hub.workspaces.models import Workspace


@contextmanager
def product_worker() -> Iterator[subprocess.Popen[bytes]]:
    """`forain worker`'s own process, which knows SIGTERM."""
    command = [sys.executable, "-m", "forain.hub.processes.child", "forain.hub.processes.work:main"]
    process = subprocess.Popen(command, env={**os.environ, "FORAIN_PARENT": "0"})
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.mark.slow
def test_sigterm_finishes_what_is_under_way_and_claims_nothing_more(playground: Playground) -> None:
    """Within the 25 seconds: exit code 0, no command half sent, no claim left, the rest untouched in the queue."""
    playground.first_visit()
    for service in ("acceptsale", "xml_maj_orders"):
        playground.sandbox.fault("slow", service=service, delay=2.0)
    ask_for_everything(playground)
    Command.objects.update(next_at=now())
    with product_worker() as process:
        until(sending, 40, "a send")
        process.send_signal(signal.SIGTERM)
        asked = time.monotonic()
        assert process.wait(25) == 0
        took = time.monotonic() - asked
    assert took < 25
    states = Counter(Command.objects.values_list("state", flat=True))
    assert set(states) <= {State.CONFIRMED, State.QUEUED}, "nothing is half sent"
    assert states[State.CONFIRMED] == len(playground.effects("accepted"))
    assert not Command.objects.filter(lease_until__gt=now()).exists(), "no claim is left"
    assert not Connection.objects.filter(lease_until__gt=now()).exists()


@pytest.mark.slow
def test_what_cannot_end_in_time_is_let_go_and_looked_up_by_another(
    playground: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The grace is over while calls hang: another worker need not wait for the claims to run out."""
    from forain.hub.jobs import worker as jobs

    monkeypatch.setattr(jobs, "GRACE_SECONDS", 1.0)
    playground.first_visit()
    for service in ("acceptsale", "xml_maj_orders"):
        playground.sandbox.fault("timeout_after", service=service, delay=60.0)
    ask_for_everything(playground)
    asyncio.run(_stopped_in_the_middle(jobs))
    held = Command.objects.filter(state=State.SENDING)
    assert held.exists()
    assert not held.filter(lease_until__gt=now() + AFTERWARDS).exists(), "let go, not kept to the end"
    playground.sandbox.engine.faults.clear()
    with worker():
        until(all_ended, 90, "the end of every command")
    assert set(Counter(playground.effects("accepted")).values()) == {1}


async def _stopped_in_the_middle(jobs: object) -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(jobs.run_worker(stop))  # type: ignore[attr-defined]
    await asyncio.to_thread(until, sending, 60, "a send")
    stop.set()
    await running


def test_a_process_that_stops_claims_nothing(workspace: Workspace) -> None:
    """The one place every worker claims through."""
    from forain.hub.kit import stopping
    from forain.hub.kit.lease import claim

    rows = Connection.objects.order_by("pk")
    Connection.objects.create(
        workspace=workspace, marketplace_id="spartoo", name="x", endpoint="http://x.invalid", sealed=b""
    )
    stopping.ask_to_stop()
    try:
        assert claim(rows, 5) == []
    finally:
        stopping.go_on()
    assert len(claim(rows, 5)) == 1
