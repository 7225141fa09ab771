"""Small files and folders of ours, written so that a crash or a stranger cannot get in between."""

import fcntl
import json
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from forain.hub.database.accounts import Account
from forain.hub.database.errors import ServerError, explained


def make_folder(path: Path, mode: int, account: Account | None = None) -> None:
    """Make a folder of ours; one that exists already is left exactly as it is."""
    try:
        path.mkdir(mode)
    except FileExistsError:
        return
    # By descriptor and without following links: root must not change what a stranger put there just now.
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        os.fchmod(handle, mode)
        _give(handle, account)
    finally:
        os.close(handle)


def _give(handle: int, account: Account | None) -> None:
    if account:
        os.fchown(handle, account.uid, account.gid)


def write_private(path: Path, text: str, account: Account | None = None) -> None:
    """Write a file of mode 0600 completely or not at all, and keep it over a power cut."""
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="surrogateescape") as file:
            _give(handle, account)
            file.write(text)
            file.flush()
            os.fsync(handle)
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_json(path: Path) -> dict[str, object] | None:
    """The object in a small JSON file, None where there is no file."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise ServerError("file-damaged", file=path) from error
    if not isinstance(found, dict):
        raise ServerError("file-damaged", file=path)
    return found


def take_lock(path: Path) -> int | None:
    """Lock a file and return its descriptor, None when somebody has it.

    Closing the descriptor frees the lock, unless a child inherited it: then it is free when the child is gone.
    """
    handle = os.open(path, os.O_RDONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    except BaseException:
        os.close(handle)
        raise
    return handle


def is_locked(path: Path) -> bool:
    """Whether somebody holds the lock just now."""
    if not path.exists():
        return False
    handle = take_lock(path)
    if handle is not None:
        os.close(handle)
    return handle is None


def _take_explained(path: Path) -> int | None:
    with explained(path.parent):
        return take_lock(path)


@contextmanager
def locked(path: Path, patience: float) -> Iterator[None]:
    """Hold a lock, waiting `patience` seconds for it at most."""
    until = time.monotonic() + patience
    while (handle := _take_explained(path)) is None:
        if time.monotonic() > until:
            raise ServerError("busy", folder=path.parent, seconds=round(patience))
        time.sleep(0.02)
    try:
        yield
    finally:
        os.close(handle)
