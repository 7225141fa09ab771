"""Where a data folder's database really is, and the small file in the data folder that says so.

Everything stays inside the data folder when the account that runs the server can get there:

    <data>/postgres/where.json      this pointer, with an id that a new data folder does not share
    <data>/postgres/passwords.json
    <data>/postgres/lock            held while somebody starts or stops
    <data>/postgres/server.lock     held by the server's own processes as long as one of them lives
    <data>/postgres/cluster/        PostgreSQL's files
    <data>/postgres/run/            the socket, if the path is short enough
    <data>/logs/postgres/           a log for each day of the week

Root with a data folder that its server account cannot enter (below /root, say) gets `cluster` and `logs` in a folder
of ours, /var/lib/forain-postgres/<id>, whose `owner.json` points back.
"""

import json
import os
import secrets
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from forain.hub.database.accounts import Account, may_enter
from forain.hub.database.errors import ServerError, explained
from forain.hub.database.files import make_folder, read_json, write_private

SERVER_HOME_SETTING: Final = "FORAIN_PG_HOME"


@dataclass(frozen=True, slots=True)
class Place:
    """Where one database lives. `ready` is true once it has been created completely."""

    data: Path
    id: str
    cluster: Path
    logs: Path
    sockets: Path | None
    ready: bool

    @property
    def home(self) -> Path:
        return home_of(self.data)

    @property
    def inside(self) -> bool:
        return self.cluster.parent == self.home

    @property
    def passwords(self) -> Path:
        return self.home / "passwords.json"

    @property
    def server_lock(self) -> Path:
        return self.home / "server.lock"


def home_of(data: Path) -> Path:
    return data / "postgres"


def pointer_of(data: Path) -> Path:
    return home_of(data) / "where.json"


def server_home() -> Path:
    """Where root keeps what an ordinary account must be able to read."""
    return Path(os.environ.get(SERVER_HOME_SETTING, "/var/lib/forain-postgres"))


def load(data: Path) -> Place | None:
    """Read the pointer; follows a data folder that was moved and refuses one that was copied."""
    with explained(data):
        found = read_json(pointer_of(data))
    if found is None:
        return None
    place = _from_json(data, found)
    recorded = Path(str(found["data"]))
    if recorded == data:
        return place
    if not place.inside and _id_in(recorded) == place.id:
        raise ServerError("copied", folder=data, original=recorded, pointer=home_of(data))
    # Moved, or a copy with its own cluster: the recorded socket is not, or not any more, ours.
    return replace(place, sockets=None)


def _from_json(data: Path, found: dict[str, object]) -> Place:
    try:
        cluster, logs, sockets = (str(found[key]) for key in ("cluster", "logs", "sockets"))
        # Inside paths are kept relative, so that a data folder can be moved; joining leaves absolute ones alone.
        return Place(
            data=data,
            id=str(found["id"]),
            cluster=data / cluster,
            logs=data / logs,
            sockets=data / sockets if sockets else None,
            ready=found["ready"] is True,
        )
    except KeyError as error:
        raise ServerError("file-damaged", file=pointer_of(data)) from error


def _id_in(data: Path) -> object:
    return (read_json(pointer_of(data)) or {}).get("id")


def save(place: Place) -> None:
    """Write the pointer (and, outside the data folder, the one that points back)."""
    content = {
        "id": place.id,
        "data": str(place.data),
        "cluster": _relative(place.cluster, place.data),
        "logs": _relative(place.logs, place.data),
        "sockets": _relative(place.sockets, place.data) if place.sockets else "",
        "ready": place.ready,
    }
    write_private(pointer_of(place.data), json.dumps(content, indent=1))
    if not place.inside:
        back = {"id": place.id, "data": str(place.data)}
        write_private(place.cluster.parent / "owner.json", json.dumps(back))


def _relative(path: Path, data: Path) -> str:
    return str(path.relative_to(data)) if path.is_relative_to(data) else str(path)


def make_home(data: Path) -> None:
    """Make the data folder and our folder in it; root's may be passed through, but not listed, by others."""
    mode = 0o700 if os.geteuid() else 0o711
    with explained(data):
        data.parent.mkdir(parents=True, exist_ok=True)
        make_folder(data, mode)
        make_folder(home_of(data), mode)


def choose(data: Path, account: Account | None) -> Place:
    """Decide where a new database goes and make its folders."""
    identity = secrets.token_hex(8)
    with explained(data):
        home = home_of(data) if may_enter(account, home_of(data)) else _private(identity)
        logs = _logs(data, home, account)
        make_folder(logs, 0o700, account)
    return Place(data, identity, home / "cluster", logs, sockets=None, ready=False)


def _logs(data: Path, home: Path, account: Account | None) -> Path:
    if home != home_of(data):
        return home / "logs"
    make_folder(data / "logs", 0o700 if os.geteuid() else 0o711)
    return data / "logs" / "postgres" if may_enter(account, data / "logs") else home / "logs"


def _private(identity: str) -> Path:
    make_server_home()
    make_folder(server_home() / identity, 0o711)
    return server_home() / identity


def make_server_home() -> Path:
    """Make root's folder for servers; refuse one in which somebody else could plant programs."""
    home = server_home()
    with explained(home):
        make_folder(home, 0o755)
        found = home.stat()
    if found.st_uid != 0 or found.st_mode & 0o022:
        raise ServerError("server-home-unsafe", folder=home)
    return home


def leftovers() -> list[Path]:
    """Folders of root's servers whose data folder is gone; nothing uses them and a person may delete them."""
    owners = sorted(server_home().glob("*/owner.json"))
    return [path.parent for path in owners if _is_orphan(path)]


def _is_orphan(owner: Path) -> bool:
    found = read_json(owner) or {}
    return _id_in(Path(str(found.get("data")))) != found.get("id")
