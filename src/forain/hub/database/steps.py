"""Whether this Forain can work on a database: the server is new enough, and no step of the schema is lost: one migration
stands for all that a room had before, and their files are gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from forain.hub.database.errors import ServerError

if TYPE_CHECKING:
    from django.db.migrations.loader import MigrationLoader


#: Offers are merged by MERGE … RETURNING with merge_action(), which came with this version.
LEAST_SERVER: Final = 17


def refuse_old_server() -> None:
    """Asks the server Django is set up for. Raises ServerError (`server-too-old`)."""
    from django.db import NotSupportedError, connection

    try:
        connection.ensure_connection()
    except NotSupportedError as error:  # older than Django itself takes; its words end with the version
        found = str(error).rpartition("found ")[2].strip(" ).")
        raise ServerError("server-too-old", least=LEAST_SERVER, found=found) from error
    major, minor = divmod(int(cast("Any", connection).pg_version), 10_000)
    if major < LEAST_SERVER:
        raise ServerError("server-too-old", least=LEAST_SERVER, found=f"{major}.{minor}")


def refuse_lost_steps(loader: MigrationLoader) -> None:
    """A database that took some, not all, of those steps cannot be taken on; Django would only leave it as it is."""
    for key, migration in sorted(loader.disk_migrations.items()):
        gone = migration.replaces and not loader.disk_migrations.keys() & set(migration.replaces)
        if gone and key not in loader.graph.nodes:
            taken = [name for app, name in migration.replaces if (app, name) in loader.applied_migrations]
            raise ServerError("schema-lost", reason=f"{key[0]} {taken[-1]}")
