"""The part `up` and `demo` share: one hub served from a data folder, from first breath to clean end."""

from __future__ import annotations

import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from forain.cli.aside import aside
from forain.cli.exits import Exit, Failure
from forain.cli.language import say
from forain.cli.progress import step
from forain.hub.processes.family import Family, stopped_by_signals
from forain.hub.processes.member import Member
from forain.hub.processes.ports import PortTaken, require_free
from forain.hub.processes.running import AlreadyRunning, holding

_HEALTHY_SECONDS = 60.0


class Stopped(Exception):
    """Somebody asked us to end while we were still starting."""


@dataclass(slots=True)
class Serving:
    """A hub being served. `logs` None leaves the children's words on our own stderr."""

    data: Path
    host: str
    port: int
    workers: int
    kind: str
    logs: Path | None = None
    family: Family = field(default_factory=lambda: Family(lambda code, facts: step(code, **facts)))
    prepared: dict[str, Any] | None = None

    @property
    def address(self) -> str:
        shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)  # noqa: S104
        return f"http://{f'[{shown}]' if ':' in shown and shown[0] != '[' else shown}:{self.port}"

    @contextmanager
    def alive(self) -> Iterator[None]:
        """Hold the data folder and the port; whatever happens inside, end everything in order."""
        _require_port(self.host, self.port)
        with _held(self), stopped_by_signals(self.family.stop):
            try:
                yield
            except Stopped:
                pass
            finally:
                self._end()

    def prepare(self, user: str, workspace: str, password: str | None = None) -> dict[str, Any]:
        """Database, schema and first person; the address of the database goes to the children."""
        facts = {"user": user, "workspace": workspace, "password": password}
        prepared: dict[str, Any] = aside("forain.cli.prepare:hub", facts, step)
        self.prepared = prepared
        os.environ["FORAIN_DATABASE_URL"] = prepared["url"]
        self.go_on()
        return prepared

    def start(self) -> None:
        """Web and workers, all at once."""
        step("web")
        self.family.add(
            self._member("web", "forain.hub.processes.web:main", self.host.strip("[]"), str(self.port))
        )
        step("worker")
        for number in range(1, self.workers + 1):
            name = "worker" if self.workers == 1 else f"worker-{number}"
            self.family.add(self._member(name, "forain.hub.processes.work:main"))

    def wait_until_healthy(self) -> None:
        """Return once `/healthz` says so; Failure when it never does, Stopped when somebody has had enough.

        Where workers run elsewhere, theirs may come later: a web that ended for want of them would never meet one.
        """
        needed = {"database", "schema", *(["worker"] if self.workers else [])}
        self._wait(lambda: needed <= _well(f"{self.address}/healthz"))

    def go_on(self) -> None:
        """Raise Stopped if somebody asked us to end."""
        if self.family.stop.is_set():
            raise Stopped

    def _wait(self, ready: Callable[[], bool]) -> None:
        until = time.monotonic() + _HEALTHY_SECONDS
        while not ready():
            self.go_on()
            self._refuse_early_deaths()
            if time.monotonic() > until:
                raise Failure(say("The hub does not become healthy; see {place}.", place=self._words()))
            self.family.stop.wait(0.05)

    def _refuse_early_deaths(self) -> None:
        for member in self.family.members:
            if not member.is_alive():
                raise Failure(
                    say("{name} ended while starting; see {place}.", name=member.name, place=self._words())
                )

    def _words(self) -> str:
        return str(self.logs) if self.logs else say("what it printed above")

    def _member(self, name: str, *work: str) -> Member:
        return Member(name, work, log=self.logs / f"{name}.log" if self.logs else None)

    def _end(self) -> None:
        if self.family.members:
            step("stopping")
        self._end_children()
        if self.prepared and self.prepared["started"]:
            facts = {"url": self.prepared["url"], "started": True}
            aside("forain.cli.prepare:close_base", facts, lambda _step: None)
        step("stopped")

    def _end_children(self) -> None:
        """What calls others first, what is called after it."""
        served = [member for member in self.family.members if member.name == "sandbox"]
        self.family.end([member for member in self.family.members if member not in served])
        self.family.end(served, grace=8.0)


def _require_port(host: str, port: int) -> None:
    try:
        require_free(host.strip("[]"), port)
    except PortTaken as taken:
        words = say(
            "Port {port} of {host} cannot be used ({reason}); choose another with --port.",
            port=port,
            host=host,
            reason=taken.reason,
        )
        raise Failure(words, Exit.FAILURE) from None


@contextmanager
def _held(serving: Serving) -> Iterator[None]:
    try:
        with holding(serving.data, kind=serving.kind, address=serving.address):
            yield
    except AlreadyRunning as busy:
        words = say(
            "Forain already runs in {data} (process {pid}, {address}); `forain stop` ends it.",
            data=serving.data,
            pid=busy.note.get("pid", "?"),
            address=busy.note.get("address", "?"),
        )
        raise Failure(words, Exit.REFUSED) from None


def _well(address: str) -> set[str]:
    """The checks that `/healthz` finds well; none where it does not answer."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310  our own address
            body = answer.read()
    except urllib.error.HTTPError as unwell:
        body = unwell.read()
    except (urllib.error.URLError, OSError):
        return set()
    return (
        {name for name, one in json.loads(body)["checks"].items() if one["ok"]} if body[:1] == b"{" else set()
    )
