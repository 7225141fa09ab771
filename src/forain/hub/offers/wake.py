"""Wakes whoever drains pushes, after the fact is committed; plugged in by the jobs. A lost wake-up is found by the sweep."""

from __future__ import annotations

import uuid
from collections.abc import Callable

_wakers: list[Callable[[uuid.UUID], None]] = []


def plug(waker: Callable[[uuid.UUID], None]) -> None:
    _wakers.append(waker)


def wake(connection_id: uuid.UUID) -> None:
    for waker in _wakers:
        waker(connection_id)
