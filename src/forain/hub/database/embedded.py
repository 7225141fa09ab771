"""The embedded server of one data folder: make it, start it, adopt it, recover it, stop it.

Nothing here imports Django: the server must run before Django's settings can name it.
"""

import os
import shutil
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from forain.hub.database import addresses, cluster, files, processes
from forain.hub.database.accounts import account_for, refuse_foreign
from forain.hub.database.errors import ServerError, explained
from forain.hub.database.place import Place, home_of, load, make_home
from forain.hub.database.probe import Answer, Health
from forain.hub.database.revival import bring_up, major_of, programs_for
from forain.hub.database.standing import ORPHAN_SECONDS, ask_server, refusal, state_of

__all__ = ["EmbeddedServer", "ServerError", "ServerInfo", "Status"]

_LOCK_SECONDS: Final = 150.0


@dataclass(frozen=True, slots=True)
class ServerInfo:
    """A server that answered just now. `url` holds the password; the rest may be shown."""

    url: str
    socket_dir: Path
    port: int
    version: str
    started_by_us: bool


@dataclass(frozen=True, slots=True)
class Status:
    """What can be said without changing anything. `state` is absent, stopped, starting, running or silent."""

    state: str
    version: str = ""
    pid: int | None = None
    cluster: Path | None = None
    logs: Path | None = None
    socket_dir: Path | None = None


class EmbeddedServer:
    """The server of one data folder. Any number of processes may hold one of these; none of them owns it."""

    def __init__(self, data_dir: Path, *, throwaway: bool = False) -> None:
        """`throwaway` is for tests: nothing is flushed to the disk, and databases may be created."""
        self.data = Path(os.path.realpath(data_dir.expanduser()))
        self.throwaway = throwaway

    def ensure(self) -> ServerInfo:
        """Return a server that answers; make, start or recover it if need be. Raises ServerError."""
        if info := self._answering():
            return info
        make_home(self.data)
        refuse_foreign(home_of(self.data))
        with self._lock():
            place, started = bring_up(self.data, throwaway=self.throwaway)
            answer = ask_server(place)
        if answer.health is not Health.ANSWERS:
            raise refusal(answer, place)
        return _info(place, answer, started_by_us=started)

    @property
    def url(self) -> str:
        """The address with the password; ServerError where there is no database yet."""
        return addresses.owner_url(self._known())

    @property
    def admin_url(self) -> str:
        """The superuser's address: for backups, which must see every row whatever row security says."""
        return addresses.admin_url(self._known())

    def status(self) -> Status:
        """Look, and change nothing."""
        place = self._found()
        if place is None:
            return Status("absent")
        answer = ask_server(place)
        running = answer.health is Health.ANSWERS
        return Status(
            state=state_of(answer, place),
            version=answer.version,
            pid=processes.postmaster_pid(place.cluster) if running else None,
            cluster=place.cluster,
            logs=place.logs,
            socket_dir=place.sockets,
        )

    def stop(self) -> bool:
        """Stop the server for everybody; False if it did not run. For the owner's command only."""
        if self._found() is None:
            return False
        with self._lock():
            place = self._known()
            # The process number in postmaster.pid is trusted only while a server of ours exists at all.
            if not files.is_locked(place.server_lock) and ask_server(place).health is not Health.ANSWERS:
                return False
            account = account_for(place.home, place.cluster)
            cluster.stop(programs_for(place, account), place, account)
            processes.becomes(lambda: not files.is_locked(place.server_lock), ORPHAN_SECONDS)
            _forget_sockets(place)
            return True

    def delete(self) -> None:
        """Stop the server and delete the database for ever, wherever its files are."""
        place = self._found()
        if place is None:
            return
        self.stop()
        outside = [] if place.inside else [place.cluster.parent]
        with explained(self.data):
            for folder in [*outside, place.logs, place.home]:
                if folder.exists():
                    shutil.rmtree(folder)

    def _lock(self) -> AbstractContextManager[None]:
        return files.locked(home_of(self.data) / "lock", _LOCK_SECONDS)

    def _found(self) -> Place | None:
        refuse_foreign(home_of(self.data))
        return load(self.data)

    def _known(self) -> Place:
        place = self._found()
        if place is None:
            raise ServerError("no-database", folder=self.data)
        return place

    def _answering(self) -> ServerInfo | None:
        """The usual case, without any lock: somebody has started it long ago."""
        place = self._found()
        if place is None or not place.ready:
            return None
        answer = ask_server(place)
        return _info(place, answer, started_by_us=False) if answer.health is Health.ANSWERS else None


def _info(place: Place, answer: Answer, *, started_by_us: bool) -> ServerInfo:
    assert place.sockets is not None
    version = answer.version or major_of(place)
    return ServerInfo(addresses.owner_url(place), place.sockets, addresses.PORT, version, started_by_us)


def _forget_sockets(place: Place) -> None:
    if place.sockets and place.sockets.parent != place.cluster.parent:
        shutil.rmtree(place.sockets, ignore_errors=True)
