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


def test_reading_its_list_exports_to_the_consumer(api: Api, world: World) -> None:
    """What was new becomes exported and stays in the list until it is answered; HEAD gives nothing."""
    path = f"/consumers/{world.consumer.pk}/orders"
    assert api.call("HEAD", path, query={"state": "new"}).status == 200
    first = api.get(path, {"state": "new"}).json["items"]
    assert {one["reference"] for one in first} == {"A-100", "A-200"}
    assert {one["hand_offs"][0]["state"] for one in first} == {"exported"}
    assert api.get(path, {"state": "new"}).json["items"] == []
    api.post(f"/orders/{world.order.pk}/acknowledge", {"consumer": "erp"})
    assert [one["reference"] for one in api.get(path).json["items"]] == ["A-200"]
    assert [one["reference"] for one in api.get(path, {"state": "acknowledged"}).json["items"]] == ["A-100"]
    told = api.get("/events", {"kinds": "order.exported"}).json["items"]
    assert {one["data"]["reference"] for one in told} == {"A-100", "A-200"}
    assert len(told) == 2


def test_what_ended_or_is_parked_is_not_new_to_a_consumer(api: Api, world: World) -> None:
    from forain.hub.orders.models import Order

    Order.objects.filter(pk=world.shipped.pk).update(state="closed")
    Order.objects.filter(pk=world.order.pk).update(parked=True)
    assert api.get(f"/consumers/{world.consumer.pk}/orders").json["items"] == []


def test_a_viewer_may_not_read_a_consumers_list(world: World) -> None:
    """Reading it changes where orders stand."""
    from forain.hub.api.tests.world import caller

    answer = caller(world.workspace, "viewer").get(f"/consumers/{world.consumer.pk}/orders")
    assert (answer.status, answer.code) == (403, "forbidden")


def test_an_acknowledgement_is_taken_back_with_a_reason(api: Api, world: World) -> None:
    """It stands as exported, may be acknowledged under another number, and the audit keeps all of it."""
    from forain.hub.workspaces.models import AuditEntry

    path = f"/orders/{world.order.pk}"
    wish = {"consumer": "erp", "reason": "booked twice"}
    assert api.post(f"{path}/unacknowledge", wish).code == "not_acknowledged"
    api.post(f"{path}/acknowledge", {"consumer": "erp", "merchant_reference": "SO-1"})
    given_back = api.post(f"{path}/unacknowledge", wish).json
    assert (given_back["state"], given_back["reason"], given_back["merchant_reference"]) == (
        "exported",
        "booked twice",
        "",
    )
    again = api.post(f"{path}/acknowledge", {"consumer": "erp", "merchant_reference": "SO-2"}).json
    assert (again["state"], again["merchant_reference"]) == ("acknowledged", "SO-2")
    audit = AuditEntry.objects.get(workspace=world.workspace, action="order.unacknowledged")
    assert (audit.actor, audit.details["reason"], audit.details["merchant_reference"]) == (
        "api:test admin",
        "booked twice",
        "SO-1",
    )
    event = api.get("/events", {"kinds": "order.unacknowledged"}).json["items"][0]
    assert event["data"]["merchant_reference"] == "SO-1"
