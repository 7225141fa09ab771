"""Fixtures of the webhooks' tests: a receiver, and an endpoint that may reach it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from forain.hub.testing import prepare

prepare()

from tests.webhooks.receiver import Receiver, receiving  # noqa: E402  the database comes first

if TYPE_CHECKING:
    from forain.hub.api.tests.world import Api, World
    from forain.hub.webhooks.models import Endpoint
    from forain.hub.workspaces.models import Workspace


@pytest.fixture(autouse=True)
def toymart(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one marketplace these tests know."""
    from forain.connect import registry
    from forain.hub.api.tests.toymart import Toymart

    found = {"toymart": Toymart()}
    monkeypatch.setattr(registry, "_instead", found)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as one:
        yield one


@pytest.fixture
def world(committed: None, workspace: Workspace) -> World:
    from forain.hub.api.tests.world import world as make_world

    return make_world(workspace)


@pytest.fixture
def api(world: World) -> Api:
    from forain.hub.api.tests.world import caller

    return caller(world.workspace)


@pytest.fixture
def endpoint(networks: None, world: World, receiver: Receiver) -> Endpoint:
    """Gets everything from now on; its consumer is `erp`. `secret` is on it for the tests."""
    from forain.hub.webhooks.actions import add

    row, secret = add(world.workspace, "erp", receiver.address, consumer=world.consumer, actor="test")
    row.secret = secret  # type: ignore[attr-defined]
    return row
