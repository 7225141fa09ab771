"""Whom the server runs as: PostgreSQL refuses root, so root lends it an account of its own."""

import errno
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from forain.hub.database.errors import ServerError, explained, owner_of

OURS: Final = "forain-pg"
# Used only where no account can be made (a read-only /etc): less private, since others may share them.
STAND_INS: Final = ("postgres", "nobody")


@dataclass(frozen=True, slots=True)
class Account:
    """A system user other than the one this process runs as."""

    uid: int
    gid: int
    name: str


def refuse_foreign(home: Path) -> None:
    """Nobody works in somebody else's folder, not even root: names there could be swapped under its hands."""
    with explained(home):
        if home.exists() and home.stat().st_uid != os.geteuid():
            raise ServerError("folder-foreign", folder=home, owner=owner_of(home))


def refuse_nameless() -> None:
    """initdb looks its user's name up; containers may run as a bare number."""
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError as error:
        raise ServerError("user-nameless", uid=os.geteuid()) from error


def account_for(home: Path, cluster: Path | None) -> Account | None:
    """Who must run the server whose pointer is in `home`; None means this process's own user.

    An existing cluster decides: numbers survive where names do not, as in a container made anew.
    """
    refuse_foreign(home)
    if os.geteuid() != 0:
        return None
    if cluster is not None and cluster.exists():
        return _owner(cluster)
    return _named(OURS) or _made() or _stand_in()


def _owner(path: Path) -> Account:
    found = path.stat()
    if found.st_uid == 0:
        raise ServerError("account-missing", reason=f"{path} belongs to root")
    return Account(found.st_uid, found.st_gid, owner_of(path))


def _named(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(entry.pw_uid, entry.pw_gid, name) if entry.pw_uid else None


def _made() -> Account | None:
    useradd = shutil.which("useradd", path=f"{os.defpath}:/usr/sbin:/sbin")
    if useradd is None:
        return None
    options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    command = [useradd, *options, "--shell", "/usr/sbin/nologin", OURS]
    subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - a fixed list, no shell
    return _named(OURS)


def _stand_in() -> Account:
    found = next((account for name in STAND_INS if (account := _named(name))), None)
    if found is None:
        raise ServerError("account-missing", reason="useradd did not work")
    return found


def run_as(
    account: Account | None,
    command: list[str],
    cwd: Path,
    pass_fds: tuple[int, ...] = (),
) -> subprocess.CompletedProcess[str]:
    """Run a command as `account`, with an environment that cannot surprise it; OSError if it cannot be run at all."""
    try:
        return subprocess.run(  # noqa: S603 - lists only, no shell
            command,
            cwd=cwd,
            pass_fds=pass_fds,
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
            umask=0o077,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        # EPERM and EINVAL come from becoming somebody else, anything else from the command itself.
        if account and error.errno in (errno.EPERM, errno.EINVAL):
            raise ServerError("account-refused", account=account.name, reason=error.strerror) from error
        raise


def may_enter(account: Account | None, folder: Path) -> bool:
    """Whether the account can get into a folder; asked of the kernel, which knows of every rule."""
    if account is None:
        return True
    return run_as(account, ["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)], Path("/")).returncode == 0
