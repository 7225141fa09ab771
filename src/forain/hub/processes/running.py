"""What runs in a data folder: one `forain up` or `demo` holds the lock, and a note beside it says who and where."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class AlreadyRunning(Exception):
    """This data folder is served already; `forain stop` ends that."""

    def __init__(self, note: dict[str, Any]) -> None:
        self.note = note
        super().__init__(AlreadyRunning.__doc__)


def _lock_of(data: Path) -> Path:
    return data / "running.lock"


def _note_of(data: Path) -> Path:
    return data / "running.json"


@contextmanager
def holding(data: Path, **facts: object) -> Iterator[None]:
    """Be the one process that serves this data folder. Raises AlreadyRunning."""
    data.mkdir(parents=True, exist_ok=True)
    with _lock_of(data).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(_read(data)) from None
        write_note(data, pid=os.getpid(), since=time.time(), **facts)
        try:
            yield
        finally:
            _note_of(data).unlink(missing_ok=True)


def write_note(data: Path, **facts: object) -> None:
    """Say who runs here; replaces the note in one step."""
    fresh = _note_of(data).with_suffix(".new")
    fresh.write_text(json.dumps({**_read(data), **facts}, default=str), encoding="utf-8")
    fresh.replace(_note_of(data))


def running(data: Path) -> dict[str, Any] | None:
    """The note of whoever serves this folder; None when nobody does, whatever an old note says."""
    try:
        with _lock_of(data).open("r") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return None
    except BlockingIOError:
        return _read(data)
    return None


def stop(data: Path, patience: float) -> bool:
    """Ask whoever serves this folder to end and wait for it; False when it did not within `patience` seconds."""
    note = running(data)
    if note is None:
        return True
    os.kill(int(note["pid"]), signal.SIGTERM)
    until = time.monotonic() + patience
    while running(data) is not None:
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def _read(data: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(_note_of(data).read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return found
