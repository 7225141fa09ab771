"""A back office takes orders in, or says why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from forain.hub.api.tests.world import Api, World


def test_acknowledging_keeps_the_consumers_number_and_tells_the_feed(api: Api, world: World) -> None:
    path = f"/orders/{world.order.pk}/acknowledge"
    said = api.post(path, {"consumer": "erp", "merchant_reference": "SO-77"}).json
    assert (said["state"], said["merchant_reference"]) == ("acknowledged", "SO-77")
    assert api.get(f"/orders/{world.order.pk}").json["hand_offs"] == [said]
    event = api.get("/events", {"kinds": "order.acknowledged"}).json["items"][-1]
    assert event["data"] == {"reference": "A-100", "consumer": "erp", "merchant_reference": "SO-77"}
    assert event["actor"] == "api:test admin"


def test_acknowledging_again_changes_nothing_and_another_number_is_refused(api: Api, world: World) -> None:
    path = f"/orders/{world.order.pk}/acknowledge"
    wish = {"consumer": str(world.consumer.pk), "merchant_reference": "SO-77"}
    assert api.post(path, wish).json == api.post(path, wish).json
    assert len(api.get("/events", {"kinds": "order.acknowledged"}).json["items"]) == 1
    answer = api.post(path, {**wish, "merchant_reference": "SO-78"})
    assert (answer.status, answer.code) == (409, "already_acknowledged")


def test_a_refused_order_shows_why_and_can_be_taken_in_later(api: Api, world: World) -> None:
    path = f"/orders/{world.order.pk}"
    refused = api.post(f"{path}/refuse-handoff", {"consumer": "erp", "reason": "unknown SKU"}).json
    assert (refused["state"], refused["reason"]) == ("refused", "unknown SKU")
    assert (
        api.get("/events", {"kinds": "order.handoff_refused"}).json["items"][-1]["data"]["reason"]
        == "unknown SKU"
    )
    taken = api.post(f"{path}/acknowledge", {"consumer": "erp"}).json
    assert (taken["state"], taken["reason"]) == ("acknowledged", "")
    again = api.post(f"{path}/refuse-handoff", {"consumer": "erp", "reason": "no"})
    assert again.code == "already_acknowledged"


def test_consumers_are_added_once(api: Api, world: World) -> None:
    assert api.post("/consumers", {"name": "wms"}).status == 201
    assert api.post("/consumers", {"name": "wms"}).code == "consumer_exists"
    assert [one["name"] for one in api.get("/consumers").json["items"]] == ["erp", "wms"]
    assert api.post(f"/orders/{world.order.pk}/acknowledge", {"consumer": "nobody"}).code == "not_found"
