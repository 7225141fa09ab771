"""Competitors over the same bytes in the same run: in turn within each round, medians of the rounds."""

from __future__ import annotations

import json
import os
import re
import shutil
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


def steady_ratio(name: str, limit: str, document: Path) -> float | None:
    """How many times the instructions of the limit; None without valgrind. Other work cannot blur it."""
    if shutil.which("valgrind") is None:
        return None
    return _instructions(name, document) / _instructions(limit, document)


def _instructions(name: str, document: Path) -> int:
    """Of one round: what three rounds take more than one, halved."""
    once, thrice = (_collected(name, document, rounds) for rounds in (1, 3))
    return (thrice - once) // 2


def _collected(name: str, document: Path, rounds: int) -> int:
    valgrind = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    done = subprocess.run(
        [*valgrind, *_command(name, document)],
        input="go\n" * rounds,
        env={**os.environ, "PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        check=True,
    )
    found = re.search(r"Collected : (\d+)", done.stderr)
    assert found is not None, done.stderr
    return int(found[1])


def _started(name: str, document: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        _command(name, document), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def _command(name: str, document: Path) -> list[str]:
    ours = HERE / "runs" / f"{name}.py"
    python, file = (
        (sys.executable, ours) if ours.exists() else (peers_python(), HERE / "peers" / f"{name}.py")
    )
    return [str(part) for part in (python, HERE / "worker.py", file, document)]


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
