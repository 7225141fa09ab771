"""Wakes whoever drains a connection's commands. The engine is plugged in by `forain.hub.jobs`; without it the sweep
of the workers finds the command within a second."""

from __future__ import annotations

import uuid
from collections.abc import Callable

_wakers: list[Callable[[uuid.UUID], None]] = []


def plug(waker: Callable[[uuid.UUID], None]) -> None:
    _wakers.append(waker)


def wake(connection_id: uuid.UUID) -> None:
    for waker in _wakers:
        waker(connection_id)
