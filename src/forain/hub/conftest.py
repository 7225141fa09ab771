"""Fixtures of the hub's tests: a real database, rolled back or emptied after each test, and small things to work on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from forain.hub.testing import emptied, prepare, rolled_back

prepare()

if TYPE_CHECKING:
    from django.test import Client

    from forain.hub.workspaces.models import User, Workspace


@pytest.fixture
def db() -> Iterator[None]:
    """The database inside a transaction that is rolled back."""
    with rolled_back():
        yield


@pytest.fixture
def committed() -> Iterator[None]:
    """The database for tests that commit (threads, workers, other processes); emptied afterwards."""
    with emptied():
        yield


@pytest.fixture
def client() -> Client:
    from django.test import Client

    return Client()


@pytest.fixture
def workspace(request: pytest.FixtureRequest) -> Workspace:
    """A workspace in whichever database fixture the test uses (`db` when it names none)."""
    if "committed" not in request.fixturenames:
        request.getfixturevalue("db")
    from forain.hub.workspaces.models import Workspace

    return Workspace.objects.create(name="Atelier Lumière")


@pytest.fixture
def person(workspace: Workspace) -> User:
    """An administrator of the workspace, with the password `une longue phrase`."""
    from forain.hub.workspaces.models import Membership, Role, User

    user = User.objects.create_user("marie", password="une longue phrase")  # noqa: S106  a test
    Membership.objects.create(workspace=workspace, user=user, role=Role.ADMIN)
    return user
