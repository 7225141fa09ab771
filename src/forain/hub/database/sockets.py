"""A folder for the server's socket whose path fits into the system's 104 bytes and that nobody else may enter."""

import hashlib
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from forain.hub.database.accounts import Account
from forain.hub.database.errors import ServerError, explained
from forain.hub.database.files import make_folder
from forain.hub.database.place import Place, make_server_home

# sun_path holds 108 bytes on Linux and 104 on macOS, the final zero and "/.s.PGSQL.5432" included.
LONGEST: Final = 104 - 1 - len("/.s.PGSQL.5432")


def socket_folder(place: Place, account: Account | None) -> Path:
    """The folder to use for a start: beside the cluster, or in a runtime folder of ours when that is too deep."""
    beside = place.cluster.parent / "run"
    if _fits(beside):
        with explained(beside):
            make_folder(beside, 0o700, account)
        return beside
    key = hashlib.sha256(f"{place.id}{place.data}".encode(errors="surrogateescape")).hexdigest()[:12]
    for parent in _runtime_folders():
        if _fits(parent / key) and (folder := _private_in(parent, key, account)):
            return folder
    raise ServerError("sockets-too-long", folder=place.data)


def _fits(folder: Path) -> bool:
    # A comma would make libpq read two hosts out of one path.
    return len(os.fsencode(folder)) <= LONGEST and "," not in str(folder)


def _runtime_folders() -> Iterator[Path]:
    """Not XDG_RUNTIME_DIR: it is emptied when the person logs out, and the server stays."""
    if os.geteuid() == 0:
        yield make_server_home() / "run"
        return
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - Path.home() raises where there is none
    if os.access(home, os.W_OK):
        yield home / ".forain-run"
    yield Path(tempfile.gettempdir()) / f"forain-{os.geteuid()}"


def _private_in(parent: Path, key: str, account: Account | None) -> Path | None:
    """Make `parent`/`key` unless somebody else was there first, which in /tmp may be an attack."""
    try:
        make_folder(parent, 0o711 if account else 0o700)
        if not _is_ours(parent, os.geteuid()):
            return None
        make_folder(parent / key, 0o700, account)
        return parent / key if _is_ours(parent / key, account.uid if account else os.geteuid()) else None
    except OSError:
        return None


def _is_ours(folder: Path, uid: int) -> bool:
    found = folder.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == uid and not found.st_mode & 0o022
