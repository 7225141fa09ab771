"""Everything `make test` checks, each with its time: style, types, import contracts, then the tests themselves.

`python -m tests.run proofs` runs the tests marked `proof` instead, which `make test` leaves out; .ci/run runs both.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

BIN = Path(sys.executable).parent
ROOT = Path(__file__).parent.parent

Command = tuple[str, ...]

QUICK: tuple[tuple[str, Command], ...] = (
    ("style", ("ruff", "check", "--quiet", ".")),
    ("format", ("ruff", "format", "--check", "--quiet", ".")),
)
SLOW: tuple[tuple[str, Command], ...] = (
    ("import contracts", ("lint-imports", "--no-cache")),
    ("types", ("mypy",)),
)
#: In a fresh clone nothing is compiled yet; the four processes of the tests, which start at once, would each do it all.
COMPILED: Command = ("pytest", "-q", "--collect-only")
SPREAD: Command = ("pytest", "-q", "-n", "4", "--durations=12")
TESTS: Command = (*SPREAD, "--dist", "loadfile", "--no-loadscope-reorder", "-m", "not proof")
#: Whole hubs that start, are killed and come back, and days at the browser: minutes in which processes mostly begin.
PROOFS: Command = (*SPREAD, "--dist", "load", "-m", "proof")


def main(arguments: list[str]) -> int:
    """Run every step even when one failed, so that one run tells everything; pytest gets the arguments.

    Contracts and types are checked beside the tests, which often wait; what they say is written in one piece each.
    """
    if arguments[:1] == ["proofs"]:
        return 0 if _passes("proofs", (*PROOFS, *arguments[1:])) else 1
    passed = {name: _passes(name, command) for name, command in QUICK}
    with ThreadPoolExecutor(1) as aside:
        slow = {name: aside.submit(_passes, name, command, whole=True) for name, command in SLOW}
        if not arguments:
            _compile()
        passed["tests"] = _passes("tests", (*TESTS, *arguments))
        passed |= {name: step.result() for name, step in slow.items()}
    failed = [name for name, well in passed.items() if not well]
    if failed:
        print(f"make test: failed: {', '.join(failed)}", flush=True)
    return 1 if failed else 0


def _compile() -> None:
    """What is wrong with a test module is told by the tests themselves."""
    begun = time.monotonic()
    subprocess.run(
        [BIN / COMPILED[0], *COMPILED[1:]],
        cwd=ROOT,
        env=_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    print(f"── compiled in {time.monotonic() - begun:.0f} s", flush=True)


def _passes(name: str, command: Command, *, whole: bool = False) -> bool:
    """Whether the step passed; `whole` keeps what it writes until its end, and lets others go first."""
    begun = time.monotonic()
    heading = f"── {name}\n"
    if not whole:
        print(heading, end="", flush=True)
    process = subprocess.Popen(
        [BIN / command[0], *command[1:]],
        cwd=ROOT,
        env=_environment(),
        stdout=subprocess.PIPE if whole else None,
        stderr=subprocess.STDOUT if whole else None,
        text=True,
    )
    if whole:
        os.setpriority(os.PRIO_PROCESS, process.pid, 10)
    written, _ = process.communicate()
    end = f"── {name}: {'ok' if process.returncode == 0 else 'FAILED'} in {time.monotonic() - begun:.0f} s"
    print(f"\n{heading}{written}{end}" if whole else end, flush=True)
    return process.returncode == 0


#: Where it is set, each of the hundred processes the tests start compiles Django anew: two seconds each.
_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"


def _environment() -> dict[str, str]:
    """Colours off, and none of this machine's Forain settings: the tests make their own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FORAIN_")}
    kept.pop(_NO_BYTECODE, None)
    return {**kept, "NO_COLOR": "1"}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
