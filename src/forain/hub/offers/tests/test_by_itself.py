"""What happens by itself: drift seen, pushes on schedule; and the full replacement that never does."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from forain.connect.offers import PublishedOffer
from forain.hub.kit.clock import held_at, now
from forain.hub.offers.tests.test_plan import settle_all
from forain.trade.money import Money

if TYPE_CHECKING:
    from forain.hub.connections.models import Connection
    from forain.hub.offers.tests.conftest import Take

FILE = "sku,qty,price,title\nA,5,10.00,a\nB,4,20.00,b\nC,3,30.00,c\n"


def told(sku: str, quantity: int | None, minor: int) -> PublishedOffer:
    return PublishedOffer(sku=sku, quantity=quantity, price=Money(minor, "EUR"))


def test_an_account_with_a_full_shop_is_adopted_and_not_sent_again(take: Take, account: Connection) -> None:
    """What is shown as wanted is taken as sent; what is shown otherwise differs; what is not ours is told."""
    from forain.hub.offers import drift, plan

    take(FILE)
    audit = drift.begin(account, actor="test")
    drift.take_published(audit, [told("A", 5, 1000), told("B", 9, 2000), told("X", 1, 1)])
    drift.finish(audit)
    assert (audit.seen, audit.adopted, audit.foreign, audit.drifted, audit.missing) == (3, 2, 1, 0, 0)
    found = {one.sku: (one.kind.value, dict(one.fields)) for one in plan.differences(account)}
    assert found["B"] == ("update", {"quantity": (9, 4)})
    assert found["C"][0] == "new"
    assert set(found) == {"B", "C"}


def test_drift_is_told_and_goes_out_with_the_next_push(take: Take, account: Connection) -> None:
    """Another price at the marketplace, an offer that vanished; what is under way is left alone."""
    from forain.hub.offers import drift, plan
    from forain.hub.offers.pushing import enqueue

    take(FILE)
    enqueue(account, actor="test")
    settle_all(account)
    take("sku,qty\nC,2\n")
    enqueue(account, actor="test")
    with held_at(now() + timedelta(minutes=5)):
        audit = drift.begin(account, actor="test")
        drift.take_published(audit, [told("A", 5, 900), told("C", 3, 3000)])
        drift.finish(audit)
    assert (audit.drifted, audit.missing) == (1, 1)
    found = {one.sku: (one.kind.value, dict(one.fields)) for one in plan.differences(account)}
    assert found["A"] == ("update", {"price": (900, 1000)})
    assert found["B"][0] == "new"
    assert "C" not in found


def test_pushes_go_out_on_schedule_and_at_once_after_a_sale(take: Take, account: Connection) -> None:
    from forain.hub.offers import rules, ticking
    from forain.hub.offers.models import Push, SellingRules
    from forain.hub.offers.tests.test_reserving import sale, seen

    take(FILE)
    assert ticking.tick() == 0
    rules.put(account, {"push_every_seconds": 600}, actor="test")
    ticking.tick()
    assert Push.objects.get().created_by == "schedule"
    settle_all(account)
    ticking.tick()
    assert Push.objects.count() == 1
    seen(sale(account, "A", 2))
    assert SellingRules.objects.filter(next_push_at__lte=now()).exists()
    ticking.tick()
    assert Push.objects.get(state="queued").lines.get().quantity == 3


def test_a_full_replacement_is_typed_and_once_a_day(take: Take, account: Connection) -> None:
    """Never by itself; everything wanted is in it with its content."""
    from forain.hub.kit.refusal import NotAllowed
    from forain.hub.offers import pushing

    take(FILE)
    with pytest.raises(NotAllowed) as refusal:
        pushing.replace(account, "yes", actor="test")
    assert refusal.value.code == "replacement_not_typed"
    (push,) = pushing.replace(account, "Rakuten", actor="test").pushes
    assert (push.kind, push.service, push.lines.count()) == ("replacement", "genericimportfile", 3)
    assert all(line.details for line in push.lines.all())
    settle_all(account)
    type(push).objects.filter(pk=push.pk).update(state="done")
    with pytest.raises(NotAllowed) as refusal:
        pushing.replace(account, "Rakuten", actor="test")
    assert refusal.value.code == "replaced_lately"
    with held_at(now() + timedelta(hours=25)):
        assert pushing.replace(account, "Rakuten", actor="test").lines == 3
