"""A real PostgreSQL for the hub's tests: one throw-away embedded server a run, one database a process, migrated once.

`prepare()` is called by the conftest of every folder whose tests need the hub, before any model is imported. The first
process of a run brings its schema up to date as the product does; those it starts (pytest-xdist's workers) copy it.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from forain.hub.connections.models import Connection
    from forain.hub.workspaces.models import Workspace

_session = ExitStack()
#: Names the database that holds the schema and nothing else, for the children of the process that made it.
TEMPLATE = "FORAIN_TEST_TEMPLATE"


@cache
def prepare() -> None:
    """Start the server, point Django at it and bring the schema up to date. Cheap when repeated."""
    from forain.hub.database.testing import session_server

    folder = tempfile.mkdtemp(prefix="forain-data-")
    atexit.register(_session.close)
    _session.callback(shutil.rmtree, folder, True)
    os.environ["FORAIN_DATA"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "forain.hub.settings"
    server = _session.enter_context(session_server())
    template = os.environ.get(TEMPLATE, "")
    os.environ["FORAIN_DATABASE_URL"] = _session.enter_context(_database(server, "forain", template))
    import django

    django.setup()
    from forain.hub.database.scope import whole_process

    whole_process("tests prepare what they need; requests inside are scoped as ever")
    if not template:
        _migrate(server)


def _migrate(server: str) -> None:
    """As the product does at its start; the result is kept for the processes this one starts."""
    from django.db import connection

    from forain.hub.boot import migrate_schema

    migrate_schema()
    connection.close()  # a database is copied only while nobody is in it
    _session.enter_context(_database(server, "forain_schema", f"forain_{os.getpid()}"))
    os.environ[TEMPLATE] = f"forain_schema_{os.getpid()}"


@contextmanager
def _database(server: str, name: str, template: str) -> Iterator[str]:
    """A database of this process alone, empty or a copy: pytest-xdist's workers share the server and would empty each
    other's tables."""
    import psycopg

    base, mark, query = server.partition("?")
    name = f"{name}_{os.getpid()}"
    like = f' TEMPLATE "{template}"' if template else ""
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"{like}')
        try:
            yield f"{base.rpartition('/')[0]}/{name}{mark}{query}"
        finally:
            admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def account_of(
    workspace: Workspace,
    marketplace: str = "rakuten_fr",
    credentials: dict[str, str] | None = None,
    **more: Any,
) -> Connection:
    """An account in live mode at an address where nobody answers."""
    from forain.hub.connections.models import Connection

    told = {"name": "Rakuten", "endpoint": "https://rakuten.invalid", "mode": "live", **more}
    row = Connection(workspace=workspace, marketplace_id=marketplace, **told)
    row.seal_credentials(credentials or {})
    row.save()
    return row


@contextmanager
def rolled_back() -> Iterator[None]:
    """Nothing of the block stays: for tests in one thread."""
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def emptied() -> Iterator[None]:
    """The block may commit, in any thread or process; afterwards all tables are empty and count from one."""
    from django.db import connection, transaction

    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE state LIKE 'idle in%' AND datname = current_database()"
            )
            with transaction.atomic():
                _empty(cursor)


#: From so many rows in a table on, cutting all tables off is quicker than deleting rows: it takes 70 ms.
_MANY = 2000


def _empty(cursor: Any) -> None:
    """Most tests write into ten of the sixty tables; references are checked at the end of the transaction."""
    ours = [name for name in _tables() if not name.startswith("django_")]
    counted = (  # names of our own tables, not a person's words
        f"SELECT '{name}', (SELECT count(*) FROM (SELECT FROM \"{name}\" LIMIT {_MANY}) AS first)"  # noqa: S608
        for name in ours
    )
    cursor.execute(" UNION ALL ".join(counted))
    rows = {name: count for name, count in cursor.fetchall() if count}
    if any(count >= _MANY for count in rows.values()):
        cursor.execute("TRUNCATE {} CASCADE".format(", ".join(f'"{name}"' for name in ours)))
    else:
        for name in rows:
            cursor.execute(f'DELETE FROM "{name}"')  # noqa: S608
    cursor.execute(
        "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false) "
        "FROM pg_sequences WHERE last_value IS NOT NULL AND sequencename NOT LIKE 'django_%'"
    )


@cache
def _tables() -> tuple[str, ...]:
    from django.db import connection

    return tuple(connection.introspection.table_names())
