"""The processes of a proof: a database of its own, a sandbox, workers that die and are replaced, a web process."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from forain.hub.database.embedded import EmbeddedServer
from forain.hub.database.testing import scratch
from forain.hub.processes.family import GRACE_SECONDS, Family
from forain.hub.processes.member import Member
from forain.hub.processes.ports import free_port
from forain.prove.plan import Doom
from forain.prove.truth import Control
from forain.prove.worker import born

#: A doomed worker that has not come past its point after so long is killed where it is.
PATIENCE_SECONDS = 8.0
_START_SECONDS = 40.0


class DoesNotStart(Exception):
    """A process of the proof does not come up; its log says why."""


@dataclass(slots=True)
class Place:
    """Where a proof happens. Everything in `folder` is deleted afterwards, unless it is to be kept."""

    folder: Path
    server: EmbeddedServer
    keep: bool = False

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    def kill_database(self) -> None:
        """`kill -9` of the server, then a new one on the same files."""
        pid = self.server.status().pid
        if pid is not None:
            os.kill(pid, signal.SIGKILL)
        self.server.ensure()


@contextmanager
def place() -> Iterator[Place]:
    """A folder in memory where there is plenty, with a PostgreSQL that keeps what was committed."""
    folder = Path(tempfile.mkdtemp(prefix="forain-prove-", dir=scratch()))
    folder.chmod(0o711)  # root's server account must get in
    server = EmbeddedServer(folder)
    made = Place(folder, server)
    try:
        os.environ["FORAIN_DATA"] = str(folder)
        os.environ["FORAIN_DATABASE_URL"] = server.ensure().url
        yield made
    finally:
        if made.keep:
            server.stop()
        else:
            server.delete()
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def sandbox(logs: Path, seed: int) -> Iterator[tuple[Control, dict[str, Any]]]:
    """An empty world on a socket, and the credentials of its accounts by stage."""
    child = Member(
        "sandbox", ("forain.prove.pretend:main", str(seed)), log=logs / "sandbox.log", listens=True
    )
    child.start()
    try:
        told = _first_line(child)
        yield Control(told["url"]), told["accounts"]
    finally:
        _ended([child])


def _first_line(child: Member) -> dict[str, Any]:
    assert child.process is not None
    assert child.process.stdout is not None
    if not select.select([child.process.stdout], [], [], _START_SECONDS)[0]:
        raise DoesNotStart(str(child.log))
    line = child.process.stdout.readline()
    if not line:
        raise DoesNotStart(str(child.log))
    told: dict[str, Any] = json.loads(line)
    return told


@dataclass(slots=True)
class Slot:
    """One worker's place; `doom` is how the present one ends, `ready_at` when it began to work."""

    process: BaseProcess
    doom: Doom | None
    ready: Path
    ready_at: float | None = None

    def is_alive(self) -> bool:
        if self.ready_at is None and self.ready.exists():
            self.ready_at = time.monotonic()
        return self.process.is_alive()

    def lived(self) -> float:
        """Seconds it has been working."""
        return 0.0 if self.ready_at is None else time.monotonic() - self.ready_at


@dataclass(slots=True)
class Crew:
    """Workers: as many as wanted, each with the next doom of the plan, replaced when it died of it."""

    folder: Path
    dooms: list[Doom]
    slots: list[Slot] = field(default_factory=list)
    crashes: Counter[str] = field(default_factory=Counter)
    unplanned: int = 0
    born: int = 0

    @property
    def died(self) -> int:
        return self.crashes.total()

    def hire(self, count: int) -> None:
        forks = get_context("forkserver")
        forks.set_forkserver_preload(["forain.prove.nursery"])
        self.slots = [self._started() for _ in range(count)]

    def look(self) -> None:
        """Bury, replace, and kill whoever waits for a moment that does not come."""
        for number, slot in enumerate(self.slots):
            if not slot.is_alive():
                self._bury(slot)
                self.slots[number] = self._started()
            elif slot.doom is not None and _is_overdue(slot, slot.doom):
                slot.doom = Doom("anywhere", 1, 0.0)
                slot.process.kill()

    def end(self) -> None:
        """Everybody stops politely; nobody is replaced."""
        for slot in self.slots:
            slot.process.terminate()
        for slot in self.slots:
            slot.process.join(GRACE_SECONDS)
            slot.process.kill()

    def _started(self) -> Slot:
        self.born += 1
        doom = self.dooms.pop(0) if self.dooms else None
        ready = self.folder / f"worker-{self.born}.ready"
        told = doom if doom is not None and doom.point != "anywhere" else None
        process = get_context("forkserver").Process(
            target=born, args=(told, self.folder / "logs" / f"worker-{self.born}.log", ready)
        )
        process.start()
        return Slot(process, doom, ready)

    def _bury(self, slot: Slot) -> None:
        if slot.process.exitcode == -signal.SIGKILL and slot.doom is not None:
            self.crashes[slot.doom.point] += 1
            return
        self.unplanned += 1  # the database went away under it, or a defect: its log tells
        if slot.doom is not None:
            self.dooms.insert(0, slot.doom)


def _is_overdue(slot: Slot, doom: Doom) -> bool:
    if doom.point == "anywhere":
        return slot.lived() > 0.5 + doom.delay
    return slot.lived() > PATIENCE_SECONDS


@dataclass(slots=True)
class Web:
    """A web process that is killed and started again now and then."""

    logs: Path
    port: int = field(default_factory=free_port)
    kills: int = 0
    member: Member | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        work = ("forain.hub.processes.web:main", "127.0.0.1", str(self.port))
        self.member = Member("web", work, log=self.logs / "web.log")
        self.member.start()

    def kill(self) -> None:
        """`kill -9` of everything it is made of."""
        assert self.member is not None
        self.member.tell(signal.SIGKILL)
        if self.member.process is not None:
            self.member.process.wait(5)
        self.kills += 1
        self.start()

    def look(self) -> None:
        """Start it again when it died by itself."""
        if self.member is not None and not self.member.is_alive():
            self.start()

    def wait(self) -> None:
        """Until it answers. Raises DoesNotStart."""
        until = time.monotonic() + _START_SECONDS
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"{self.url}/api/v1/openapi.json", timeout=5):  # noqa: S310
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        raise DoesNotStart(str(self.logs / "web.log"))

    def end(self) -> None:
        if self.member is not None:
            _ended([self.member])


@contextmanager
def serving(logs: Path) -> Iterator[str]:
    """The address of the pages and the API, served as `forain up` does, from the database of our environment."""
    web = Web(logs)
    web.start()
    try:
        web.wait()
        yield web.url
    finally:
        web.end()


def _ended(members: Sequence[Member]) -> None:
    family = Family(lambda _code, _facts: None, members=list(members))
    family.end()
