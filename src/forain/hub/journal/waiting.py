"""Long polling of the change feed: a short look twice a second, and never more sleepers than threads can be spared."""

from __future__ import annotations

import time
from threading import BoundedSemaphore

from forain.hub.journal.models import Event
from forain.hub.journal.queries import Choice, feed
from forain.hub.workspaces.models import Workspace

#: Requests of one process that may sleep at the same time; the next one is answered at once.
SLEEPERS = 8
EVERY = 0.5

_seats = BoundedSemaphore(SLEEPERS)


def feed_or_wait(
    workspace: Workspace, *, after: int, limit: int, choice: Choice, seconds: float
) -> list[Event]:
    """Events after the cursor; when there are none, those that come within `seconds`."""
    found = feed(workspace, after=after, limit=limit, choice=choice)
    if found or seconds <= 0 or not _seats.acquire(blocking=False):
        return found
    try:
        return _wait(workspace, after, limit, choice, time.monotonic() + seconds)
    finally:
        _seats.release()


def _wait(workspace: Workspace, after: int, limit: int, choice: Choice, until: float) -> list[Event]:
    while (left := until - time.monotonic()) > 0:
        time.sleep(min(EVERY, left))
        found = feed(workspace, after=after, limit=limit, choice=choice)
        if found:
            return found
    return []
