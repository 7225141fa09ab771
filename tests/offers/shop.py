"""What a merchant does with offers, and what is seen of it here and there."""

from __future__ import annotations

from typing import Any

from tests.conftest import Playground


class Shop:
    """The merchant's side: rows in, differences out."""

    def __init__(self, playground: Playground) -> None:
        self.play = playground

    def take(self, *rows: dict[str, Any]) -> None:
        from forain.hub.offers.importing import take_rows

        found = take_rows(self.play.workspace, rows, actor="test")
        assert found.bad_count == 0, found.bad_rows

    def push(self, connection: Any) -> list[Any]:
        from forain.hub.offers.pushing import enqueue

        queued = enqueue(connection, actor="test")
        assert not queued.stops
        return queued.pushes

    def settle(self, **units: float) -> None:
        """Send, wait, read what became of it."""
        self.play.sell()
        self.play.pass_time(**(units or {"minutes": 20}))
        self.play.sell()

    def listings(self, connection: Any) -> dict[str, tuple[str, int | None, int | None]]:
        """SKU -> state, published quantity and price."""
        from forain.hub.offers.models import Listing

        rows = Listing.objects.filter(connection=connection).select_related("offer")
        return {row.offer.sku: (row.state, row.published_quantity, row.published_price_minor) for row in rows}

    def adverts(self) -> dict[str, tuple[int, str]]:
        """What Rakuten's world holds of the merchant: SKU -> quantity and price."""
        stage: Any = self.play.sandbox.stages["rakuten_fr"]
        login = self.play.sandbox.accounts["rakuten_fr"]["login"]
        found = stage.ground.shop.stock.of_seller(login)
        return {one.sku: (one.quantity, f"{one.price:.2f}") for one in found}

    def sizes(self, prefix: str = "B-") -> dict[str, int]:
        """What Spartoo's world holds: SKU -> quantity."""
        stage: Any = self.play.sandbox.stages["spartoo"]
        children = [item for one in stage.objects("products").values() for item in one["children"].items()]
        return {key: size["quantity"] for key, size in children if key.startswith(prefix)}

    def audit(self, connection: Any) -> Any:
        """A drift audit over everything the account shows."""
        from forain.hub.reports.auditing import audit_now

        return audit_now(connection, actor="test")

    def stock(self) -> Any:
        """Rakuten's world itself, to be changed behind Forain's back."""
        stage: Any = self.play.sandbox.stages["rakuten_fr"]
        return stage.ground.shop.stock

    def vanish(self, advert: Any) -> None:
        """Rakuten's customer service takes an advert off sale."""
        stock = self.stock()
        del stock.adverts[advert.aid]
        stock.with_sku(advert.seller, advert.sku).remove(advert.aid)

    def size(self, sku: str) -> Any:
        """A size in Spartoo's world, to be changed."""
        stage: Any = self.play.sandbox.stages["spartoo"]
        goods = stage.state()["state"].goods.values()
        return next(one.children[sku] for one in goods if sku in one.children)

    def push_of(self, connection: Any) -> Any:
        from forain.hub.offers.models import Push

        return Push.objects.filter(connection=connection).latest("created_at")
