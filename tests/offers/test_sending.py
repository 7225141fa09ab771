"""The worker: pushes go out once, reports are followed to the last page, published state moves only when confirmed."""

from __future__ import annotations

from tests.offers.goods import boot, toy
from tests.offers.shop import Shop


def test_new_offers_reach_rakuten_and_are_live_once_confirmed(shop: Shop) -> None:
    shop.take(toy("T-1"), toy("T-2", quantity=0), toy("T-3", product_type=""))
    shop.push(shop.play.rakuten)
    shop.play.sell()
    assert {state for state, *_ in shop.listings(shop.play.rakuten).values()} == {"sent"}
    shop.settle()
    listed = shop.listings(shop.play.rakuten)
    assert listed["T-1"] == ("live", 5, 1850)
    assert listed["T-2"] == ("live", 0, 1850)
    assert listed["T-3"] == ("rejected", None, None)
    assert shop.adverts()["T-1"] == (5, "18.50")
    push = shop.push_of(shop.play.rakuten)
    assert (push.state, push.counts["done"], push.counts["rejected"]) == ("done", 2, 1)


def test_a_change_of_stock_goes_the_fast_way_and_settles(shop: Shop) -> None:
    shop.take(toy("T-1"), toy("T-2"))
    shop.push(shop.play.rakuten)
    shop.settle()
    shop.take({"sku": "T-1", "quantity": 9, "price": "17.00"})
    (push,) = shop.push(shop.play.rakuten)
    assert push.service == "import"
    shop.settle()
    assert shop.listings(shop.play.rakuten)["T-1"] == ("live", 9, 1700)
    assert shop.adverts()["T-1"] == (9, "17.00")


def test_a_lost_answer_is_looked_up_and_never_sent_twice(shop: Shop) -> None:
    shop.take(toy("T-1"), toy("T-2"))
    shop.play.sandbox.fault("drop_after", service="genericimportfile", count=1)
    shop.push(shop.play.rakuten)
    shop.play.sell()
    assert shop.push_of(shop.play.rakuten).state == "unknown"
    shop.settle(hours=1)
    assert shop.push_of(shop.play.rakuten).state == "done"
    assert shop.listings(shop.play.rakuten)["T-1"] == ("live", 5, 1850)
    received = [one for one in shop.play.sandbox.ledger.entries if one.effect == "file_received"]
    assert len(received) == 1


def test_what_did_not_arrive_differs_again(shop: Shop) -> None:
    shop.take(toy("T-1"))
    shop.play.sandbox.fault("drop_before", service="genericimportfile", count=1)
    shop.push(shop.play.rakuten)
    shop.play.sell()
    shop.settle(hours=1)
    assert shop.listings(shop.play.rakuten)["T-1"][0] == "pending"
    assert shop.push_of(shop.play.rakuten).counts["lost"] == 1
    shop.push(shop.play.rakuten)
    shop.settle()
    assert shop.listings(shop.play.rakuten)["T-1"] == ("live", 5, 1850)


def test_spartoo_takes_families_and_names_the_size_that_is_wrong(shop: Shop) -> None:
    shop.take(boot("B-1", "41"), boot("B-1", "42"), boot("B-2", "41", title="", images=[]))
    shop.push(shop.play.spartoo)
    shop.settle()
    listed = shop.listings(shop.play.spartoo)
    assert listed["B-1-41"] == ("live", 3, 9990)
    assert listed["B-2-41"][0] == "rejected"
    assert shop.sizes() == {"B-1-41": 3, "B-1-42": 3}
    shop.take({"sku": "B-1-41", "quantity": 8}, boot("B-1", "43"))
    shop.push(shop.play.spartoo)
    shop.settle()
    assert shop.sizes() == {"B-1-41": 8, "B-1-42": 3, "B-1-43": 3}
    assert shop.listings(shop.play.spartoo)["B-1-43"] == ("live", 3, 9990)


def test_an_hour_takes_ten_files_and_the_eleventh_waits(shop: Shop) -> None:
    from forain.hub.offers.models import Push

    for number in range(11):
        shop.take(toy(f"T-{number}"))
        shop.push(shop.play.rakuten)
        shop.play.sell()
    waiting = Push.objects.filter(connection=shop.play.rakuten, state="queued")
    assert waiting.count() == 1
    shop.settle(minutes=61)
    shop.settle()
    assert not waiting.exists()
    assert shop.listings(shop.play.rakuten)["T-10"][0] == "live"


def test_the_forms_of_new_types_are_read_before_a_push(shop: Shop) -> None:
    """Clothes are named by `title` and found by the parent, as their form says."""
    attributes = {"varpublic": "Femme", "prdUseDomain": "Ville"}
    pull = toy(
        "PULL-S", product_type="vetement", parent="PULL", size="S", colour="Bleu", attributes=attributes
    )
    shop.take(pull, {**pull, "sku": "PULL-M", "size": "M"})
    shop.push(shop.play.rakuten)
    shop.settle()
    listed = shop.listings(shop.play.rakuten)
    assert (listed["PULL-S"], listed["PULL-M"]) == (("live", 5, 1850), ("live", 5, 1850))
