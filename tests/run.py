"""Everything `make test` checks, each with its time: style, types, import contracts, then the tests themselves."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

BIN = Path(sys.executable).parent
ROOT = Path(__file__).parent.parent

STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("style", ("ruff", "check", "--quiet", ".")),
    ("format", ("ruff", "format", "--check", "--quiet", ".")),
    ("import contracts", ("lint-imports", "--no-cache")),
    ("types", ("mypy",)),
    ("tests", ("pytest", "-q", "-n", "3", "--dist", "loadfile", "--no-loadscope-reorder", "--durations=12")),
)


def main(arguments: list[str]) -> int:
    """Run every step even when one failed, so that one run tells everything; pytest gets the arguments."""
    failed = [name for name, command in STEPS if not _passes(name, command, arguments)]
    if failed:
        print(f"make test: failed: {', '.join(failed)}", flush=True)
    return 1 if failed else 0


def _passes(name: str, command: tuple[str, ...], arguments: list[str]) -> bool:
    print(f"── {name}", flush=True)
    extra = arguments if name == "tests" else []
    begun = time.monotonic()
    done = subprocess.run([BIN / command[0], *command[1:], *extra], cwd=ROOT, env=_environment(), check=False)
    print(
        f"── {name}: {'ok' if done.returncode == 0 else 'FAILED'} in {time.monotonic() - begun:.0f} s",
        flush=True,
    )
    return done.returncode == 0


#: Where it is set, each of the hundred processes the tests start compiles Django anew: two seconds each.
_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"


def _environment() -> dict[str, str]:
    """Colours off, and none of this machine's Forain settings: the tests make their own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FORAIN_")}
    kept.pop(_NO_BYTECODE, None)
    return {**kept, "NO_COLOR": "1"}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
