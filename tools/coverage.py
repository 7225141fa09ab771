"""Writes the coverage tables of every marketplace room that offers one: `python -m tools.coverage [--check]`."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from forain.testing.coverage import Coverage, outdated, write

ROOT = Path(__file__).parent.parent
ROOMS = "forain.marketplaces"


def coverages() -> Iterator[Coverage]:
    package = importlib.import_module(ROOMS)
    for room in pkgutil.iter_modules(package.__path__):
        name = f"{ROOMS}.{room.name}.tests.coverage"
        if room.ispkg and find_spec(name) is not None:
            yield importlib.import_module(name).coverage()


def main(arguments: list[str]) -> int:
    if "--check" in arguments:
        stale = [path for one in coverages() for path in outdated(one, ROOT)]
        sys.stdout.writelines(f"out of date: {path.relative_to(ROOT)}\n" for path in stale)
        return 1 if stale else 0
    for one in coverages():
        write(one, ROOT)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
