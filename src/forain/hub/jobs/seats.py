"""How many jobs of a kind may run at the same time in one process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class Seats:
    """So many of them; who finds none free does nothing."""

    def __init__(self, count: int) -> None:
        """All are free."""
        self._free = count

    @contextmanager
    def one(self) -> Iterator[bool]:
        """Whether there was one; it is free again after the block."""
        free = self._free > 0
        self._free -= free
        try:
            yield free
        finally:
            self._free += free
