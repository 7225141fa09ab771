"""Fixtures of the API's tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from forain.hub.testing import prepare

prepare()

if TYPE_CHECKING:
    from forain.hub.api.tests.world import Api, World
    from forain.hub.workspaces.models import Workspace


@pytest.fixture(autouse=True)
def toymart(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one marketplace these tests know; the rooms have their own tests."""
    from forain.connect import registry
    from forain.hub.api.tests.toymart import Toymart

    found = {"toymart": Toymart()}
    monkeypatch.setattr(registry, "_instead", found)


@pytest.fixture(autouse=True)
def _no_language_left() -> Iterator[None]:
    """A request leaves its language in the thread; tests begin without one."""
    from django.utils import translation

    yield
    translation.deactivate_all()


@pytest.fixture
def world(workspace: Workspace) -> World:
    from forain.hub.api.tests.world import world as make_world

    return make_world(workspace)


@pytest.fixture
def api(world: World) -> Api:
    """An administrator's key for the world's workspace."""
    from forain.hub.api.tests.world import caller

    return caller(world.workspace)
