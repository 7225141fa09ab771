"""What can go wrong with the database server: one code and one sentence each, saying what to do.

The sentences are data, so a screen in another language looks the code up and fills in the same facts.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "account-missing": "PostgreSQL never runs as root and no other account could be made ({reason}): create one"
    " with `useradd --system forain-pg`, or run Forain as an ordinary user.",
    "account-refused": "This process is root but may not run PostgreSQL as {account} ({reason}): run Forain as an"
    " ordinary user, or set FORAIN_DATABASE_URL to a PostgreSQL server.",
    "binaries-missing": "No PostgreSQL was found ({reason}): install one and set FORAIN_PG_BIN to the folder that"
    " has `postgres` and `initdb`, or set FORAIN_DATABASE_URL to a PostgreSQL server.",
    "binaries-unreadable": "The account {account} may not run the programs in {folder}: choose a FORAIN_PG_BIN that"
    " every user may read.",
    "busy": "Another Forain process has been starting or stopping the database in {folder} for {seconds} seconds:"
    " wait for it or end it, then try again.",
    "cluster-missing": "The database of {folder} should be in {cluster} but is not there: mount or restore that"
    " folder, or delete {pointer} to begin with an empty database.",
    "copied": "{folder} is a copy, and the database still belongs to {original}: use a backup to copy a database,"
    " and delete {pointer} to begin here with an empty one.",
    "denied": "The server in {folder} refuses the password in {secret}: restore that file from your backup.",
    "disk-full": "No space is left for the database in {folder}: make room, then start again; nothing saved is lost.",
    "dump-failed": "The backup was not made: {reason}.",
    "file-damaged": "{file} cannot be understood: restore it from your backup.",
    "folder-foreign": "{folder} belongs to {owner}: run Forain as {owner}, or choose another --data folder.",
    "folder-read-only": "{folder} is on a read-only file system: mount it for writing, or choose another --data folder.",
    "folder-trouble": "{folder} cannot be used ({reason}): choose another --data folder.",
    "held-elsewhere": "Another container or machine seems to run the database in {folder}: stop it there first.",
    "no-database": "{folder} has no database yet: start Forain once.",
    "not-a-database": "{folder} is not empty and is no database of PostgreSQL: move it away, then start again.",
    "not-answering": "The database server (process {pid}) holds {folder} but does not answer: stop it with"
    " `python -m forain.hub.database stop --data {data}`, then start again.",
    "not-empty": "The database to restore into already has tables: restore into a new one, or add --replace.",
    "other-version": "The database in {folder} was made by PostgreSQL {found} and this one is {ours}: set"
    " FORAIN_PG_BIN to PostgreSQL {found}, make a backup, and restore it into a new --data folder.",
    "platform": "The embedded database needs Linux or macOS: set FORAIN_DATABASE_URL to a PostgreSQL server.",
    "restore-failed": "Nothing was restored and nothing changed: {reason}.",
    "schema-lost": "The database was left by an early Forain whose steps are gone ({reason}): begin with an empty one"
    " in another --data folder; the first visits bring the orders back.",
    "secret-missing": "{secret} with the database's password is missing: restore that file from your backup.",
    "secret-unreadable": "FORAIN_DATABASE_URL_FILE names {file}, which cannot be read ({reason}).",
    "server-too-old": "Forain needs PostgreSQL {least} or newer and this server is {found}: give FORAIN_DATABASE_URL a newer"
    " server, or leave it out to use the one that Forain brings.",
    "server-home-unsafe": "{folder} must belong to root and be writable by nobody else: repair that, or set"
    " FORAIN_PG_HOME to another folder.",
    "sockets-too-long": "No folder short enough for a socket was found for {folder}: choose a shorter --data folder.",
    "start-failed": "The database in {folder} does not start ({reason}): the whole story is in {logs}.",
    "user-nameless": "PostgreSQL cannot make a database for user number {uid}, who has no name on this machine: add one"
    " to /etc/passwd, or set FORAIN_DATABASE_URL to a PostgreSQL server.",
    "still-starting": "The database in {folder} is still recovering after {seconds} seconds: try again later.",
    "stop-failed": "The database in {folder} does not stop ({reason}).",
}

_BY_ERRNO: Final[dict[int | None, str]] = {
    errno.EROFS: "folder-read-only",
    errno.ENOSPC: "disk-full",
    errno.EDQUOT: "disk-full",
    errno.EACCES: "folder-foreign",
    errno.EPERM: "folder-foreign",
}


class ServerError(Exception):
    """The database cannot be had; `code` and `facts` say why, the text says what to do."""

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = facts
        super().__init__(SENTENCES[code].format(**facts))


def owner_of(path: Path) -> str:
    """The name of whoever owns the nearest folder at or above `path` that may be looked at."""
    import pwd  # not on Windows, where the rest of this module still serves an outside server

    uid = next(uid for each in (path, *path.parents) if (uid := _uid(each)) is not None)
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"


def _uid(path: Path) -> int | None:
    try:
        return path.stat().st_uid
    except OSError:
        return None


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turn what the operating system refuses in `folder` into one of our sentences."""
    try:
        yield
    except OSError as error:
        code = _BY_ERRNO.get(error.errno, "folder-trouble")
        raise ServerError(code, folder=folder, owner=owner_of(folder), reason=error.strerror) from error
