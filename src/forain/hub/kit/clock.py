"""The hub's clock, in one place so that tests can hold it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

_held: list[datetime] = []


def now() -> datetime:
    """The present moment, aware UTC."""
    return _held[-1] if _held else datetime.now(UTC)


@contextmanager
def held_at(moment: datetime) -> Iterator[None]:
    """For tests: time stands still at `moment`."""
    _held.append(moment)
    try:
        yield
    finally:
        _held.pop()
