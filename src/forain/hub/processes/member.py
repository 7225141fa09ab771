"""One child process: how it is started, where its words go, and when it may be started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from forain.hub.processes.child import PARENT

#: Seconds before a child that died is started again, by how often it died shortly after its start.
BACKOFF = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
#: A child that lived this long is forgiven its earlier deaths.
STEADY_SECONDS = 60.0
LOG_LIMIT = 10 * 1024 * 1024


@dataclass(slots=True)
class Member:
    """`work` is `module:function` with its arguments; `log` None leaves its words on our own stderr."""

    name: str
    work: tuple[str, ...]
    log: Path | None = None
    environment: dict[str, str] = field(default_factory=dict)
    listens: bool = False  #: its stdout is read by us (one line of JSON), not logged
    process: subprocess.Popen[str] | None = None
    deaths: int = 0
    started_at: float = 0.0
    again_at: float = 0.0

    def start(self) -> None:
        command = [sys.executable, "-m", "forain.hub.processes.child", *self.work]
        errors = _opened(self.log)
        try:
            self.process = subprocess.Popen(  # noqa: S603  our own interpreter and module
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE if self.listens else errors or sys.stderr.fileno(),
                stderr=errors,
                text=True,
                env={**os.environ, **self.environment, PARENT: str(os.getpid())},
                start_new_session=True,
            )
        finally:
            if errors is not None:
                os.close(errors)
        self.started_at, self.again_at = time.monotonic(), 0.0

    @property
    def pid(self) -> int | None:
        return self.process.pid if self.process else None

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def exit_code(self) -> int | None:
        return self.process.poll() if self.process else None

    def note_death(self) -> float:
        """Seconds to wait before it is started again."""
        steady = time.monotonic() - self.started_at > STEADY_SECONDS
        self.deaths = 1 if steady else self.deaths + 1
        wait = BACKOFF[min(self.deaths, len(BACKOFF)) - 1]
        self.again_at = time.monotonic() + wait
        return wait

    def tell(self, how: signal.Signals) -> None:
        """Signal the child; its own children are its business until it is killed with its whole session."""
        if self.process is None or self.process.poll() is not None:
            return
        if how is signal.SIGKILL:
            kill_session(self.process.pid)
        else:
            self.process.send_signal(how)


def kill_session(leader: int) -> None:
    """End everything a child left in its session (it was started as the leader of one)."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        return


def _opened(log: Path | None) -> int | None:
    """The log to append to; a large one is put aside first, so that two are kept at most."""
    if log is None:
        return None
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(".old"))
    return os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
