"""Whether this process has been asked to end: then nothing new is claimed, and what is under way has its grace."""

from __future__ import annotations

import threading

_asked = threading.Event()


def ask_to_stop() -> None:
    """From here on nothing is claimed in this process."""
    _asked.set()


def go_on() -> None:
    """A worker begins; one process may run several after each other (tests do)."""
    _asked.clear()


def stopping() -> bool:
    return _asked.is_set()
