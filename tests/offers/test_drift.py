"""What somebody changed at the marketplace, behind Forain's back: found by the audit, named, and set right by the next push.

The change is made in the sandbox's world; the audit reads it by the marketplace's own calls (`export`,
`xml_export_products`).
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from forain.hub.kit.clock import held_at, now
from tests.offers.faces import Rest
from tests.offers.goods import boot, toy
from tests.offers.shop import Shop


def named(audit: Any) -> set[tuple[str, str]]:
    return {(one["sku"], one["what"]) for one in audit.examples}


def test_rakuten_drifts_and_is_set_right(shop: Shop) -> None:
    rakuten = shop.play.rakuten
    shop.take(toy("T-1"), toy("T-2"), toy("T-3"), toy("T-4"))
    shop.push(rakuten)
    shop.settle()
    quiet = shop.audit(rakuten)
    assert (quiet.state, quiet.drifted, quiet.missing) == ("done", 0, 0)
    before = set(shop.adverts())
    for advert in list(shop.stock().adverts.values()):
        if advert.sku == "T-1":
            advert.quantity = 1
        if advert.sku == "T-2":
            advert.price = type(advert.price)("3.00")
        if advert.sku == "T-3":
            shop.vanish(advert)
    audit = shop.audit(rakuten)
    assert (audit.drifted, audit.missing) == (2, 1)
    assert named(audit) - named(quiet) == {("T-1", "drifted"), ("T-2", "drifted"), ("T-3", "missing")}
    planned = {
        one["sku"]: {each["field"]: (each["old"], each["new"]) for each in one["changes"]}
        for one in Rest(shop.play.workspace).plan(rakuten)["offers"]
    }
    assert planned["T-1"] == {"quantity": (1, 5)}
    assert planned["T-2"] == {"price": (300, 1850)}
    assert "T-4" not in planned
    shop.push(rakuten)
    shop.settle()
    assert {sku: shop.adverts()[sku] for sku in ("T-1", "T-2", "T-3", "T-4")} == dict.fromkeys(
        ("T-1", "T-2", "T-3", "T-4"), (5, "18.50")
    )
    assert set(shop.adverts()) == before
    again = shop.audit(rakuten)
    assert (again.drifted, again.missing) == (0, 0)


def test_spartoo_drifts_and_is_set_right(shop: Shop) -> None:
    spartoo = shop.play.spartoo
    shop.take(boot("B-1", "38"), boot("B-1", "39"), boot("B-2", "38"))
    shop.push(spartoo)
    shop.settle()
    quiet = shop.audit(spartoo)
    assert (quiet.state, quiet.drifted, quiet.missing) == ("done", 0, 0)
    shop.size("B-1-38").quantity = 1
    shop.size("B-2-38").quantity = 0
    audit = shop.audit(spartoo)
    assert (audit.drifted, audit.missing) == (1, 1)
    assert named(audit) - named(quiet) == {("B-1-38", "drifted"), ("B-2-38", "missing")}
    assert {one["sku"] for one in Rest(shop.play.workspace).plan(spartoo)["offers"]} == {"B-1-38", "B-2-38"}
    shop.push(spartoo)
    shop.settle()
    assert shop.sizes() == {"B-1-38": 3, "B-1-39": 3, "B-2-38": 3}
    again = shop.audit(spartoo)
    assert (again.drifted, again.missing) == (0, 0)


@pytest.mark.parametrize("name", ["rakuten", "spartoo"])
def test_a_program_asks_reads_and_corrects(shop: Shop, name: str) -> None:
    """Over REST: the look is asked for, a worker takes it, the findings say both sides, a push sets it right."""
    from forain.hub.reports.auditing import audit_due

    account = getattr(shop.play, name)
    api = Rest(shop.play.workspace).api
    shop.take(toy("T-1")) if name == "rakuten" else shop.take(boot("B-1", "38"))
    shop.push(account)
    shop.settle()
    if name == "rakuten":
        next(one for one in shop.stock().adverts.values() if one.sku == "T-1").quantity = 1
    else:
        shop.size("B-1-38").quantity = 1
    wish = {"connection_id": str(account.pk)}
    asked = api.post("/offers/audits", wish)
    assert (asked.status, asked.json["state"]) == (202, "queued")
    assert api.post("/offers/audits", wish).json["id"] == asked.json["id"], "one at a time"
    assert asyncio.run(audit_due()) == 1
    told = api.get(f"/offers/audits/{asked.json['id']}").json
    assert (told["state"], told["drifted"], told["missing"]) == ("done", 1, 0)
    (finding,) = [one for one in told["findings"] if one["what"] == "drifted"]
    assert finding["shown"]["quantity"] == 1
    assert finding["believed"]["quantity"] == (5 if name == "rakuten" else 3)
    (listed,) = api.get("/offers/audits", {"connection": str(account.pk)}).json["items"]
    assert (listed["id"], listed["findings"]) == (told["id"], [])
    queued = api.post("/offers/push", wish).json
    assert queued["offers"] == 1
    shop.settle()
    assert (shop.adverts()["T-1"][0] if name == "rakuten" else shop.sizes()["B-1-38"]) == (
        5 if name == "rakuten" else 3
    )


def test_an_audit_whose_worker_died_begins_again(shop: Shop) -> None:
    """What the first had counted is not counted twice."""
    from forain.hub.kit.lease import claim
    from forain.hub.offers import drift
    from forain.hub.reports.auditing import audit_due

    shop.take(toy("T-1"), toy("T-2"))
    shop.push(shop.play.rakuten)
    shop.settle()
    row = drift.begin(shop.play.rakuten, actor="test")
    (dead,) = claim(drift.open_audits(), 1)
    drift.start(dead)
    dead.seen = 77
    dead.save()
    assert asyncio.run(audit_due()) == 0, "its claim still runs"
    with held_at(now() + timedelta(seconds=30)):
        assert asyncio.run(audit_due()) == 1
    row.refresh_from_db()
    assert (row.state, row.drifted) == ("done", 0)
    assert row.seen < 77
