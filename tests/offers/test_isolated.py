"""Connections named in a body: somebody else's do not exist, and nothing changes."""

from __future__ import annotations

import pytest

from tests.offers.goods import toy
from tests.offers.shop import Shop


@pytest.mark.parametrize("path", ["/offers/replace", "/offers/push"])
def test_nobody_sends_for_another_merchant(shop: Shop, path: str) -> None:
    """Not even an administrator elsewhere who types the right name."""
    from forain.hub.api.tests.world import caller
    from forain.hub.offers.models import Listing, Push
    from forain.hub.workspaces.models import Workspace

    shop.take(toy("T-1"))
    before = list(Listing.objects.order_by("pk").values())
    stranger = caller(Workspace.objects.create(name="Autre"))
    body = {"connection_id": str(shop.play.rakuten.pk)}
    typed = {"typed": shop.play.rakuten.name} if path == "/offers/replace" else {}
    assert stranger.post(path, {**body, **typed}).status == 404
    assert not Push.objects.exists()
    assert list(Listing.objects.order_by("pk").values()) == before
