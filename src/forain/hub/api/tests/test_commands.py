"""Accepting, refusing and shipping over REST: kept as commands, refused with a way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from forain.hub.api.tests.world import Api, World


def test_accepting_without_a_body_asks_for_every_line(api: Api, world: World) -> None:
    answer = api.post(f"/orders/{world.order.pk}/accept")
    assert answer.status == 202
    commands = answer.json["commands"]
    assert [one["line_references"] for one in commands] == [["A-100-0"], ["A-100-1"]]
    assert {one["state"] for one in commands} == {"queued"}
    assert commands[0]["created_by"] == "api:test admin"
    assert api.get(f"/commands/{commands[0]['id']}").json == commands[0]


def test_lines_are_named_by_id_or_reference(api: Api, world: World) -> None:
    by_id = api.post(f"/orders/{world.order.pk}/accept", {"lines": [str(world.line.pk)]})
    by_reference = api.post(f"/orders/{world.order.pk}/refuse", {"lines": ["A-100-1"]})
    assert by_id.json["commands"][0]["line_references"] == ["A-100-0"]
    assert by_reference.json["commands"][0]["kind"] == "refuse"


def test_asking_twice_gives_the_command_under_way_back(api: Api, world: World) -> None:
    first = api.post(f"/orders/{world.order.pk}/accept").json
    assert api.post(f"/orders/{world.order.pk}/accept").json == first


def test_a_contradicting_command_waits_for_the_one_under_way(api: Api, world: World) -> None:
    """Once a worker has begun to send it, nothing takes its place any more."""
    from forain.hub.outbox.models import Command, State

    api.post(f"/orders/{world.order.pk}/accept", {"lines": ["A-100-0"]})
    Command.objects.filter(state=State.QUEUED).update(state=State.SENDING, attempts=1)
    answer = api.post(f"/orders/{world.order.pk}/refuse", {"lines": ["A-100-0"]})
    assert (answer.status, answer.code) == (409, "command_open")
    assert answer.json["facts"]["command"]


def test_an_unknown_line_is_named(api: Api, world: World) -> None:
    answer = api.post(f"/orders/{world.order.pk}/accept", {"lines": ["elsewhere"]})
    assert (answer.status, answer.code) == (422, "unknown_line")


@pytest.mark.parametrize(("mode", "code"), [("observe", "observe_mode"), ("paused", "paused")])
def test_a_connection_that_is_not_live_sends_nothing(api: Api, world: World, mode: str, code: str) -> None:
    assert api.call("PATCH", f"/connections/{world.connection.pk}", {"mode": mode}).status == 200
    answer = api.post(f"/orders/{world.order.pk}/accept")
    assert (answer.status, answer.code) == (409, code)
    assert answer.json["way_out"]


def test_an_unmapped_carrier_is_refused_with_a_way_out_and_the_same_call_works_once_mapped(
    api: Api, world: World
) -> None:
    from forain.hub.api.tests.world import order_of
    from forain.hub.orders.models import Stand

    order = order_of(world.connection, "S-1", state=Stand.TO_SHIP, lines=1)
    parcel = {"carrier": "hermes", "tracking_number": "123"}
    answer = api.post(f"/orders/{order.pk}/ship", parcel, Idempotency_Key="ship-1")
    assert (answer.status, answer.code) == (409, "carrier_unmapped")
    assert "PUT /carrier-mappings" in answer.json["way_out"]
    facts = answer.json["facts"]
    assert facts["carrier"] == "hermes"
    assert facts["page"].startswith("/carriers/?connection=")
    request = facts["request"]
    body = {**request["body"], "url": "https://track.example.com/{n}"}
    assert api.call(request["method"], request["path"].removeprefix("/api/v1"), body).status == 200
    mended = api.post(f"/orders/{order.pk}/ship", parcel, Idempotency_Key="ship-1")
    assert mended.status == 202
    details = mended.json["commands"][0]["details"]
    assert (details["carrier"], details["carrier_label"]) == ("hermes", "Autre")
    assert details["tracking_url"] == "https://track.example.com/123"


def test_other_may_be_named_outright_and_wants_an_address(api: Api, world: World) -> None:
    from forain.hub.api.tests.world import order_of
    from forain.hub.orders.models import Stand

    order = order_of(world.connection, "S-1", state=Stand.TO_SHIP, lines=1)
    other = {"carrier": "autre", "tracking_number": "123"}
    assert api.post(f"/orders/{order.pk}/ship", other).code == "tracking_url_needed"
    sent = api.post(f"/orders/{order.pk}/ship", {**other, "tracking_url": "https://track.example/123"})
    assert (sent.status, sent.json["commands"][0]["details"]["carrier_label"]) == (202, "Autre")


def test_a_second_number_for_a_line_is_refused_and_the_same_one_changes_nothing(
    api: Api, world: World
) -> None:
    from forain.hub.api.tests.world import order_of
    from forain.hub.orders.models import Stand

    order = order_of(world.connection, "S-1", state=Stand.TO_SHIP, lines=2)
    first = {"carrier": "colissimo", "tracking_number": "6A 12345 678905", "lines": ["S-1-0"]}
    sent = api.post(f"/orders/{order.pk}/ship", first).json
    assert sent["warnings"] == []
    again = api.post(f"/orders/{order.pk}/ship", {**first, "tracking_number": "6a12345678905"}).json
    assert [one["id"] for one in again["commands"]] == [one["id"] for one in sent["commands"]]
    other = api.post(f"/orders/{order.pk}/ship", {**first, "tracking_number": "8L20524752032"})
    assert (other.status, other.code) == (409, "other_parcel")
    assert other.json["facts"]["tracking_number"] == "6A12345678905"
    rest = {"carrier": "colissimo", "tracking_number": "8L20524752032", "lines": ["S-1-1"]}
    assert api.post(f"/orders/{order.pk}/ship", rest).status == 202, "another line may go in another parcel"


def test_a_number_that_looks_mistyped_goes_out_with_a_warning(api: Api, world: World) -> None:
    from forain.hub.api.tests.world import order_of
    from forain.hub.orders.models import Stand

    order = order_of(world.connection, "S-1", state=Stand.TO_SHIP, lines=1)
    parcel = {"carrier": "colissimo", "tracking_number": "6A12345678901"}
    answer = api.post(f"/orders/{order.pk}/ship", parcel)
    assert answer.status == 202
    assert [one["code"] for one in answer.json["warnings"]] == ["number_wrong_digit"]
    assert "mistyped" in answer.json["warnings"][0]["detail"]


def test_a_refusal_is_in_the_callers_language(api: Api, world: World) -> None:
    answer = api.post(f"/orders/{world.shipped.pk}/accept", Accept_Language="en")
    assert (answer.status, answer.code) == (409, "wrong_state")
    assert "To accept" in answer.json["detail"]


def test_commands_are_listed_by_state_and_order(api: Api, world: World) -> None:
    api.post(f"/orders/{world.order.pk}/accept")
    assert len(api.get("/commands").json["items"]) == 3
    assert len(api.get("/commands", {"state": "queued"}).json["items"]) == 2
    assert len(api.get("/commands", {"order": str(world.shipped.pk)}).json["items"]) == 1
    first = api.get("/commands", {"limit": 2}).json
    second = api.get("/commands", {"limit": 2, "cursor": first["next"]}).json
    assert len({one["id"] for one in first["items"] + second["items"]}) == 3
