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


def test_an_unmapped_carrier_is_refused_with_a_way_out_and_works_once_changed(api: Api, world: World) -> None:
    from forain.hub.api.tests.world import order_of
    from forain.hub.orders.models import Stand

    order = order_of(world.connection, "S-1", state=Stand.TO_SHIP, lines=1)
    parcel = {"carrier": "hermes", "tracking_number": "123"}
    answer = api.post(f"/orders/{order.pk}/ship", parcel, Idempotency_Key="ship-1")
    assert (answer.status, answer.code) == (409, "carrier_unmapped")
    assert "GET /carriers" in answer.json["way_out"]
    assert answer.json["facts"] == {"carrier": "hermes"}
    other = {"carrier": "autre", "tracking_number": "123"}
    assert api.post(f"/orders/{order.pk}/ship", other).code == "tracking_url_needed"
    mended = api.post(f"/orders/{order.pk}/ship", {**other, "tracking_url": "https://track.example/123"})
    assert (mended.status, mended.json["commands"][0]["details"]["carrier_label"]) == (202, "Autre")


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
