"""A real PostgreSQL with the schema, prepared once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from forain.hub.testing import prepare, rolled_back

prepare()

if TYPE_CHECKING:
    from django.test import Client

    from forain.hub.connections.models import Connection


@pytest.fixture
def database() -> Iterator[None]:
    """Nothing of the test stays."""
    with rolled_back():
        yield


@pytest.fixture
def client(database: None) -> Client:
    from django.test import Client

    return Client()


@pytest.fixture
def connection(database: None) -> Connection:
    from forain.hub.connections.models import Connection
    from forain.hub.kit.ids import new_id
    from forain.hub.workspaces.models import Workspace

    merchant = Workspace.objects.create(name=f"shop {new_id()}")
    made = Connection(
        workspace=merchant, marketplace_id="spartoo", name="Shop", endpoint="http://secret.example"
    )
    made.seal_credentials({"partenaire": "82DACF6FA5640356"})
    made.save()
    return made


def worker(seconds_ago: float) -> None:
    """A worker that last said it lives so long ago."""
    from django.db import connection as database

    with database.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s))",
            [seconds_ago],
        )
