"""Whatever happens – files, sales, pushes, lost answers, dead workers – once it is quiet, what is published is what the
sandbox shows and what is wanted, reservations applied."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.offers.goods import both
from tests.offers.shop import Shop

MODELS, SIZES = ("P-1", "P-2", "P-3", "P-4"), ("41", "42")
FAULTS = ("drop_after", "drop_before", "timeout_after", "status_after", "truncated", "quota")
SERVICES = {
    "rakuten_fr": ("genericimportfile", "import", "genericimportreport", "importreport", "export"),
    "spartoo": ("xml_maj_stock", "xml_maj_stock_batch", "xml_import_products", "xml_export_products"),
}


class Life:
    """A merchant's days, by the dice of a seed."""

    def __init__(self, shop: Shop, seed: int, patch: pytest.MonkeyPatch) -> None:
        self.shop, self.dice, self.patch = shop, random.Random(seed), patch

    def import_(self) -> None:
        """Some models change: prices by the model, as Spartoo has them."""
        rows = []
        for model in self.dice.sample(MODELS, self.dice.randint(1, len(MODELS))):
            price = f"{self.dice.randint(80, 120)}.90"
            title = f"ALPINA {model} {self.dice.randint(1, 3)}"
            rows += [
                both(model, size, quantity=self.dice.randint(1, 9), price=price, title=title)
                for size in SIZES
            ]
        self.shop.take(*rows)

    def stock(self) -> None:
        """One size alone changes."""
        sku = f"{self.dice.choice(MODELS)}-{self.dice.choice(SIZES)}"
        from forain.hub.offers.models import Offer

        if Offer.objects.filter(sku=sku).exists():
            self.shop.take({"sku": sku, "quantity": self.dice.randint(0, 9)})

    def sale(self) -> None:
        """A buyer takes one: the marketplace shows one less there, and it is offered nowhere any more."""
        model, size = self.dice.choice(MODELS), self.dice.choice(SIZES)
        if self.dice.random() < 0.5:
            self.shop.play.sandbox.control("rakuten_fr/sale", items=[{"sku": f"{model}-{size}"}])
        else:
            article = {"reference": model, "size_reference": f"{model}-{size}", "quantity": 1}
            self.shop.play.sandbox.control("spartoo/order", items=[article])
        self.calm()
        self.shop.play.sync()

    def vanish(self) -> None:
        """A sale that ends before anybody here sees it open: the marketplace took its unit out and does not put it back."""
        sku = f"{self.dice.choice(MODELS)}-{self.dice.choice(SIZES)}"
        made = self.shop.play.sandbox.control("rakuten_fr/sale", items=[{"sku": sku}])
        self.shop.play.sandbox.control("rakuten_fr/cancel", item=made["items"][0])
        self.calm()
        self.shop.play.sync()

    def push(self) -> None:
        for connection in self.shop.play.connections:
            self.shop.push(connection)

    def work(self) -> None:
        self.shop.play.sell()

    def fault(self) -> None:
        stage = self.dice.choice(list(SERVICES))
        service, kind = self.dice.choice(SERVICES[stage]), self.dice.choice(FAULTS)
        self.shop.play.sandbox.fault(kind, service=service, count=1)

    def crash(self) -> None:
        """The worker dies after a call and before its outcome is written, or while it is written."""
        from forain.hub.reports import lines, outcomes

        place, name = self.dice.choice(((outcomes, "settle"), (lines, "publish"), (outcomes, "finish")))
        right: Callable[..., Any] = getattr(place, name)

        def die(*_: Any, **__: Any) -> Any:
            self.patch.setattr(place, name, right)
            raise RuntimeError("killed")

        self.patch.setattr(place, name, die)
        self.shop.play.sell()
        self.patch.setattr(place, name, right)
        self.buried()

    def wait(self) -> None:
        self.shop.play.pass_time(minutes=self.dice.choice((1, 5, 40, 61)))
        self.buried()

    def buried(self) -> None:
        """Leases of dead workers run out."""
        from forain.hub.kit.clock import now
        from forain.hub.offers.models import Push

        Push.objects.exclude(lease_until=None).update(lease_until=now() - timedelta(seconds=1))

    def calm(self) -> None:
        """Faults are over, and what was blocked by them is free."""
        from forain.hub.connections.models import Connection

        self.shop.play.sandbox.engine.faults.clear()
        Connection.objects.update(blocked_until=None, health="well")

    def quiet(self) -> None:
        """Until nothing differs and nothing is under way."""
        from forain.hub.offers.models import Listing, Push

        self.calm()
        for _ in range(25):
            self.push()
            self.work()
            under_way = Push.objects.filter(settled_at=None).exists()
            if not under_way and not Listing.objects.filter(due=True).exists():
                return
            self.shop.play.pass_time(minutes=61)
            self.buried()
        raise AssertionError(
            [(one.service, one.state, one.outcome_words) for one in Push.objects.filter(settled_at=None)]
        )


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_published_is_the_world_and_the_wish_once_quiet(
    shop: Shop, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = Life(shop, seed, monkeypatch)
    unbroken(shop)
    life.import_()
    steps = [
        life.import_,
        life.stock,
        life.sale,
        life.vanish,
        life.push,
        life.work,
        life.fault,
        life.crash,
        life.wait,
    ]
    for _ in range(25):
        life.dice.choice([*steps, life.push, life.work])()
    life.quiet()
    life.vanish()
    life.sale()
    life.quiet()
    worlds = (
        {sku: quantity for sku, (quantity, _) in shop.adverts().items() if sku.startswith("P-")},
        shop.sizes("P-"),
    )
    for connection, world in zip(shop.play.connections, worlds, strict=True):
        assert same(connection, world)
    prices = {sku: price for sku, (_, price) in shop.adverts().items()}
    for sku, price in wanted_prices(shop.play.rakuten).items():
        assert prices[sku] == price


def same(connection: Any, world: dict[str, int]) -> bool:
    from forain.hub.offers.models import Listing

    rows = Listing.objects.filter(connection=connection).select_related("offer")
    for row in rows:
        told = (row.offer.sku, row.state, world.get(row.offer.sku), row.wanted_quantity)
        assert row.published == row.wanted, told
        assert world.get(row.offer.sku) == row.published_quantity == row.wanted_quantity, told
        assert row.wanted_quantity == max(0, row.offer.quantity - row.offer.reserved), told
    return bool(rows)


def wanted_prices(connection: Any) -> dict[str, str]:
    from forain.hub.offers.models import Listing

    rows = Listing.objects.filter(connection=connection).select_related("offer")
    return {row.offer.sku: f"{row.wanted_price_minor / 100:.2f}" for row in rows}


def unbroken(shop: Shop) -> None:
    """The breaker is another matter: here everything may change at once."""
    from forain.hub.offers.applying import rules_of
    from forain.hub.offers.models import SellingRules

    for connection in shop.play.connections:
        rules_of(connection)
    SellingRules.objects.update(zero_stop_bp=10_000, price_stop_bp=10_000, shrink_stop_bp=10_000)
