"""Competitors over the same bytes in the same run: in turn within each round, medians of the rounds."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from bench.environment import peers_python

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Result:
    """Median seconds of processor time, records met, and the first round's megabytes above the interpreter."""

    seconds: float
    count: int
    megabytes: float


def race(competitors: Sequence[str], document: Path, rounds: int) -> Mapping[str, Result]:
    """Run each `runs/NAME.py`, or `peers/NAME.py` in the peers' environment; all must count alike."""
    with ExitStack() as stack:
        workers = {name: stack.enter_context(_started(name, document)) for name in competitors}
        pipes = {name: _pipes(worker) for name, worker in workers.items()}
        for _, answers in pipes.values():
            answers.readline()
        taken = [{name: _asked(*pair) for name, pair in pipes.items()} for _ in range(rounds)]
        for orders, _ in pipes.values():
            orders.close()
    results = {name: _result([one[name] for one in taken]) for name in competitors}
    counts = {name: result.count for name, result in results.items()}
    assert len(set(counts.values())) == 1, f"not all of them read the same: {counts}"
    return results


def _started(name: str, document: Path) -> subprocess.Popen[str]:
    ours = HERE / "runs" / f"{name}.py"
    python, file = (sys.executable, ours) if ours.exists() else (peers_python(), HERE / "peers" / f"{name}.py")
    command = [str(part) for part in (python, HERE / "worker.py", file, document)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _pipes(worker: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    assert worker.stdin is not None
    assert worker.stdout is not None
    return worker.stdin, worker.stdout


def _asked(orders: IO[str], answers: IO[str]) -> dict[str, float]:
    orders.write("go\n")
    orders.flush()
    answer: dict[str, float] = json.loads(answers.readline())
    return answer


def _result(rounds: list[dict[str, float]]) -> Result:
    return Result(
        seconds=statistics.median(one["seconds"] for one in rounds),
        count=int(rounds[0]["count"]),
        megabytes=rounds[0]["megabytes"],
    )
