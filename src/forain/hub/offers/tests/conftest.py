"""A merchant with two accounts that sell, and files as people's programs write them."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest

from forain.hub.conftest import client, committed, db, person, workspace  # noqa: F401  fixtures
from forain.hub.testing import account_of

if TYPE_CHECKING:
    from forain.hub.connections.models import Connection
    from forain.hub.offers.models import OfferImport
    from forain.hub.workspaces.models import Workspace

Take = Callable[..., "OfferImport"]


@pytest.fixture
def account(workspace: Workspace) -> Connection:  # noqa: F811
    """One account on a marketplace that takes offers; nobody calls it."""
    return account_of(workspace)


@pytest.fixture
def take(workspace: Workspace) -> Take:  # noqa: F811
    """Take a file's bytes (or text in UTF-8) in."""
    from forain.hub.offers.importing import Wish, take_file

    def taken(content: bytes | str, **wish: Any) -> OfferImport:
        plain = content.encode() if isinstance(content, str) else content
        return take_file(workspace, BytesIO(plain), Wish(**{"name": "offers.csv", **wish}), actor="test")

    return taken
