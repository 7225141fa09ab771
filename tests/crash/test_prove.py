"""`forain prove exactly-once` keeps every promise at a small size, and notices when one is broken."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from forain.prove.plan import POINTS, draw


def prove(*arguments: str, worker: str = "") -> tuple[int, dict[str, Any]]:
    """Exit code and what was told. A process of its own, without any of this machine's Forain settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FORAIN_")}
    environment = {**kept, **({"FORAIN_PROVE_WORKER": f"tests.crash.sabotage:{worker}"} if worker else {})}
    command = [sys.executable, "-m", "forain", "prove", "exactly-once", "--json", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=230, check=False)
    assert done.returncode in (0, 1), done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return done.returncode, told


def broken(told: dict[str, Any]) -> dict[str, Any]:
    """Promises that were not kept, with their examples."""
    return {name: found for name, found in told["findings"]["broken"].items() if found["count"]}


@pytest.mark.proof
@pytest.mark.slow
def test_nothing_is_lost_and_nothing_is_done_twice() -> None:
    """Thirty orders, ten crashes of workers, the database and the web process: the ledger is clean."""
    code, told = prove("--orders", "30", "--crashes", "10", "--seed", "4", "--limit", "200")
    assert (broken(told), told["moving"]) == ({}, {})
    assert (code, told["kept"]) == (0, True)
    assert sum(told["crashes"].values()) == 10
    assert told["findings"]["orders"] == 30
    assert told["database_kills"] == told["web_kills"] == 1
    assert told["faults_struck"] > 5
    assert not [
        one for one in told["findings"]["commands"] if one.split()[1] in ("queued", "sending", "unknown")
    ]


@pytest.mark.proof
@pytest.mark.slow
def test_a_broken_worker_is_noticed() -> None:
    """A worker that sends again blindly, calls sent what never was, and forgets lines: exit code 1, each is named."""
    code, told = prove("--orders", "40", "--crashes", "0", "--seed", "2", "--limit", "35", worker="broken")
    assert code == 1
    assert {"twice", "untrue", "lost"} <= set(broken(told)), told["findings"]


def test_a_command_whose_line_ended_first_still_tells_of_its_effect() -> None:
    """The buyer cancelled before a visit showed the acceptance: the marketplace had confirmed it all the same."""
    from forain.hub.outbox.models import ENDED_FIRST, Command, State
    from forain.prove.compare import _is_sure

    assert _is_sure(Command(state=State.CONFIRMED, outcome_code=ENDED_FIRST))
    assert not _is_sure(Command(state=State.CONFIRMED, outcome_code="already"))
    assert not _is_sure(Command(state=State.SUPERSEDED, outcome_code="moved_on"))


def test_the_plan_is_the_seeds_alone() -> None:
    """Buyers, faults and deaths are the same for the same seed, and others for another; every point is drawn."""
    assert draw(7, 300, 200, 4) == draw(7, 300, 200, 4)
    assert draw(7, 300, 200, 4) != draw(8, 300, 200, 4)
    assert {doom.point for doom in draw(1, 2000, 300, 4).dooms} == set(POINTS)


def test_every_kind_of_fault_is_on() -> None:
    from forain.sandbox.mischief import KINDS

    assert {fault["kind"] for fault in draw(1, 10, 0, 4).faults} == set(KINDS)
