"""Writes the reference of the services of every marketplace room that offers one: `python -m tools.services [--check]`."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Iterator
from importlib.util import find_spec

from forain.testing.services import Reference
from forain.testing.services_page import outdated, write
from tools.coverage import ROOMS, ROOT


def references() -> Iterator[Reference]:
    package = importlib.import_module(ROOMS)
    for room in pkgutil.iter_modules(package.__path__):
        name = f"{ROOMS}.{room.name}.tests.services"
        if room.ispkg and find_spec(name) is not None:
            yield importlib.import_module(name).reference()


def main(arguments: list[str]) -> int:
    if "--check" in arguments:
        stale = [path for one in references() for path in outdated(one, ROOT)]
        sys.stdout.writelines(f"out of date: {path.relative_to(ROOT)}\n" for path in stale)
        return 1 if stale else 0
    for one in references():
        write(one, ROOT)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
