"""Brings the hub up inside a process: data folder, database, Django, schema. Every command starts here."""

from __future__ import annotations

import os
from pathlib import Path


def boot(data: Path | None = None, *, migrate: bool = True) -> None:
    """Make sure the database answers, then set Django up. Safe to call twice.

    Raises `forain.hub.database.embedded.ServerError` when no database can be had; its words say what to do.
    """
    if data is not None:
        os.environ["FORAIN_DATA"] = str(data.expanduser().absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forain.hub.settings")
    _find_database()
    import django

    from forain.hub.database.scope import whole_process

    whole_process("commands serve every workspace")
    django.setup()
    if migrate:
        migrate_schema()


def _find_database() -> None:
    from forain.hub.config import Config
    from forain.hub.database.url import SETTING, database_url

    settings = Config()
    named = settings.database_url.get_secret_value() if settings.database_url else ""
    os.environ[SETTING] = named or database_url(settings.data)


def migrate_schema() -> None:
    """Bring the schema and its row security up to date, one process at a time."""
    from forain.hub.database.scope import everywhere

    with everywhere("schema"):
        _migrate()


def _migrate() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from forain.hub.database.row_security import secure
    from forain.hub.database.steps import refuse_lost_steps, refuse_old_server

    refuse_old_server()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(7236718)")
    try:
        executor = MigrationExecutor(connection)
        refuse_lost_steps(executor.loader)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False)
        secure()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(7236718)")
