"""Walkthrough 4: a carrier the marketplace does not list. Refused with the way out, mapped once, and the same call
goes through; a lost answer is looked up, and the sandbox's ledger holds one tracking only. Over REST and command line."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import translation

from forain.hub.api.tests.world import Api, caller
from forain.hub.orders import queries
from forain.hub.orders.models import Line, Order, Stand
from forain.hub.orders.shipping import postcode_of
from forain.hub.outbox.models import Command, State
from forain.hub.parcels.models import Parcel
from tests.conftest import Playground

NUMBER = "HE-0001-2345"
URL = "https://track.example.com/colis/{n}?cp={zip}"


@pytest.fixture
def api(playground: Playground) -> Api:
    return caller(playground.workspace)


@pytest.fixture
def forain(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., tuple[int, str, str]]]:
    """Runs one command in this process: exit code, what it wrote, what it said."""
    from forain.cli.program import run

    monkeypatch.setenv("FORAIN_LANG", "en")
    monkeypatch.delenv("FORAIN_WORKSPACE", raising=False)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level

    def call(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run(arguments)
        said = capsys.readouterr()
        return code, said.out, said.err

    yield call
    root.handlers[:] = handlers
    root.setLevel(level)
    translation.deactivate_all()


def to_ship(playground: Playground, order: Order | None = None) -> tuple[Order, Line]:
    """A Rakuten order with a line that waits to be shipped."""
    playground.sync() if order else playground.first_visit()
    found = [order] if order else playground.orders(playground.rakuten, Stand.TO_SHIP)
    chosen = queries.one(playground.workspace, found[0].pk)
    return chosen, chosen.lines.filter(fulfilment=Stand.TO_SHIP)[0]


def trackings(playground: Playground, reference: str) -> list[dict[str, Any]]:
    """What the sandbox was told about a line's parcel, all of it."""
    return [
        dict(one.details)
        for one in playground.sandbox.ledger.entries
        if one.target == reference and one.effect in ("shipped", "tracking_corrected") and one.by == "seller"
    ]


def drain_until_settled(playground: Playground, command_id: str) -> list[str]:
    """The states a command goes through, as a worker would see them."""
    states = []
    for _ in range(4):
        playground.drain()
        command = Command.objects.get(pk=command_id)
        states.append(command.state)
        if command.state == State.CONFIRMED:
            break
        Command.objects.filter(pk=command_id).update(next_at=command.created_at)  # the pause before a look-up
    return states


def test_over_rest_refused_mapped_and_the_same_call_goes_through(playground: Playground, api: Api) -> None:
    order, line = to_ship(playground)
    path = f"/orders/{order.pk}/ship"
    call = {"carrier": "hermes", "tracking_number": NUMBER, "lines": [line.reference]}

    refused = api.post(path, call, Idempotency_Key="parcel-1")
    assert (refused.status, refused.code) == (409, "carrier_unmapped")
    assert "Rakuten France" in refused.json["detail"]
    assert refused.json["way_out"]
    way_out = refused.json["facts"]["request"]
    assert way_out["body"]["name"] == "Autre"
    assert not Command.objects.filter(kind="ship").exists()
    french = api.post(path, call, Accept_Language="fr")
    assert "Associez" in french.json["detail"]

    tried = api.get("/carrier-test", {"number": NUMBER, "carrier": "hermes"}).json["items"]
    assert [one["verdict"] for one in tried] == ["unknown"]
    bad = api.call(
        way_out["method"], way_out["path"].removeprefix("/api/v1"), way_out["body"] | {"url": "https://x.fr/"}
    )
    assert bad.code == "template_no_number"
    mapped = api.call(
        way_out["method"], way_out["path"].removeprefix("/api/v1"), way_out["body"] | {"url": URL}
    )
    assert mapped.status == 200

    asked = api.post(path, call, Idempotency_Key="parcel-1")
    assert asked.status == 202
    [command] = asked.json["commands"]
    assert drain_until_settled(playground, command["id"]) == [State.CONFIRMED]
    _as_sent(playground, order, line)
    playground.sync()
    [parcel] = api.get(f"/orders/{order.pk}").json["parcels"]
    assert (parcel["carrier"], parcel["carrier_label"], parcel["tracking_number"]) == (
        "hermes",
        "Autre",
        NUMBER,
    )
    assert parcel["sent_by"] == "api:test admin"
    assert parcel["sent_at"]
    assert parcel["seen_at"]


def _as_sent(playground: Playground, order: Order, line: Line) -> None:
    """One tracking, under the mapped name, with the address made from the template."""
    assert postcode_of(order)
    wanted = URL.replace("{n}", NUMBER).replace("{zip}", postcode_of(order))
    [told] = trackings(playground, line.reference)
    assert (told["carrier"], told["number"], told["url"]) == ("Autre", NUMBER, wanted)


