"""What a marketplace would refuse is shown in the plan; where the merchant wants it, it is not sent but told at once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.offers.faces import Face, Rest
from tests.offers.goods import boot, toy
from tests.offers.shop import Shop

WEIGHT = {"typedeproduit": "Jeux d'éveil", "poids": "250g"}


def findings(connection: Any) -> dict[str, list[tuple[str, bool]]]:
    from forain.hub.offers import checking, plan

    told = checking.looked_at(connection, plan.differences(connection))
    return {one.sku: [(each.field, each.fatal) for each in one.findings] for one in told}


def check_first(connection: Any) -> None:
    from forain.hub.offers import rules

    rules.put(connection, {"check_first": True}, actor="test")


def test_the_plan_tells_by_api_and_command_line(shop: Shop, face: Face) -> None:
    """With the causes in words; nothing is refused while the marketplace decides."""
    spoiled = boot("B-2", "38", title="", images=[])
    shop.take(boot("B-1", "38"), spoiled)
    told = {one["sku"]: one["findings"] for one in face.plan(shop.play.spartoo)["offers"]}
    assert told["B-1-38"] == []
    assert {one["field"] for one in told["B-2-38"] if one["fatal"]} == {"title", "images"}
    assert all(one["cause"] and one["fix"] for one in told["B-2-38"])
    shop.push(shop.play.spartoo)
    shop.settle()
    assert shop.push_of(shop.play.spartoo).counts["rejected"] == 1


def test_a_form_that_is_known_is_used(shop: Shop) -> None:
    """Rakuten: the closed list of a product type whose form was read for an earlier push."""
    shop.take(toy("T-1"))
    shop.push(shop.play.rakuten)
    shop.settle()
    shop.take(toy("T-2", attributes=WEIGHT), toy("T-3"))
    assert findings(shop.play.rakuten) == {"T-2": [("attributes.poids", True)], "T-3": []}


def test_a_bad_line_is_refused_and_the_good_ones_go(shop: Shop) -> None:
    rakuten = shop.play.rakuten
    check_first(rakuten)
    shop.take(toy("T-1"), toy("T-2", attributes=WEIGHT), toy("T-3"))
    shop.push(rakuten)
    shop.settle()
    assert {sku: state for sku, (state, *_) in shop.listings(rakuten).items()} == {
        "T-1": "live", "T-2": "rejected", "T-3": "live",
    }  # fmt: skip
    assert set(shop.adverts()) >= {"T-1", "T-3"}
    assert "T-2" not in shop.adverts()
    push = shop.push_of(rakuten)
    assert (push.state, push.counts["done"], push.counts["rejected"]) == ("done", 2, 1)
    (error,) = Rest(shop.play.workspace).errors(rakuten)
    assert (error["count"], error["values"]) == (1, [{"value": "250g", "count": 1}])
    shop.take(toy("T-2"))
    shop.push(rakuten)
    shop.settle()
    assert shop.listings(rakuten)["T-2"][0] == "live"
    assert Rest(shop.play.workspace).errors(rakuten) == []


def test_where_all_is_bad_nothing_is_sent(shop: Shop) -> None:
    rakuten = shop.play.rakuten
    check_first(rakuten)
    shop.take(toy("T-1", attributes=WEIGHT))
    shop.push(rakuten)
    shop.play.sell()
    assert (shop.push_of(rakuten).state, shop.listings(rakuten)["T-1"][0]) == ("done", "rejected")
    assert not [one for one in shop.play.sandbox.ledger.entries if one.effect == "file_received"]


@pytest.mark.parametrize("wrong", [{"images": []}, {"title": ""}])
def test_with_a_bad_variant_its_family_waits(shop: Shop, wrong: dict[str, Any]) -> None:
    """A variant left out of the file would be taken off sale."""
    spartoo = shop.play.spartoo
    shop.take(boot("B-1", "38"), boot("B-2", "38"))
    shop.push(spartoo)
    shop.settle()
    check_first(spartoo)
    changed = {"title": "ALPINA Sport"}
    shop.take(
        boot("B-1", "38", **changed), boot("B-1", "39", **changed | wrong), boot("B-2", "38", **changed)
    )
    shop.push(spartoo)
    shop.settle()
    states = {sku: state for sku, (state, *_) in shop.listings(spartoo).items()}
    assert states == {"B-1-38": "rejected", "B-1-39": "rejected", "B-2-38": "live"}
    assert shop.sizes() == {"B-1-38": 3, "B-2-38": 3}
