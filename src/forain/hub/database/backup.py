"""Backups of any PostgreSQL Forain uses, with the programs that came with the embedded one.

A backup is complete or absent; a restore happens completely or not at all.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import IO, Final

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from forain.hub.database import binaries
from forain.hub.database.errors import ServerError, explained

_EMPTY: Final = Path(__file__).with_name("empty.sql")
_HAS_TABLES: Final = "SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public')"


def dump(url: str, file: Path) -> None:
    """Write a compressed backup of one database to `file`, readable by its owner alone.

    Row security applies: give the address of a role that sees every row (`EmbeddedServer.admin_url`). One that
    does not makes the backup fail; it never makes it silently smaller.
    """
    partial = file.with_name(f"{file.name}.partial")
    target, environment = _connection(url)
    options = ["--format=custom", "--no-owner", "--no-privileges", f"--file={partial}", f"--dbname={target}"]
    try:
        made = subprocess.run(  # noqa: S603 - a list, no shell
            [binaries.find().program("pg_dump"), *options],
            env=environment,
            umask=0o077,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        if made.returncode != 0:
            raise _failure("dump-failed", made.stderr, file.parent)
        with explained(file.parent):
            _keep(partial, file)
    finally:
        partial.unlink(missing_ok=True)


def _keep(partial: Path, file: Path) -> None:
    with partial.open("rb") as written:
        os.fsync(written.fileno())
    partial.replace(file)


def restore(url: str, file: Path, *, replace: bool = False) -> None:
    """Fill a database from a backup, in one transaction; `replace` first drops what the role owns there."""
    if not replace and _has_tables(url):
        raise ServerError("not-empty")
    with explained(file):
        file.open("rb").close()
    with tempfile.TemporaryFile() as said:
        if not _poured(url, file, said):
            said.seek(0)
            raise _failure("restore-failed", said.read().decode(errors="replace"), file.parent)


def _has_tables(url: str) -> bool:
    with psycopg.connect(url) as connection:
        found = connection.execute(_HAS_TABLES).fetchone()
    return bool(found and found[0])


def _poured(url: str, file: Path, said: IO[bytes]) -> bool:
    """Pipe pg_restore into psql; COMMIT is sent only once the whole backup has been read without an error."""
    programs = binaries.find()
    target, environment = _connection(url)
    read = [programs.program("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(file)]
    write = [
        programs.program("psql"),
        "--no-psqlrc",
        "--quiet",
        "--set=ON_ERROR_STOP=1",
        f"--dbname={target}",
    ]
    with (
        subprocess.Popen(read, stdout=subprocess.PIPE, stderr=said, env=environment) as source,  # noqa: S603
        subprocess.Popen(  # noqa: S603 - lists, no shell
            write, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said, env=environment
        ) as sink,
    ):
        assert source.stdout is not None
        assert sink.stdin is not None
        complete = _relay(source, source.stdout, sink.stdin)
    return complete and sink.returncode == 0


def _relay(source: subprocess.Popen[bytes], backup: IO[bytes], psql: IO[bytes]) -> bool:
    try:
        with psql:
            psql.write(b"BEGIN;\n" + _EMPTY.read_bytes())
            shutil.copyfileobj(backup, psql)
            if source.wait() != 0:
                return False
            psql.write(b"COMMIT; ANALYZE;\n")
        return True
    except BrokenPipeError:  # psql stopped at an error and has said why
        backup.close()
        return False


def _connection(url: str) -> tuple[str, dict[str, str]]:
    """The address without its password, which other users could read in the list of processes, and where it goes."""
    parts = conninfo_to_dict(url)
    password = parts.pop("password", None)
    environment = {**os.environ, "LC_ALL": "C"}
    if password:
        environment["PGPASSWORD"] = str(password)
    return make_conninfo("", **parts), environment


def _failure(code: str, said: str, folder: Path) -> ServerError:
    if "No space left" in said:
        return ServerError("disk-full", folder=folder)
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [line for line in lines if "rror:" in line or "ERROR" in line]
    return ServerError(code, reason=(errors or lines or ["no reason given"])[0])
