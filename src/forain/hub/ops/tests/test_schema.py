"""A database from before the schema was written in one piece: taken on when it had every step, refused when not."""

from __future__ import annotations

import pytest
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from forain.hub.boot import migrate_schema
from forain.hub.database.errors import ServerError

pytestmark = pytest.mark.usefixtures("db")


def _as_before() -> list[tuple[str, str]]:
    """Let the database say it took the steps the schema's migrations stand for; which these are."""
    steps = MigrationRecorder(connection)
    told: list[tuple[str, str]] = []
    for (app, name), migration in MigrationLoader(connection).disk_migrations.items():
        if name == "0001_schema":
            steps.record_unapplied(app, name)
            told += migration.replaces
    for app, name in told:
        steps.record_applied(app, name)
    return told


def test_every_step_taken() -> None:
    assert len(_as_before()) == 44
    tables = connection.introspection.table_names()
    migrate_schema()
    assert connection.introspection.table_names() == tables


def test_a_step_missing() -> None:
    _as_before()
    MigrationRecorder(connection).record_unapplied("orders", "0006_erasure")
    with pytest.raises(ServerError) as refused:
        migrate_schema()
    assert refused.value.code == "schema-lost"


@pytest.mark.parametrize(("number", "told"), [(150_013, "15.13"), (160_000, "16.0")])
def test_an_old_server_is_refused_by_its_version(
    monkeypatch: pytest.MonkeyPatch, number: int, told: str
) -> None:
    """Before anything is written: what the SQL of offers needs came with PostgreSQL 17."""
    monkeypatch.setattr(connections["default"], "pg_version", number)
    with pytest.raises(ServerError) as refused:
        migrate_schema()
    assert (refused.value.code, refused.value.facts["found"]) == ("server-too-old", told)
    assert "PostgreSQL 17" in str(refused.value)
