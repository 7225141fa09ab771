"""Connections named in a body: somebody else's do not exist, and nothing changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from forain.hub.connections.models import Connection
    from forain.hub.offers.tests.conftest import Take


@pytest.mark.parametrize("path", ["/offers/replace", "/offers/push"])
def test_nobody_sends_for_another_merchant(take: Take, account: Connection, path: str) -> None:
    """Not even an administrator elsewhere who types the right name."""
    from forain.hub.api.tests.world import caller
    from forain.hub.offers.models import Listing, Push
    from forain.hub.workspaces.models import Workspace

    take("sku,qty,price\nA,1,2\n")
    before = list(Listing.objects.values())
    stranger = caller(Workspace.objects.create(name="Autre"))
    body = {"connection_id": str(account.pk), "typed": account.name}
    answer = stranger.post(path, body if path == "/offers/replace" else {"connection_id": str(account.pk)})
    assert answer.status == 404
    assert not Push.objects.exists()
    assert list(Listing.objects.values()) == before
