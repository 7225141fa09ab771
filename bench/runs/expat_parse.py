"""The limit: expat over the same bytes, with no one listening."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from xml.parsers import expat

PIECE = 64 * 1024


def prepare(path: Path) -> Callable[[], int]:
    """Give the function to be timed."""
    count = _records(path)

    def run() -> int:
        parser = expat.ParserCreate()
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                parser.Parse(piece)
        parser.Parse(b"", True)
        return count

    return run


def _records(path: Path) -> int:
    with path.open("rb") as file:
        return sum(len(re.findall(rb"</(?:sale|product)>", line)) for line in file)
