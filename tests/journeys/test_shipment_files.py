"""A warehouse's file: exported, filled in, previewed, imported; bad rows told, good ones sent; twice is once."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from forain.hub.api.tests.world import Api, caller
from forain.hub.orders.models import Line, Order, Stand
from forain.hub.outbox.models import Command
from forain.hub.workspaces.models import Workspace
from tests.conftest import Playground


@pytest.fixture
def api(playground: Playground) -> Api:
    playground.first_visit()
    return caller(playground.workspace)


def exported(api: Api, query: str = "") -> list[dict[str, str]]:
    response = api.client.get(
        f"/api/v1/shipments/export{query}", headers={**api.headers, "Accept-Encoding": "identity"}
    )
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def imported(api: Api, rows: list[dict[str, str]], query: str = "") -> Any:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, fieldnames=list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return sent(api, buffer.getvalue().encode(), query)


def sent(api: Api, content: bytes, query: str = "", media: str = "text/csv") -> Any:
    response = api.client.post(
        f"/api/v1/shipments/import{query}",
        content,
        content_type=media,
        headers={**api.headers, "Accept-Encoding": "identity"},
    )
    return response.json()


def test_export_fill_in_preview_import_and_the_same_file_again(playground: Playground, api: Api) -> None:
    """Both marketplaces in one file: what the export wrote comes back, each row with its outcome."""
    rows = exported(api)
    waiting = Line.objects.filter(fulfilment=Stand.TO_SHIP, do_not_ship=False, marketplace_fulfilled=False)
    assert 0 < len(rows) <= waiting.count()
    by_order: dict[str, int] = {}
    for row in rows:
        place = by_order.setdefault(row["order"], len(by_order))
        row["carrier"], row["tracking_number"] = "dpd", f"250{place:011d}"
    bad = [
        {**rows[0], "order": "nowhere"},
        {**rows[0], "tracking_number": ""},
        {**rows[0], "tracking_number": "25099999999999"},
        {**rows[0], "carrier": "pigeon"}
        if rows[0]["connection"] == "rakuten_fr"
        else {**rows[0], "order": ""},
    ]
    file = [*rows, *bad]

    preview = imported(api, file, "?preview=true")
    assert preview["preview"] is True
    assert preview["counts"]["ready"] == len(rows)
    assert not Command.objects.filter(kind="ship").exists()

    report = imported(api, file)
    assert report["counts"] == {"asked_for": len(rows), "ready": 0, "already": 0, "refused": len(bad)}
    refused = [one for one in report["items"] if one["outcome"] == "refused"]
    assert [one["line"] for one in refused] == [len(rows) + 2 + place for place in range(len(bad))]
    assert all(one["code"] and one["reason"] and one["fix"] for one in refused)
    assert refused[0]["code"] == "unknown_order"
    assert refused[1]["code"] == "tracking_number_missing"
    assert refused[2]["code"] == "line_twice"

    commands = Command.objects.filter(kind="ship").count()
    again = imported(api, rows)
    assert again["counts"]["already"] == len(rows)
    playground.drain()
    playground.sync()
    later = imported(api, rows)
    assert later["counts"]["already"] == len(rows), later["items"]
    assert Command.objects.filter(kind="ship").count() == commands
    effects = playground.effects("shipped")
    assert len(effects) == len(set(effects)) == commands

    shipped = exported(api, "?what=shipped")
    assert {(row["order"], row["line"]) for row in shipped} == {(row["order"], row["line"]) for row in rows}
    assert all(row["sent_by"] == "api:test admin" and row["seen_at"] for row in shipped)


def test_a_part_of_a_spartoo_order_is_refused_with_the_reason(playground: Playground, api: Api) -> None:
    order = Order.objects.filter(connection=playground.spartoo, state=Stand.TO_SHIP)[0]
    line = order.lines.all()[0]
    if order.lines.count() == 1:
        Line.objects.create(
            workspace_id=order.workspace_id, connection_id=order.connection_id, order=order, reference="second",
            position=9, observed_at=line.observed_at, fulfilment=Stand.TO_SHIP, unit_minor=1, sku="S2",
        )  # fmt: skip
    row = {
        "order": order.reference,
        "line": line.reference,
        "carrier": "dpd",
        "tracking_number": "25000000000001",
    }
    for query in ("?preview=true", ""):
        [told] = imported(api, [row], query)["items"]
        assert (told["outcome"], told["code"]) == ("refused", "whole_order_only")
        assert told["fix"]


def test_json_lines_and_a_mistyped_number_with_a_warning(playground: Playground, api: Api) -> None:
    line = Line.objects.filter(connection=playground.rakuten, fulfilment=Stand.TO_SHIP, do_not_ship=False)[0]
    text = f'{{"order": "{line.order.reference}", "line": "{line.reference}", "carrier": "colissimo", "tracking": "6A12345678901"}}\n{{oops\n'
    report = sent(api, text.encode(), media="application/x-ndjson")
    first, second = report["items"]
    assert (first["outcome"], len(first["warnings"]), len(first["command_ids"])) == ("asked_for", 1, 1)
    assert (second["line"], second["code"]) == (2, "row_unreadable")
    assert sent(api, b"{}", media="application/json")["code"] == "unsupported_media_type"


def test_names_of_buyers_cannot_become_formulas(playground: Playground, api: Api) -> None:
    order = Order.objects.filter(connection=playground.rakuten, state=Stand.TO_SHIP, held_reason="")[0]
    address = {**(order.shipping_address or {}), "first_name": "=HYPERLINK(1)", "last_name": "@x"}
    Order.objects.filter(pk=order.pk).update(shipping_address=address)
    names = {row["recipient"] for row in exported(api) if row["order"] == order.reference}
    assert names == {"'=HYPERLINK(1) @x"}


def test_a_file_of_another_workspace_holds_nothing_and_ships_nothing(
    playground: Playground, api: Api
) -> None:
    stranger = caller(Workspace.objects.create(name="Stranger"))
    assert exported(stranger) == exported(stranger, "?what=shipped") == []
    order = Order.objects.filter(connection=playground.spartoo, state=Stand.TO_SHIP)[0]
    row = {"order": order.reference, "carrier": "dpd", "tracking_number": "25000000000001"}
    [told] = imported(stranger, [row])["items"]
    assert (told["outcome"], told["code"]) == ("refused", "unknown_order")
