"""The parking lot: an order with a line nobody mapped waits for the hand-off only, and goes on by itself."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from forain.hub.inbox.models import Todo, TodoKind
from forain.hub.journal.models import Event
from forain.hub.kit.refusal import NotAllowed
from forain.hub.orders import actions as orders
from forain.hub.orders.models import Line, Order, Stand
from forain.hub.orders.skus import unmapped
from forain.hub.skus import actions
from forain.hub.skus.actions import NewProduct
from forain.hub.skus.csvfile import read_csv
from forain.hub.skus.resolve import Wanted, resolve
from forain.hub.workspaces.keys import make
from tests.conftest import Playground


def open_lines(playground: Playground) -> list[Line]:
    rows = Line.objects.filter(workspace=playground.workspace)
    return list(rows.filter(fulfilment__in=[Stand.AWAITING_ACCEPTANCE, Stand.TO_SHIP]).exclude(sku=""))


def waiting() -> int:
    return Todo.objects.filter(kind=TodoKind.UNMAPPED_SKU, resolved_at=None).count()


def caller(playground: Playground) -> Any:
    _, key = make(playground.workspace, "k", "admin", actor="test")
    headers = {"Authorization": f"Bearer {key}"}

    def call(method: str, path: str, body: Any = None) -> Any:
        data = json.dumps(body) if body is not None else ""
        address = f"/api/v1{path}"
        return (
            Client().generic(method, address, data, content_type="application/json", headers=headers).json()
        )

    return call


def test_without_a_catalogue_nothing_is_mapped_and_nothing_waits(playground: Playground) -> None:
    playground.first_visit()
    assert not Order.objects.filter(parked=True).exists()
    assert not Line.objects.exclude(merchant_sku="").exists()
    assert waiting() == 0


def test_the_first_products_park_what_is_not_among_them_and_an_alias_lets_it_go_on(
    playground: Playground,
) -> None:
    """Over REST: import, parking lot, alias, resumed with one event each way; accepting is possible meanwhile."""
    playground.first_visit()
    lines = open_lines(playground)
    odd = lines[0].sku
    call = caller(playground)
    known = sorted({line.sku for line in Line.objects.all() if line.sku and line.sku != odd})
    put = call("POST", "/skus/products", {"products": [{"sku": sku} for sku in [*known, "MINE-1"]]})
    assert put["count"] == len(known) + 1
    parked = call("GET", "/orders?mark=parked")["items"]
    affected = {line.order_id for line in lines if line.sku == odd}
    assert affected <= {Order.objects.get(pk=one["id"]).pk for one in parked}
    listed = {one["sku"] for one in call("GET", "/skus/unmapped")["items"]}
    assert odd in listed
    assert waiting() >= len(affected)
    order = lines[0].order
    if order.state == Stand.AWAITING_ACCEPTANCE:
        assert orders.accept(order, order.lines.all(), actor="marie"), "accepting does not wait"
    alias = call("POST", "/skus/aliases", {"alias": odd, "sku": "MINE-1"})
    assert alias["sku"] == "MINE-1"
    for key in affected:
        resumed = Order.objects.get(pk=key)
        left = resumed.lines.filter(needs_mapping=True)
        assert resumed.parked is left.exists()
        if not left.exists():
            kinds = Event.objects.filter(order_id=key, kind__in=["order.parked", "order.resumed"]).order_by(
                "id"
            )
            assert [one.kind for one in kinds] == ["order.parked", "order.resumed"]
            assert not Todo.objects.filter(
                order_id=key, kind=TodoKind.UNMAPPED_SKU, resolved_at=None
            ).exists()
    assert odd not in {one["sku"] for one in unmapped(playground.workspace)}


def test_a_new_order_is_parked_when_it_comes_and_goes_on_with_the_next_import(playground: Playground) -> None:
    playground.first_visit()
    actions.put_products(playground.workspace, [NewProduct("ONLY-THIS")], actor="marie")
    playground.sandbox.control("rakuten_fr/sale")
    playground.sync()
    order = Order.objects.filter(connection=playground.rakuten).latest("first_seen_at")
    assert order.parked
    skus = [line.sku for line in Line.objects.all() if line.sku]
    gtins = [code for line in order.lines.all() for code in line.gtins]
    actions.put_products(
        playground.workspace, [*map(NewProduct, skus), NewProduct("BY-GTIN", gtins=gtins)], actor="marie"
    )
    order = Order.objects.get(pk=order.pk)
    assert not order.parked
    assert all(line.merchant_sku for line in order.lines.all())


def test_strategies_are_tried_in_order_and_what_is_ambiguous_leads_nowhere(playground: Playground) -> None:
    workspace, connection = playground.workspace, playground.rakuten
    actions.put_products(
        workspace,
        [
            NewProduct("A"),
            NewProduct("B", gtins=["0003"]),
            NewProduct("C", gtins=["9"]),
            NewProduct("D", gtins=["9"]),
        ],
        actor="marie",
    )
    actions.put_alias(workspace, "alpha", "A", actor="marie")
    actions.put_alias(workspace, "alpha", "B", connection, actor="marie")

    def found(sku: str, *gtins: str, at: Any = connection) -> tuple[str, str] | None:
        it = resolve(Wanted(workspace.pk, at.pk, sku, gtins))
        return (it.sku, it.strategy.value) if it else None

    assert found("A", "3") == ("A", "sku")
    assert found("alpha") == ("B", "alias"), "the connection's own alias first"
    assert found("alpha", at=playground.spartoo) == ("A", "alias")
    assert found("", "00000000003") == ("B", "gtin"), "leading zeros do not count"
    assert found("x", "9") is None, "two products share it"
    actions.set_rules(workspace, ["pattern"], ["FR-{sku}-R"], actor="marie")
    assert found("FR-C-R") == ("C", "pattern")
    assert found("FR-Z-R") is None
    assert found("A") is None, "only the chosen strategies"
    with pytest.raises(NotAllowed) as no:
        actions.set_rules(workspace, ["sku"], ["no place"], actor="marie")
    assert no.value.code == "bad_pattern"


def test_a_csv_file_is_taken_in_whole_or_not_at_all() -> None:
    """Semicolons or commas, a byte order mark, Windows letters; the first wrong line is named."""
    given = "\ufeffSKU;Title;GTIN\nA-1;Théière;3700000000017|3700000000024\n".encode()
    assert read_csv(given) == [NewProduct("A-1", "Théière", ["3700000000017", "3700000000024"])]
    assert read_csv("sku,title\nA,Th\xe9i\xe8re\n".encode("cp1252"))[0].title == "Théière"
    with pytest.raises(NotAllowed, match=r"3"):
        read_csv(b"sku;title\nA;x\n;y\n")
    with pytest.raises(NotAllowed) as no:
        read_csv(b"article;title\nA;x\n")
    assert no.value.code == "bad_file"
