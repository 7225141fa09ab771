"""Lists by the command line print the very objects of the API, page by page, and tables for people."""

from __future__ import annotations

from typing import Any

import pytest

from forain.cli.exits import Exit
from forain.cli.tests.conftest import Forain

pytestmark = pytest.mark.usefixtures("sales")


def api(path: str) -> Any:
    """What a program with a key gets from the API."""
    from django.test import Client

    from forain.hub.workspaces.keys import make
    from forain.hub.workspaces.models import Workspace

    _, text = make(Workspace.objects.get(), "test")
    answer = Client().get(f"/api/v1{path}", headers={"Authorization": f"Bearer {text}"})
    assert answer.status_code == 200, answer.content
    return answer.json()


def first(reading: Forain, tab: str, connection: str) -> str:
    said = reading("orders", "list", "--tab", tab, "--connection", connection, "--limit", "1", "--json")
    return str(said.json["items"][0]["reference"])


def test_list_is_what_the_api_answers(reading: Forain) -> None:
    said = reading("orders", "list", "--limit", "100", "--json")
    assert said.code == Exit.OK
    assert len(said.json["items"]) > 20
    assert said.json == api("/orders?limit=100")
    assert said.err == ""


def test_show_is_what_the_api_answers(reading: Forain) -> None:
    reference = first(reading, "accept", "rakuten")
    shown = reading("orders", "show", reference, "--json").json
    assert shown == api(f"/orders/{shown['id']}")


@pytest.mark.parametrize(("command", "path"), [("inbox", "/todos"), ("returns", "/returns")])
def test_other_lists_are_what_the_api_answers(reading: Forain, command: str, path: str) -> None:
    said = reading(command, "list", "--json")
    assert said.json == api(path)
    assert said.json["items"]


def test_pages_follow_each_other(reading: Forain) -> None:
    whole = [one["id"] for one in reading("orders", "list", "--limit", "9", "--json").json["items"]]
    seen: list[str] = []
    cursor = ""
    while len(seen) < 9:
        page = reading("orders", "list", "--limit", "3", "--cursor", cursor, "--json").json
        seen += [one["id"] for one in page["items"]]
        cursor = page["next"]
    assert seen == whole
    assert reading("orders", "list", "--cursor", "nonsense").code == Exit.USAGE


def test_tables_for_people_name_what_matters(reading: Forain) -> None:
    reference = first(reading, "accept", "spartoo")
    assert reference in reading("orders", "list", "--search", reference).out
    shown = reading("orders", "show", reference).out
    assert "Accept" in shown
    assert "EUR" in shown


def test_unknown_order_and_line(reading: Forain) -> None:
    assert reading("orders", "show", "nope").code == Exit.NOT_FOUND
    said = reading("orders", "accept", first(reading, "accept", "rakuten"), "--line", "nope")
    assert (said.code, said.out) == (Exit.REFUSED, "")


def test_an_order_tells_its_sum_and_its_story_in_words(reading: Forain) -> None:
    """Lines, shipping and total as on the page; events as sentences, not as the names programs use."""
    said = reading("orders", "show", first(reading, "accept", "spartoo"))
    told = dict(line.split("  ", 1) for line in said.out.splitlines() if "  " in line)
    assert {"Lines", "Shipping", "Total"} <= set(told)
    assert "Order seen for the first time" in said.out
    assert "order.seen" not in said.out


def test_a_refusal_names_the_command_that_mends_it(reading: Forain) -> None:
    said = reading(
        "orders", "ship", first(reading, "ship", "rakuten_fr"), "--carrier", "heppner", "--tracking", "AB12"
    )
    assert said.code == Exit.REFUSED
    assert "\n  forain carriers map heppner --connection 'rakuten_fr' --name 'Autre' --url" in said.err
