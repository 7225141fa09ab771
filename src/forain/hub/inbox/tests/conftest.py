"""Fixtures of the inbox's tests: a workspace with a Rakuten account and an order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from forain.hub.testing import prepare

prepare()

if TYPE_CHECKING:
    from forain.hub.connections.models import Connection
    from forain.hub.workspaces.models import Workspace


@pytest.fixture
def connection(workspace: Workspace) -> Connection:
    from forain.hub.connections.models import Connection

    row = Connection(
        workspace=workspace,
        marketplace_id="rakuten_fr",
        name="Rakuten",
        mode="live",
        health="well",
        endpoint="https://rakuten.invalid",
    )
    row.seal_credentials({"login": "shop", "token": "secret"})
    row.save()
    return row