def test_a_time_out_after_the_effect_leaves_one_tracking(playground: Playground, api: Api) -> None:
    """Unknown → read back → confirmed; nothing is sent a second time, however often it is asked for."""
    order, line = to_ship(playground)
    mapping = {"connection": str(playground.rakuten.pk), "carrier": "hermes", "url": URL}
    assert api.call("PUT", "/carrier-mappings", mapping).status == 200
    playground.sandbox.fault("drop_after", service="settrackingpackageinfos", count=1)
    call = {"carrier": "Hermes", "tracking_number": NUMBER, "lines": [line.reference]}
    [command] = api.post(f"/orders/{order.pk}/ship", call).json["commands"]
    [again] = api.post(f"/orders/{order.pk}/ship", call).json["commands"]
    assert again["id"] == command["id"]
    states = drain_until_settled(playground, command["id"])
    assert states == [State.UNKNOWN, State.CONFIRMED]
    assert Command.objects.get(pk=command["id"]).attempts == 1
    _as_sent(playground, order, line)
    playground.sync()
    assert api.get(f"/commands/{command['id']}").json["seen_at"]
    assert api.get(f"/lines/{line.pk}").json["fulfilment"] == "shipped"
    assert Parcel.objects.get(order=order).line_references == [line.reference]


def test_over_the_command_line(playground: Playground, forain: Callable[..., tuple[int, str, str]]) -> None:
    order, line = to_ship(playground)
    ship = (
        "orders",
        "ship",
        order.reference,
        "--line",
        line.reference,
        "--carrier",
        "hermes",
        "--tracking",
        NUMBER,
    )
    code, out, err = forain(*ship)
    assert (code, out) == (5, "")
    assert "Map it once" in err
    assert forain("carriers", "test", "1Z999AA10123456784")[0] == 0
    assert forain("carriers", "test", "1Z999AA10123456785", "--carrier", "ups")[0] == 1
    mapping = ("carriers", "map", "hermes", "--connection", "rakuten_fr")
    code, _, err = forain(*mapping, "--url", "https://track.example.com/")
    assert (code, "no place {n}" in err) == (5, True)
    assert forain(*mapping, "--url", URL)[0] == 0
    playground.sandbox.fault("drop_after", service="settrackingpackageinfos", count=1)
    code, out, err = forain(*ship)
    assert code == 0, err
    command = Command.objects.get(kind="ship", order_id=order.pk)
    assert drain_until_settled(playground, str(command.pk)) == [State.UNKNOWN, State.CONFIRMED]
    _as_sent(playground, order, line)
    playground.sync()
    code, out, _ = forain("orders", "show", order.reference)
    assert NUMBER in out
    assert "Autre" in forain("carriers", "mappings")[1]
    assert forain("carriers", "unmap", "hermes", "--connection", "rakuten_fr")[0] == 0
    assert forain("carriers", "unmap", "hermes", "--connection", "rakuten_fr")[0] == 4


def test_spartoo_takes_any_carrier_one_number_for_the_order_and_says_so(
    playground: Playground, api: Api
) -> None:
    """No carrier is told to Spartoo: nothing to map, no second parcel, a lost answer leaves one shipment."""
    playground.first_visit()
    order = next(one for one in playground.orders(playground.spartoo, Stand.TO_SHIP))
    mapping = {"connection": str(playground.spartoo.pk), "carrier": "hermes", "url": URL}
    assert api.call("PUT", "/carrier-mappings", mapping).code == "carrier_not_taken"
    path, parcel = f"/orders/{order.pk}/ship", {"carrier": "hermes", "tracking_number": NUMBER}
    playground.sandbox.fault("drop_after", service="xml_maj_orders", count=1)
    [command] = api.post(path, parcel).json["commands"]
    second = api.post(path, {**parcel, "tracking_number": "HE-0002"})
    assert (second.status, second.code) == (409, "other_parcel")
    assert "one number for the whole order" in second.json["detail"]
    assert drain_until_settled(playground, command["id"]) == [State.UNKNOWN, State.CONFIRMED]
    [told] = trackings(playground, order.reference)
    assert told["tracking_number"] == NUMBER
    playground.sync()
    assert api.get(f"/orders/{order.pk}").json["state"] == "shipped"


def test_lines_of_one_order_go_in_several_parcels_where_rakuten_takes_lines_one_by_one(
    playground: Playground, api: Api
) -> None:
    """Two lines under one number are one parcel; a third goes alone; each line is told once."""
    playground.first_visit()
    sale = playground.sandbox.control("rakuten_fr/sale", items=[{"quantity": 3}])
    playground.sync()
    order = queries.find(playground.workspace, sale["items"][0])
    assert api.post(f"/orders/{order.pk}/accept").status == 202
    playground.drain()
    playground.sync()
    lines = [line.reference for line in order.lines.filter(fulfilment=Stand.TO_SHIP)][:3]
    path = f"/orders/{order.pk}/ship"
    together = {"carrier": "colissimo", "tracking_number": "8L20524752032", "lines": lines[:2]}
    alone = {"carrier": "colissimo", "tracking_number": "8L41392078260", "lines": lines[2:]}
    assert len(api.post(path, together).json["commands"]) == 2
    assert api.post(path, {**alone, "lines": lines[1:]}).code == "other_parcel"
    assert api.post(path, alone).status == 202
    playground.drain()
    playground.sync()
    parcels = api.get(f"/orders/{order.pk}").json["parcels"]
    assert {one["tracking_number"]: sorted(one["line_references"]) for one in parcels} == {
        "8L20524752032": sorted(lines[:2]),
        "8L41392078260": lines[2:],
    }
    assert all(one["seen_at"] for one in parcels)
    assert [len(trackings(playground, one)) for one in lines] == [1, 1, 1]
