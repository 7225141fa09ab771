"""A real PostgreSQL for the hub's tests: one throw-away embedded server a run, one database a process, migrated once.

`prepare()` is called by the conftest of every folder whose tests need the hub, before any model is imported.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache

_session = ExitStack()


@cache
def prepare() -> None:
    """Start the server, point Django at it and bring the schema up to date. Cheap when repeated."""
    from forain.hub.database.testing import session_server

    folder = tempfile.mkdtemp(prefix="forain-data-")
    atexit.register(_session.close)
    _session.callback(shutil.rmtree, folder, True)
    os.environ["FORAIN_DATA"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "forain.hub.settings"
    url = _session.enter_context(session_server())
    os.environ["FORAIN_DATABASE_URL"] = _session.enter_context(_own_database(url))
    import django

    django.setup()
    from forain.hub.database.scope import whole_process

    whole_process("tests prepare what they need; requests inside are scoped as ever")
    from forain.hub.boot import migrate_schema

    migrate_schema()


@contextmanager
def _own_database(url: str) -> Iterator[str]:
    """A database of this process alone: pytest-xdist's workers share the server and would empty each other's tables."""
    import psycopg

    base, mark, query = url.partition("?")
    name = f"forain_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield f"{base.rpartition('/')[0]}/{name}{mark}{query}"
        finally:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def rolled_back() -> Iterator[None]:
    """Nothing of the block stays: for tests in one thread."""
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def emptied() -> Iterator[None]:
    """The block may commit, in any thread or process; afterwards all tables are empty."""
    from django.db import connection

    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE state LIKE 'idle in%' AND datname = current_database()"
            )
            tables = ", ".join(f'"{name}"' for name in connection.introspection.table_names() if _ours(name))
            cursor.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")


def _ours(table: str) -> bool:
    return not table.startswith("django_")
