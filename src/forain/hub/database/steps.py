"""The steps of the schema: one migration stands for all that a room had before, and their files are gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forain.hub.database.errors import ServerError

if TYPE_CHECKING:
    from django.db.migrations.loader import MigrationLoader


def refuse_lost_steps(loader: MigrationLoader) -> None:
    """A database that took some, not all, of those steps cannot be taken on; Django would only leave it as it is."""
    for key, migration in sorted(loader.disk_migrations.items()):
        gone = migration.replaces and not loader.disk_migrations.keys() & set(migration.replaces)
        if gone and key not in loader.graph.nodes:
            taken = [name for app, name in migration.replaces if (app, name) in loader.applied_migrations]
            raise ServerError("schema-lost", reason=f"{key[0]} {taken[-1]}")
