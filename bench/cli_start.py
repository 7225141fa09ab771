"""What starting the command line costs: CPU of `forain --version` and `--help` over that of the bare interpreter.

`python -m bench.cli_start`. Medians of 20, the three commands taken in turns, so that other work on the machine
falls on all of them alike.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.table import How, Row

ROUNDS = 20
PYTHON = sys.executable
FORAIN = str(Path(PYTHON).with_name("forain"))
COMMANDS: dict[str, list[str]] = {
    "python -c pass": [PYTHON, "-c", "pass"],
    "forain --version": [FORAIN, "--version"],
    "forain --help": [FORAIN, "--help"],
}
#: command -> the most it may cost, as a multiple of the first.
GOALS = {"forain --version": 1.6, "forain --help": 6.0}


def cpu_seconds(command: list[str]) -> float:
    """User and system time of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env={**os.environ, "FORAIN_LANG": "en"})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def medians(rounds: int = ROUNDS) -> dict[str, float]:
    """Seconds of CPU by command."""
    taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(rounds):
        for name, command in COMMANDS.items():
            taken[name].append(cpu_seconds(command))
    return {name: statistics.median(values) for name, values in taken.items()}


def ratios(rounds: int = ROUNDS) -> dict[str, float]:
    """Multiples of the bare interpreter."""
    found = medians(rounds)
    bare = found["python -c pass"]
    return {name: value / bare for name, value in found.items()}


def rows(how: How) -> Iterator[Row]:
    """The same for the common table: seconds of CPU for one start."""
    from bench.table import Goal, Row

    found = medians(3 if how.small else ROUNDS)
    bare = found["python -c pass"]
    for name, bound in GOALS.items():
        goals = () if how.small else (Goal("x bare Python", found[name] / bare, bound, at_most=True),)
        yield Row(path=name, n=1, ours=found[name], limit=("bare Python", bare), goals=goals)


def main() -> int:
    found = medians()
    bare = found["python -c pass"]
    for name, seconds in found.items():
        goal = f"goal <= {GOALS[name]}" if name in GOALS else ""
        print(f"{name:<18}{seconds * 1000:7.1f} ms CPU  {seconds / bare:5.2f} x  {goal}")
    return int(any(found[name] / bare > goal for name, goal in GOALS.items()))


if __name__ == "__main__":
    sys.exit(main())
