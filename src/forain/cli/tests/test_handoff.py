"""The hand-off by the command line: consumers, acknowledging and taking it back, webhooks, exports of orders."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from forain.cli.exits import Exit
from forain.cli.tests.conftest import Forain, Shop


def test_a_consumer_takes_an_order_in_and_gives_it_back(forain: Forain, connected: Shop) -> None:
    assert forain("consumers", "add", "erp", "--json").json["name"] == "erp"
    assert forain("consumers", "add", "erp").code == Exit.REFUSED
    [order, *_] = forain("consumers", "orders", "erp", "--json").json["items"]
    reference = order["reference"]
    unknown = forain("orders", "acknowledge", reference, "--consumer", "nobody")
    assert unknown.code == Exit.NOT_FOUND
    taken = forain(
        "orders", "acknowledge", reference, "--consumer", "erp", "--merchant-reference", "C-1", "--json"
    )
    assert (taken.code, taken.json["state"]) == (Exit.OK, "acknowledged")
    again = forain("orders", "acknowledge", reference, "--consumer", "erp", "--merchant-reference", "C-1")
    assert again.code == Exit.OK, "twice is once"
    back = forain(
        "orders", "unacknowledge", reference, "--consumer", "erp", "--reason", "wrong shop", "--json"
    )
    assert (back.code, back.json["state"] != "acknowledged") == (Exit.OK, True)
    assert "erp" in forain("consumers", "list").out


def test_a_webhook_is_added_switched_off_and_on_and_gets_a_new_secret(
    forain: Forain, connected: Shop
) -> None:
    added = forain("webhooks", "add", "erp", "https://example.com/hook", "--json").json
    rotated = forain("webhooks", "rotate", "erp", "--json").json
    assert rotated["secret"] not in ("", added["secret"])
    shown = forain("webhooks", "list", "--json")
    assert added["secret"] not in shown.out
    assert rotated["secret"] not in shown.out
    assert forain("webhooks", "disable", "erp").code == Exit.OK
    assert "erp" in forain("webhooks", "list").out
    assert forain("webhooks", "enable", "erp").code == Exit.OK
    assert forain("webhooks", "deliveries", "erp", "--json").json["items"] == []
    assert forain("webhooks", "disable", "nobody").code == Exit.NOT_FOUND
    assert forain("webhooks", "add", "bad", "ftp://example.com").code == Exit.REFUSED


def test_orders_are_exported_for_spreadsheets_and_programs(
    forain: Forain, connected: Shop, tmp_path: Path
) -> None:
    listed = forain("orders", "list", "--json", "--limit", "100").json["items"]
    file = tmp_path / "orders.csv"
    assert forain("orders", "export", "--semicolon", "--output", str(file)).code == Exit.OK
    rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert {one["reference"] for one in listed} <= {row["order_reference"] for row in rows}
    lines = forain("orders", "export", "--format", "jsonl").out.splitlines()
    told = [json.loads(line) for line in lines]
    assert {one["reference"] for one in told} == {row["order_reference"] for row in rows}
    assert forain("orders", "export", "--since", "2040-01-01", "--format", "jsonl").out == ""
