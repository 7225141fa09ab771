"""Names the moments a worker passes, and ends it with `kill -9` at the one it is doomed to.

Nothing of this is in the worker's own code: commits are watched in the database library, calls by wrapping the
rooms. So code that is written later has its commit points too.
"""

from __future__ import annotations

import inspect
import os
import signal
import threading
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, TypeVar

from forain.connect.contract import Account, Connector, Manifest, Marketplace, Problem, Record
from forain.prove.plan import Doom

T = TypeVar("T")
#: Modules that commit on behalf of others: the place is named after who asked them to.
_SERVANTS = ("forain.hub.journal.unit", "forain.hub.kit.")


@dataclass(slots=True)
class Reaper:
    """Counts passages and kills this process at the doomed one."""

    doom: Doom
    _passed: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def passing(self, moment: str) -> None:
        """Called at every moment, from any thread."""
        if not fnmatchcase(moment, self.doom.point):
            return
        with self._lock:
            self._passed += 1
            due = self._passed == self.doom.after
        if due and self.doom.delay:
            timer = threading.Timer(self.doom.delay, _end)
            timer.daemon = True
            timer.start()
        elif due:
            _end()


def _end() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def watch_commits(passing: Callable[[str], None]) -> None:
    """Tell of every commit of this process, before and after, named after the function that asked for it."""
    from psycopg import Connection

    commit = Connection.commit

    def watched(self: Connection[Any]) -> None:
        place = _place()
        passing(f"before commit {place}")
        commit(self)
        passing(f"after commit {place}")

    Connection.commit = watched  # type: ignore[method-assign]


def _place() -> str:
    """`push.settle.begin_sending`: the nearest function of the hub that is no servant."""
    frame = inspect.currentframe()
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        if module.startswith("forain.hub.") and not module.startswith(_SERVANTS):
            return f"{module.removeprefix('forain.hub.')}.{frame.f_code.co_name.lstrip('_')}"
        frame = frame.f_back
    return "elsewhere"


def watch_calls(passing: Callable[[str], None]) -> None:
    """Tell of every call of a connector: before it, while it runs, after it."""
    from forain.connect import registry

    found = {name: _Room(room, passing) for name, room in registry.marketplaces().items()}
    registry.use_instead(found)


@dataclass(frozen=True, slots=True)
class _Room:
    """A marketplace whose lines tell of what they do (`forain.connect.contract.Marketplace`)."""

    room: Marketplace
    passing: Callable[[str], None]

    @property
    def manifest(self) -> Manifest:
        return self.room.manifest

    def validate(self, credentials: Mapping[str, str]) -> tuple[Problem, ...]:
        return self.room.validate(credentials)

    def connect(self, account: Account, record: Record) -> Connector:
        return _Line(self.room.connect(account, record), self.passing)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.room, name)


class _Line:
    """A connector that tells of its calls."""

    def __init__(self, connector: Connector, passing: Callable[[str], None]) -> None:
        self._connector, self._passing = connector, passing

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._connector, name)
        if name not in ("send", "look_up", "read", "inspect", "check"):
            return method

        async def called(*args: Any, **kwargs: Any) -> Any:
            return await self._told(name, method(*args, **kwargs))

        return called

    async def _told(self, name: str, call: Awaitable[T]) -> T:
        self._passing(f"before call {name}")
        self._passing(f"during call {name}")
        result = await call
        self._passing(f"after call {name}")
        return result
