"""One wish for many orders over REST: preview, run, follow; nothing twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from forain.hub.api.tests.world import Api, World
    from forain.hub.orders.models import Order


@pytest.fixture
def waiting(world: World) -> list[Order]:
    """Ten orders to accept, beside the world's own."""
    from forain.hub.api.tests.world import order_of

    return [order_of(world.connection, f"B-{number:02}", lines=2) for number in range(10)]


def verdicts(answer: Any) -> dict[str, str]:
    return {one["order"]: one["verdict"] for one in answer.json["items"]}


def test_the_preview_judges_and_writes_nothing(api: Api, world: World, waiting: list[Order]) -> None:
    """Go, flagged with its reason, unknown; named by id or reference, each once."""
    from forain.hub.outbox.models import Bulk, Command

    names = [waiting[0].reference, str(waiting[0].pk), "B-01", world.shipped.reference, "nope"]
    answer = api.post("/orders/bulk/preview", {"kind": "accept", "orders": names})
    assert answer.status == 200
    assert verdicts(answer) == {"B-00": "go", "B-01": "go", "A-200": "flagged", "nope": "unknown"}
    flagged = next(one for one in answer.json["items"] if one["verdict"] == "flagged")
    assert flagged["code"] == "wrong_state"
    assert "To accept" in flagged["reason"]
    assert answer.json["counts"] == {"go": 2, "under_way": 0, "flagged": 1, "unknown": 1}
    assert (Command.objects.count(), Bulk.objects.count()) == (1, 1), "what the world had"


def test_the_run_does_what_the_preview_said_and_is_followed(api: Api, waiting: list[Order]) -> None:
    from forain.hub.outbox.models import Command, State

    body = {"kind": "accept", "filter": {"tab": "accept", "text": "B"}}
    look = api.post("/orders/bulk/preview", body)
    run = api.post("/orders/bulk", body)
    assert run.status == 202
    assert verdicts(look) == verdicts(run) == {one.reference: "go" for one in waiting}
    assert [len(one["commands"]) for one in run.json["items"]] == [2] * 10
    assert not run.json["over"]
    Command.objects.filter(state=State.QUEUED).update(state=State.CONFIRMED)
    again = api.get(f"/orders/bulk/{run.json['id']}").json
    assert again["over"]
    assert {one["state"] for item in again["items"] for one in item["commands"]} == {"confirmed"}


def test_running_it_twice_asks_for_nothing_twice(api: Api, waiting: list[Order]) -> None:
    """With the same key the same answer; without, the commands under way are given back."""
    from forain.hub.outbox.models import Bulk, Command

    body = {"kind": "accept", "filter": {"tab": "accept", "text": "B"}}
    first = api.post("/orders/bulk", body, Idempotency_Key="monday")
    replayed = api.post("/orders/bulk", body, Idempotency_Key="monday")
    assert replayed.json == first.json
    assert replayed.headers["Idempotency-Replayed"] == "true"
    third = api.post("/orders/bulk", body)
    assert set(verdicts(third).values()) == {"under_way"}
    commands = [one["id"] for item in first.json["items"] for one in item["commands"]]
    assert commands == [one["id"] for item in third.json["items"] for one in item["commands"]]
    assert Command.objects.filter(kind="accept").count() == len(commands) == 20
    assert Bulk.objects.count() == 3


def test_what_somebody_asked_for_one_order_is_left_alone(api: Api, waiting: list[Order]) -> None:
    """An order that waits to be refused is flagged: a bulk takes the place of nothing."""
    api.post(f"/orders/{waiting[3].pk}/refuse", {"reason": "out of stock"})
    body = {"kind": "accept", "orders": ["B-03", "B-04"]}
    for answer in (api.post("/orders/bulk/preview", body), api.post("/orders/bulk", body)):
        assert verdicts(answer) == {"B-03": "flagged", "B-04": "go"}
        assert answer.json["items"][0]["code"] == "command_open"


def test_a_bulk_needs_orders_and_reasons(api: Api, world: World) -> None:
    from forain.hub.api.tests.world import order_of
    from forain.hub.orders.models import Stand

    assert api.post("/orders/bulk", {"kind": "accept"}).code == "nothing_chosen"
    assert api.post("/orders/bulk", {"kind": "ship", "orders": ["B-00"]}).code == "invalid"
    order_of(world.connection, "C-1", state=Stand.TO_SHIP)
    item = api.post("/orders/bulk", {"kind": "cancel", "orders": ["C-1"]}).json["items"][0]
    assert (item["verdict"], item["code"]) == ("flagged", "reason_missing")


def test_three_hundred_orders_are_judged_with_few_statements(api: Api, world: World) -> None:
    """The preview reads around all orders at once."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from forain.hub.api.tests.world import order_of

    for number in range(60):
        order_of(world.connection, f"D-{number:03}", lines=1)
    with CaptureQueriesContext(connection) as few:
        api.post("/orders/bulk/preview", {"kind": "accept", "orders": [f"D-{n:03}" for n in range(10)]})
    with CaptureQueriesContext(connection) as many:
        api.post("/orders/bulk/preview", {"kind": "accept", "orders": [f"D-{n:03}" for n in range(60)]})
    assert len(many) <= len(few) + 60, "at most one statement an order"
