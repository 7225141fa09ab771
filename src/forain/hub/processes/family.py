"""Watches the children: starts again what died, and at the end asks all to stop, waits, then insists."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from forain.hub.processes.member import Member, kill_session

#: How long children may finish what they do (architecture.md section 8, rule 9).
GRACE_SECONDS = 25.0
_TICK = 0.1

Tell = Callable[[str, dict[str, object]], None]


@dataclass(slots=True)
class Family:
    """`tell` gets what happened as a code and facts, to be put into words: `died`, `killed`."""

    tell: Tell
    stop: threading.Event = field(default_factory=threading.Event)
    members: list[Member] = field(default_factory=list)

    def add(self, member: Member) -> Member:
        member.start()
        self.members.append(member)
        return member

    def watch(self) -> None:
        """Until somebody sets `stop`."""
        while not self.stop.wait(_TICK):
            for member in self.members:
                self._look_at(member)

    def _look_at(self, member: Member) -> None:
        if member.is_alive():
            return
        if not member.again_at:
            self._bury(member)
        elif time.monotonic() >= member.again_at:
            member.start()

    def _bury(self, member: Member) -> None:
        code, pid = member.exit_code(), member.pid
        if pid is not None:
            kill_session(pid)  # a web server's own workers, for instance
        wait = member.note_death()
        self.tell("died", {"name": member.name, "code": code, "wait": wait})

    def end(self, members: Sequence[Member] | None = None, grace: float = GRACE_SECONDS) -> None:
        """Ask the members (all of them, if none are named) to stop; kill what is left after `grace` seconds."""
        leaving = list(self.members if members is None else members)
        for member in leaving:
            member.tell(signal.SIGTERM)
        until = time.monotonic() + grace
        while any(member.is_alive() for member in leaving) and time.monotonic() < until:
            time.sleep(0.02)
        for member in leaving:
            self._insist(member)
        self.members = [member for member in self.members if member not in leaving]

    def _insist(self, member: Member) -> None:
        if member.is_alive():
            self.tell("killed", {"name": member.name})
            member.tell(signal.SIGKILL)
        if member.process is not None:
            member.process.wait(5)
            kill_session(member.process.pid)


@contextmanager
def stopped_by_signals(stop: threading.Event) -> Iterator[None]:
    """Ctrl-C, SIGTERM and SIGHUP set `stop`; the earlier handlers come back at the end."""

    def handle(_number: int, _frame: object) -> None:
        stop.set()

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, handle) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
