"""Orders as files: complete, the same bytes again, harmless in a spreadsheet, small in memory."""

from __future__ import annotations

import csv
import gc
import io
import json
import tracemalloc
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from forain.hub.api.tests.world import Api, World
    from forain.hub.orders.export import Choice


def table(text: str, mark: str = ",") -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline=""), delimiter=mark))


def test_a_row_for_each_line_with_its_order(api: Api, world: World) -> None:
    answer = api.get("/orders/export", {"format": "csv"})
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = table(answer.text)
    assert [row["line_reference"] for row in rows] == ["A-100-0", "A-100-1", "A-200-0"]
    first = rows[0]
    assert (first["unit_price"], first["order_total"], first["currency"]) == ("12.90", "30.70", "EUR")
    assert (first["ship_name"], first["ship_city"], first["relay_id"]) == (
        "Mme Zoé Œuvrard",
        "Lyon",
        "FR-084735",
    )
    assert rows[2]["tracking_numbers"] == "6A123"
    semicolons = api.get("/orders/export", {"format": "csv", "separator": "semicolon"}).text
    assert table(semicolons, ";") == rows


def test_json_lines_are_the_orders_of_the_api(api: Api, world: World) -> None:
    lines = api.get("/orders/export", {"format": "jsonl"}).text.splitlines()
    listed = {one["id"]: one for one in api.get("/orders").json["items"]}
    assert {one["id"]: one for one in map(json.loads, lines)} == listed


def test_repeated_on_unchanged_data_the_bytes_are_the_same(api: Api, world: World) -> None:
    for form in ("csv", "jsonl"):
        first, second = (api.get("/orders/export", {"format": form}).text for _ in range(2))
        assert first == second


def test_filters_choose(api: Api, world: World) -> None:
    def references(**query: str) -> list[str]:
        text = api.get("/orders/export", {"format": "jsonl", **query}).text
        return [json.loads(line)["reference"] for line in text.splitlines()]

    assert references(state="shipped") == ["A-200"]
    assert references(connection=str(world.connection.pk)) == ["A-100", "A-200"]
    assert references(placed_after="2026-11-20T12:00:00Z") == []
    assert references(placed_before="2026-11-20T12:00:01Z") == ["A-100", "A-200"]


@pytest.mark.parametrize(
    "evil",
    [
        "=1+1",
        "+33612345678",
        "-2",
        "@SUM(A1)",
        "\tx",
        "\r=1",
        "\n=1",
        " =cmd|'/c calc'!A1",
        "＝1",
        "\u00a0=1",
    ],
)
def test_no_cell_is_a_formula(api: Api, world: World, evil: str) -> None:
    """Whatever a buyer types as a name, and however it is hidden behind blanks."""
    from forain.hub.orders.models import Line, Order

    Order.objects.filter(pk=world.order.pk).update(buyer_name=evil)
    Line.objects.filter(order=world.order).update(title=evil, sku='SKU;"quoted",\r\n=2')
    row = table(api.get("/orders/export", {"format": "csv"}).text)[0]
    assert row["buyer"] == row["title"] == f"'{evil}"
    assert row["sku"] == 'SKU;"quoted",\r\n=2'


def test_memory_does_not_grow_with_the_orders(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read and written in pieces: ten times the orders need hardly more."""
    from forain.hub.api.tests.world import NOON, order_of
    from forain.hub.orders import export

    monkeypatch.setattr(export, "PIECE", 10)
    for number in range(120):
        order_of(world.connection, f"B-{number}", placed_at=NOON + timedelta(seconds=number + 1), lines=1)
    few = export.Choice(placed_before=NOON + timedelta(seconds=12))
    assert measured(world, few)[0] == 1 + 3 + 11
    (rows, much), (_, little) = measured(world, export.EVERYTHING), measured(world, few)
    assert rows == 1 + 3 + 120
    assert much < 1.5 * little


def measured(world: World, choice: Choice) -> tuple[int, int]:
    """Rows of the file, and bytes alive at most after a piece (rows of the database refer to each other in circles,
    which the collector takes away in its own time)."""
    from forain.hub.orders import export

    rows, most = 0, 0
    tracemalloc.start()
    try:
        for piece in export.exported(world.workspace, export.Format.CSV, choice):
            rows += piece.count(b"\r\n")
            gc.collect()
            most = max(most, tracemalloc.get_traced_memory()[0])
        return rows, most
    finally:
        tracemalloc.stop()
