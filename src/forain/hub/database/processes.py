"""Finding server processes that outlived their postmaster, by the one thing they cannot hide: their folder."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

_PROC = Path("/proc")


def postmaster_pid(cluster: Path) -> int | None:
    """The process number in postmaster.pid; it may be long dead, or somebody else's by now."""
    try:
        return int((cluster / "postmaster.pid").read_text(encoding="ascii").split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def server_processes(cluster: Path) -> list[int]:
    """Living processes whose working folder is the cluster: PostgreSQL's, all of them. Empty without /proc."""
    if not _PROC.is_dir():
        return []
    return [
        int(entry.name) for entry in _PROC.iterdir() if entry.name.isdigit() and _works_in(entry, cluster)
    ]


def _works_in(process: Path, cluster: Path) -> bool:
    try:
        return (process / "cwd").samefile(cluster)
    except OSError:  # gone, a zombie, or somebody else's
        return False


def end_orphans(cluster: Path, gone: Callable[[], bool], patience: float = 2.0) -> bool:
    """End what is left of a server without postmaster; politely, then by force. True when `gone`.

    A backend that is busy does not notice that its postmaster died, and a new one cannot start beside it.
    """
    for how in (signal.SIGTERM, signal.SIGKILL):
        for pid in server_processes(cluster):
            _send(pid, how)
        if becomes(gone, patience):
            return True
    return False


def _send(pid: int, how: signal.Signals) -> None:
    try:
        os.kill(pid, how)
    except ProcessLookupError:
        return


def becomes(condition: Callable[[], bool], patience: float) -> bool:
    """Wait for something to become true; False if it did not within `patience` seconds."""
    until = time.monotonic() + patience
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True
