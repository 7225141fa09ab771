"""Making, starting and stopping the files and processes of one cluster, always with the folder's lock held."""

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import psycopg
from psycopg import sql

from forain.hub.database import tuning
from forain.hub.database.accounts import Account
from forain.hub.database.binaries import Binaries
from forain.hub.database.errors import ServerError, explained
from forain.hub.database.files import make_folder, sync_folder, take_lock, write_private
from forain.hub.database.place import Place
from forain.hub.database.scope import TENANT

ADMIN: Final = "postgres"
# Not a superuser: row security would not hold for one.
OWNER: Final = "forain"
DATABASE: Final = "forain"
_START_SECONDS: Final = 120
_STOP_SECONDS: Final = 60


def create(
    binaries: Binaries, place: Place, account: Account | None, password: str, *, throwaway: bool
) -> None:
    """Run initdb beside the final name and rename: what is called `cluster` is always complete."""
    fresh = place.cluster.with_name("cluster.new")
    secret = place.cluster.with_name("initdb.password")
    with explained(place.data):
        if place.cluster.exists():
            raise ServerError("not-a-database", folder=place.cluster)
        shutil.rmtree(fresh, ignore_errors=True)
        make_folder(fresh, 0o700, account)
        write_private(secret, password, account)
        try:
            _initdb(binaries, place, account, ["--no-sync"] if throwaway else [])
            _append(fresh / "postgresql.conf", tuning.INCLUDES)
            fresh.rename(place.cluster)
            sync_folder(place.cluster.parent)
        finally:
            secret.unlink(missing_ok=True)
            shutil.rmtree(fresh, ignore_errors=True)


def _initdb(binaries: Binaries, place: Place, account: Account | None, more: list[str]) -> None:
    options = [
        "--username",
        ADMIN,
        "--pwfile",
        "initdb.password",
        "--auth",
        "scram-sha-256",
        "--data-checksums",
    ]
    made = binaries.run(
        # Relative names: the programs hand them on to a shell, where a path with `$` or quotes would go wrong.
        *("initdb", "--pgdata", "cluster.new", *options, *_locale(binaries.major), *more),
        account=account,
        cwd=place.cluster.parent,
    )
    if made.returncode != 0:
        raise _why(place, made.stderr or made.stdout)


def _append(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_NOFOLLOW)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(handle)


def _locale(major: int) -> list[str]:
    """C.UTF-8: the same order and the same capitals on every machine and for ever.

    The order of a machine's own French locale changes with its C library, which silently breaks indexes; small
    containers have no French locale and the wheel no ICU. Lists for people are sorted by `french.sort_key`.
    """
    builtin = ["--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"] if major >= 17 else []
    return ["--encoding", "UTF8", "--locale", "C.UTF-8" if major < 17 else "C", *builtin]


def start(binaries: Binaries, place: Place, account: Account | None, *, throwaway: bool) -> None:
    """Start the server and wait until it accepts connections.

    It inherits the server lock, so the lock is free only when not one of its processes is left.
    """
    assert place.sockets is not None
    configuration = tuning.configuration(place.sockets, place.logs, binaries.major, throwaway=throwaway)
    with explained(place.data):
        _write_if_new(place.cluster / tuning.FILE, configuration, account)
        handle = take_lock(place.server_lock)
        if handle is None:
            raise ServerError("held-elsewhere", folder=place.data)
        try:
            _forget_the_past(place)
            _pg_ctl_start(binaries, place, account, handle)
        finally:
            os.close(handle)


def _forget_the_past(place: Place) -> None:
    """Remove the notes of an earlier server; nobody holds its lock, so none of it is left.

    PostgreSQL believes a process number that exists. A killed server may stay a zombie (containers often have nobody
    who buries it), and after a reboot the number may be somebody else's.
    """
    assert place.sockets is not None
    notes = [place.cluster / "postmaster.pid", place.cluster / "start.log"]
    for note in [*notes, *place.sockets.glob(".s.PGSQL.*")]:
        note.unlink(missing_ok=True)


def _write_if_new(path: Path, text: str, account: Account | None) -> None:
    """A full disk must not stop a server whose configuration has not changed."""
    try:
        if path.read_text(encoding="utf-8", errors="surrogateescape") == text:
            return
    except FileNotFoundError:
        pass
    write_private(path, text, account)


def _pg_ctl_start(binaries: Binaries, place: Place, account: Account | None, handle: int) -> None:
    begun = time.time()
    started = binaries.run(
        *(
            "pg_ctl",
            "start",
            "-w",
            "-s",
            "-t",
            str(_START_SECONDS),
            "-D",
            "cluster",
            "-l",
            "cluster/start.log",
        ),
        account=account,
        cwd=place.cluster.parent,
        pass_fds=(handle,),
    )
    if started.returncode != 0:
        raise _why(place, "\n".join([started.stderr, *_logged(place, begun)]))


def _logged(place: Place, since: float) -> Iterator[str]:
    """The ends of the logs written since a moment."""
    for path in [*place.logs.glob("*.log"), place.cluster / "start.log"]:
        if path.exists() and path.stat().st_mtime >= since - 1:
            yield path.read_text(encoding="utf-8", errors="replace")[-4000:]


def _why(place: Place, said: str) -> ServerError:
    """Our sentence for what PostgreSQL's programs said."""
    if "No space left" in said or "Disk quota exceeded" in said:
        return ServerError("disk-full", folder=place.data)
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    fatal = [line for line in lines if "FATAL" in line or "PANIC" in line or "error:" in line]
    reason = (fatal or lines or ["no reason given"])[-1]
    return ServerError("start-failed", folder=place.data, reason=reason, logs=place.logs)


def bootstrap(admin_url: str, password: str, *, may_create_databases: bool) -> None:
    """Make the owner's role and its database; harmless when repeated after a crash half-way."""
    role = sql.Identifier(OWNER)
    with psycopg.connect(admin_url, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OWNER]).fetchone():
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(role))
        # Encrypted here, so that the password itself reaches no log of the server.
        sealed = connection.pgconn.encrypt_password(password.encode(), OWNER.encode(), b"scram-sha-256")
        more = sql.SQL("CREATEDB" if may_create_databases else "NOCREATEDB")
        alter = sql.SQL("ALTER ROLE {} {} PASSWORD {}").format(role, more, sql.Literal(sealed.decode()))
        connection.execute(alter)
        make_tenant(connection)
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), role))


def make_tenant(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """The role requests are bound to by row security; it logs in nowhere, the owner may become it."""
    tenant, owner = sql.Identifier(TENANT), sql.Identifier(OWNER)
    if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [TENANT]).fetchone():
        connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(tenant))
    connection.execute(sql.SQL("GRANT {} TO {}").format(tenant, owner))


def renew_roles(admin_url: str) -> None:
    """For databases that an older Forain made."""
    with psycopg.connect(admin_url, autocommit=True) as connection:
        make_tenant(connection)


def stop(binaries: Binaries, place: Place, account: Account | None) -> None:
    """Stop the server; sessions are ended and what they had not committed is undone."""
    stopped = binaries.run(
        *("pg_ctl", "stop", "-m", "fast", "-w", "-s", "-t", str(_STOP_SECONDS), "-D", "cluster"),
        account=account,
        cwd=place.cluster.parent,
    )
    if stopped.returncode != 0 and (place.cluster / "postmaster.pid").exists():
        raise ServerError("stop-failed", folder=place.data, reason=stopped.stderr.strip())
