"""`python -m bench [NAME...] [--small] [--steady] [--check]`: measures every path, or the named ones, and prints one table.

`--small` is a quick smoke run without peers; `--steady` also counts instructions, where valgrind is at hand, and
holds the goals against the limit to those; `--check` ends with 1 when a goal was missed.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.table import How, Row, printed

HERE = Path(__file__).parent


def main() -> int:
    """Measure, print, judge."""
    asked = _arguments()
    how = How(small=asked.small, steady=asked.steady)
    rows = [row for name in asked.names or paths() for row in _rows(name, how)]
    print(printed(rows))
    missed = [goal for row in rows for goal in row.goals if not goal.reached]
    return 1 if asked.check and missed else 0


def paths() -> list[str]:
    """The files of this folder that measure something."""
    return sorted(file.stem for file in HERE.glob("*.py") if "\ndef rows(" in file.read_text())


def _rows(name: str, how: How) -> Iterator[Row]:
    print(f"measuring {name}", file=sys.stderr, flush=True)
    found: Iterator[Row] = importlib.import_module(f"bench.{name}").rows(how)
    yield from found


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure Forain's fast paths.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(paths())}")
    parser.add_argument("--small", action="store_true", help="a quick smoke run without peers")
    parser.add_argument("--steady", action="store_true", help="count instructions too (valgrind)")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a goal was missed")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
