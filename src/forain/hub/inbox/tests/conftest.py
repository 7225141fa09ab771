"""Fixtures of the inbox's tests: a workspace with a Rakuten account and an order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from forain.hub.testing import account_of, prepare

prepare()

if TYPE_CHECKING:
    from forain.hub.connections.models import Connection
    from forain.hub.workspaces.models import Workspace


@pytest.fixture
def connection(workspace: Workspace) -> Connection:
    return account_of(workspace, credentials={"login": "shop", "token": "secret"}, health="well")
