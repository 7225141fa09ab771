"""The embedded server of one data folder: make it, start it, adopt it, recover it, stop it.

Nothing here imports Django: the server must run before Django's settings can name it.
"""

import os
import shutil
import time
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from forain.hub.database import addresses, binaries, cluster, files, processes
from forain.hub.database.accounts import Account, account_for, refuse_foreign
from forain.hub.database.binaries import Binaries
from forain.hub.database.errors import ServerError, explained
from forain.hub.database.place import (
    Place,
    choose,
    home_of,
    load,
    make_home,
    make_server_home,
    save,
)
from forain.hub.database.probe import Answer, Health, ask
from forain.hub.database.sockets import socket_folder

_LOCK_SECONDS: Final = 150.0
_RECOVERY_SECONDS: Final = 120.0
_ORPHAN_SECONDS: Final = 5.0


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
            return self._bring_up()

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
        answer = _ask(place)
        running = answer.health is Health.ANSWERS
        return Status(
            state=_state(answer, place),
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
            if not files.is_locked(place.server_lock) and _ask(place).health is not Health.ANSWERS:
                return False
            account = account_for(place.home, place.cluster)
            cluster.stop(_programs(place, account), place, account)
            processes.becomes(lambda: not files.is_locked(place.server_lock), _ORPHAN_SECONDS)
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
        answer = _ask(place)
        return _info(place, answer, started_by_us=False) if answer.health is Health.ANSWERS else None

    def _bring_up(self) -> ServerInfo:
        """With the lock held: whatever state a crash may have left, end with a server that answers."""
        place = self._found() or self._chosen()
        account = account_for(place.home, place.cluster)
        programs = _programs(place, account)
        if not place.cluster.exists():
            self._create(place, programs, account)
        _refuse_other_version(place, programs)
        started = not _settled(place)
        if started:
            place = _with_sockets(place, account)
            cluster.start(programs, place, account, throwaway=self.throwaway)
        if not place.ready:
            place = self._finish(place)
        answer = _ask(place)
        if answer.health is not Health.ANSWERS:
            raise _refusal(answer, place)
        return _info(place, answer, started_by_us=started)

    def _chosen(self) -> Place:
        place = choose(self.data, account_for(home_of(self.data), None))
        with explained(self.data):
            save(place)
        return place

    def _create(self, place: Place, programs: Binaries, account: Account | None) -> None:
        if place.ready:
            # Never an empty database in place of one that is only not mounted.
            facts = {"folder": place.data, "cluster": place.cluster, "pointer": home_of(place.data)}
            raise ServerError("cluster-missing", **facts)
        addresses.make_passwords(place)
        password = addresses.password(place, cluster.ADMIN)
        cluster.create(programs, place, account, password, throwaway=self.throwaway)

    def _finish(self, place: Place) -> Place:
        """The last steps of a new database; repeated if a crash came between."""
        owner = addresses.password(place, cluster.OWNER)
        cluster.bootstrap(addresses.admin_url(place, "postgres"), owner, may_create_databases=self.throwaway)
        with explained(place.data):
            save(done := replace(place, ready=True))
        return done


def _ask(place: Place) -> Answer:
    if place.sockets is None:
        return Answer(Health.ABSENT)
    return ask(addresses.owner_url(place) if place.ready else addresses.admin_url(place, "postgres"))


def _info(place: Place, answer: Answer, *, started_by_us: bool) -> ServerInfo:
    assert place.sockets is not None
    version = answer.version or _major(place)
    return ServerInfo(addresses.owner_url(place), place.sockets, addresses.PORT, version, started_by_us)


def _state(answer: Answer, place: Place) -> str:
    if answer.health is Health.ANSWERS:
        return "running"
    if answer.health is Health.STARTING:
        return "starting"
    return "silent" if files.is_locked(place.server_lock) else "stopped"


def _major(place: Place) -> str:
    """The major version that made the cluster, empty where there is none."""
    try:
        return (place.cluster / "PG_VERSION").read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return ""


def _programs(place: Place, account: Account | None) -> Binaries:
    major = _major(place)
    found = binaries.find(int(major) if major.isdigit() else None)
    return binaries.for_account(found, account, make_server_home) if account else found


def _refuse_other_version(place: Place, programs: Binaries) -> None:
    found = _major(place)
    if not found:
        raise ServerError("not-a-database", folder=place.cluster)
    if found != str(programs.major):
        raise ServerError("other-version", folder=place.data, found=found, ours=programs.version)


def _settled(place: Place) -> bool:
    """Wait until a server answers (True) or no process of one is left (False)."""
    begun = time.monotonic()
    while (answer := _ask(place)).health is not Health.ANSWERS:
        waited = time.monotonic() - begun
        if answer.health is Health.DENIED:
            raise _refusal(answer, place)
        if answer.health is Health.STARTING:
            if waited > _RECOVERY_SECONDS:
                raise _refusal(answer, place)
        elif not files.is_locked(place.server_lock):
            if answer.health is Health.SILENT:
                raise _refusal(answer, place)
            return False
        elif waited > _ORPHAN_SECONDS:
            return _orphans_cleared(place)
        time.sleep(0.02)
    return True


def _orphans_cleared(place: Place) -> bool:
    """Somebody holds the server lock but nobody answers; False when they are gone."""
    alive = processes.server_processes(place.cluster)
    if processes.postmaster_pid(place.cluster) in alive:
        raise _refusal(Answer(Health.SILENT), place)
    if not alive or not processes.end_orphans(place.cluster, lambda: not files.is_locked(place.server_lock)):
        raise ServerError("held-elsewhere", folder=place.data)
    return False


def _refusal(answer: Answer, place: Place) -> ServerError:
    if answer.health is Health.DENIED:
        return ServerError("denied", folder=place.data, secret=place.passwords)
    if answer.health is Health.STARTING:
        return ServerError("still-starting", folder=place.data, seconds=round(_RECOVERY_SECONDS))
    pid = processes.postmaster_pid(place.cluster)
    return ServerError("not-answering", pid=pid, folder=place.cluster, data=place.data)


def _with_sockets(place: Place, account: Account | None) -> Place:
    """Decided at each start, and written down first: who asks later must look in the same folder."""
    chosen = replace(place, sockets=socket_folder(place, account))
    if chosen != place:
        with explained(place.data):
            save(chosen)
    return chosen


def _forget_sockets(place: Place) -> None:
    if place.sockets and place.sockets.parent != place.cluster.parent:
        shutil.rmtree(place.sockets, ignore_errors=True)
