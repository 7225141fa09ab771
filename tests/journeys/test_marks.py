"""Marks on orders against the sandbox: what must not be shipped, until somebody says that they know; and holds."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from forain.hub.inbox.models import Todo, TodoKind
from forain.hub.journal.models import Event
from forain.hub.kit.refusal import NotAllowed
from forain.hub.orders import actions, handoff, holding, queries, stops
from forain.hub.orders.models import Line, Order, Stand
from forain.hub.outbox.models import Command, State
from forain.hub.workspaces.keys import make
from forain.hub.workspaces.models import AuditEntry
from tests.conftest import Playground

PARCEL = {"carrier": "colissimo", "tracking_number": "6A12345678901"}


def open_stops() -> int:
    return Todo.objects.filter(kind=TodoKind.DO_NOT_SHIP, resolved_at=None).count()


def to_ship(playground: Playground) -> Line:
    """A Rakuten line that was accepted and seen so."""
    playground.first_visit()
    order = playground.orders(playground.rakuten, Stand.AWAITING_ACCEPTANCE)[-1]
    line = order.lines.filter(fulfilment=Stand.AWAITING_ACCEPTANCE, preorder=False)[0]
    actions.accept(order, [line], actor="marie")
    playground.drain()
    playground.sync()
    line.refresh_from_db()
    assert line.fulfilment == Stand.TO_SHIP
    return line


def call(playground: Playground, path: str, body: Any = None) -> Any:
    """A program with an operator's key."""
    _, key = make(playground.workspace, f"k{AuditEntry.objects.count()}", actor="test")
    headers = {"Authorization": f"Bearer {key}"}
    address = f"/api/v1{path}"
    client = Client()
    if body is None:
        return client.get(address, headers=headers)
    return client.post(address, json.dumps(body), content_type="application/json", headers=headers)


def order_of(playground: Playground, line: Line) -> Order:
    return queries.one(playground.workspace, line.order_id)


def test_a_cancellation_seen_later_stops_the_parcel_until_somebody_says_they_know(
    playground: Playground,
) -> None:
    """Flag on line and order, one event, one urgent to-do; acknowledged over REST, all three end and who is kept."""
    line = to_ship(playground)
    playground.sandbox.control("rakuten_fr/cancel", item=line.reference, by="marketplace")
    playground.sync()
    playground.sync()
    line.refresh_from_db()
    assert (line.do_not_ship, line.stop_state) == (True, "cancelled")
    assert Event.objects.filter(kind="line.do_not_ship").count() == 1
    shown = call(playground, "/orders?mark=do_not_ship").json()["items"]
    assert [one["id"] for one in shown] == [str(line.order_id)]
    assert open_stops() == 1
    consumer = handoff.add_consumer(playground.workspace, "erp", actor="test")
    path = f"/orders/{line.order_id}/acknowledge-stop"
    told = call(playground, path, {"consumer": consumer.name}).json()
    assert told["do_not_ship"] is False
    stop = next(one["stop"] for one in told["lines"] if one["id"] == str(line.pk))
    assert stop["state"] == "cancelled"
    assert stop["acknowledged_by"].startswith("erp (")
    assert open_stops() == 0
    assert call(playground, path, {}).json()["code"] == "nothing_to_acknowledge"
    assert AuditEntry.objects.filter(action="order.stop_acknowledged").count() == 1
    playground.sync()
    line.refresh_from_db()
    assert not line.do_not_ship, "the same news is no news"


def test_a_claim_on_a_line_to_ship_stops_the_parcel_even_when_only_observed(playground: Playground) -> None:
    """Lists alone tell it: in observe mode nobody asks about lines one by one. Shipping is refused until it is known."""
    line = to_ship(playground)
    playground.sandbox.control("rakuten_fr/claim", item=line.reference, type="NOT_RECEIVED")
    from forain.hub.connections.actions import set_mode

    set_mode(playground.rakuten, "observe", actor="test")
    playground.sync()
    set_mode(playground.rakuten, "live", actor="test")
    order = order_of(playground, line)
    assert order.do_not_ship
    with pytest.raises(NotAllowed) as refused:
        actions.ship(order, [line], **PARCEL, actor="marie")
    assert refused.value.code == "do_not_ship"
    stops.acknowledge_stop(order, order.lines.all(), actor="marie")
    line.refresh_from_db()
    assert actions.ship(order_of(playground, line), [line], **PARCEL, actor="marie")


def test_a_cancellation_before_acceptance_stops_only_what_a_back_office_knows(playground: Playground) -> None:
    """Nobody packs a sale that waits to be accepted, unless it was handed off."""
    playground.first_visit()
    first, second = playground.orders(playground.rakuten, Stand.AWAITING_ACCEPTANCE)[-2:]
    consumer = handoff.add_consumer(playground.workspace, "erp", actor="test")
    handoff.acknowledge(first, consumer, "SO-1", actor="test")
    for order in (first, second):
        for line in order.lines.all():
            playground.sandbox.control("rakuten_fr/cancel", item=line.reference, by="marketplace")
    playground.sync()
    assert Order.objects.get(pk=first.pk).do_not_ship
    assert not Order.objects.get(pk=second.pk).do_not_ship


def test_a_held_order_is_not_shipped_and_says_why(playground: Playground) -> None:
    """Refused with the reason while held, even when it was asked for before; released, it goes. Nothing is sent twice."""
    line = to_ship(playground)
    order = order_of(playground, line)
    [queued] = actions.ship(order, [line], **PARCEL, actor="marie")
    held = call(playground, f"/orders/{order.pk}/hold", {"reason": "Adresse à vérifier"}).json()
    assert held["held"]["reason"] == "Adresse à vérifier"
    playground.drain()
    queued.refresh_from_db()
    assert (queued.state, queued.outcome_code) == (State.SUPERSEDED, "held")
    assert playground.effects("shipped") == []
    with pytest.raises(NotAllowed) as refused:
        actions.ship(order_of(playground, line), [line], **PARCEL, actor="marie")
    assert (refused.value.code, "Adresse" in refused.value.words) == ("held", True)
    holding.release(order, actor="paul")
    actions.ship(order_of(playground, line), [line], **PARCEL, actor="marie")
    playground.drain()
    assert playground.effects("shipped") == [line.reference]
    kinds = Event.objects.filter(order_id=order.pk, kind__in=["order.held", "order.released"])
    assert [one.kind for one in kinds.order_by("id")] == ["order.held", "order.released"]


def test_a_hold_of_one_line_leaves_the_others_and_acceptance_alone(playground: Playground) -> None:
    playground.first_visit()
    order = next(
        one
        for one in playground.orders(playground.rakuten, Stand.AWAITING_ACCEPTANCE)
        if one.lines.count() > 1
    )
    line = order.lines.all()[0]
    holding.hold(order, [line], "Stock douteux", actor="marie")
    assert actions.accept(order, [line], actor="marie"), "answering in time stays possible"
    order = queries.one(playground.workspace, order.pk)
    assert [one.pk for one in order.held_lines] == [line.pk]
    with pytest.raises(NotAllowed) as no:
        holding.hold(order, [line], "  ", actor="marie")
    assert no.value.code == "reason_missing"
    holding.release(order, [line], actor="marie")
    with pytest.raises(NotAllowed) as no:
        holding.release(order, [line], actor="marie")
    assert no.value.code == "not_held"
    assert Command.objects.count() == 1
