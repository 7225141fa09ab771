"""Fixtures of the pages' tests: a merchant with an order in every state, and a browser that is logged in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from forain.hub.testing import prepare

prepare()

if TYPE_CHECKING:
    from django.test import Client

    from forain.hub.web.tests.fixtures import Merchant
    from forain.hub.workspaces.models import User, Workspace


@pytest.fixture(autouse=True)
def _no_language_left() -> Iterator[None]:
    """A request leaves its language in the thread; tests begin without one."""
    from django.utils import translation

    yield
    translation.deactivate_all()


@pytest.fixture(autouse=True)
def _no_failures_left() -> Iterator[None]:
    """Failed logins of one test do not make the next one wait."""
    from django.core.cache import cache

    yield
    cache.clear()


@pytest.fixture
def merchant(workspace: Workspace, person: User) -> Merchant:
    from forain.hub.web.tests.fixtures import merchant

    return merchant(workspace, person)


@pytest.fixture
def marie(client: Client, merchant: Merchant) -> Client:
    """The administrator's browser."""
    client.force_login(merchant.person)
    return client
