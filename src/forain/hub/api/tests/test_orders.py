"""Orders over REST: what is shown, found, paged and refused."""

from __future__ import annotations

from base64 import b64encode
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from forain.hub.api.tests.world import Api, World


def test_an_order_shows_all_seven_axes_with_raw_beside(api: Api, world: World) -> None:
    shown = api.get(f"/orders/{world.order.pk}").json
    line = shown["lines"][0]
    assert line["observed"] == {"itemstatus": "TO_CONFIRM"}
    assert (line["fulfilment"], line["dispute"], line["money_state"]) == (
        "awaiting_acceptance",
        "none",
        "provisional",
    )
    assert shown["hand_offs"][0]["state"] == "new"
    assert line["unit_price"] == {"minor": 1290, "currency": "EUR", "amount": "12.90"}
    assert shown["money"]["total"]["minor"] == 3070
    assert shown["deadline"]["basis"] == "48 h after the sale"
    assert shown["deadline"]["certainty"] == "documented"
    assert shown["shipping_address"]["raw"] == {"firstname": "Zoé"}
    assert shown["delivery_point"]["point_id"] == "FR-084735"
    assert shown["placed_at"] == "2026-11-20T12:00:00Z"


def test_commands_parcels_and_returns_stand_with_their_order(api: Api, world: World) -> None:
    shown = api.get(f"/orders/{world.shipped.pk}").json
    assert shown["commands"][0]["id"] == str(world.command.pk)
    assert shown["parcels"][0]["tracking_number"] == "6A123"
    assert shown["returns"][0]["state"] == "awaiting_receipt"


def test_words_are_in_the_callers_language(api: Api, world: World) -> None:
    shown = api.get(f"/orders/{world.order.pk}", Accept_Language="fr").json
    assert shown["deadline"]["basis"] == "48 h après la vente"


def test_the_list_is_filtered_by_state_tab_connection_text_and_time(api: Api, world: World) -> None:
    def found(**query: object) -> list[str]:
        return [one["reference"] for one in api.get("/orders", query).json["items"]]

    assert sorted(found()) == ["A-100", "A-200"]
    assert found(state=["shipped"]) == ["A-200"]
    assert sorted(found(state=["shipped", "awaiting_acceptance"])) == ["A-100", "A-200"]
    assert found(tab="accept") == ["A-100"]
    assert found(text="a-100") == ["A-100"]
    assert found(text="nobody") == []
    assert len(found(connection=str(world.connection.pk))) == 2
    assert found(placed_after="2026-11-21T00:00:00Z") == []


def test_pages_neither_repeat_nor_skip_while_orders_come_in(api: Api, world: World) -> None:
    from forain.hub.api.tests.world import NOON, order_of

    for number in range(7):
        order_of(world.connection, f"P-{number}", placed_at=NOON - timedelta(days=1, minutes=number), lines=1)
    seen: list[str] = []
    page: dict[str, Any] = {"next": ""}
    while page["next"] is not None:
        page = api.get("/orders", {"limit": 2, "cursor": page["next"], "text": "p"}).json
        seen += [one["reference"] for one in page["items"]]
        order_of(
            world.connection, f"P-new-{len(seen)}", placed_at=NOON + timedelta(minutes=len(seen)), lines=1
        )
    assert seen == [f"P-{number}" for number in range(7)]


def test_a_page_leads_back_to_the_one_before(api: Api, world: World) -> None:
    first = api.get("/orders", {"limit": 1}).json
    second = api.get("/orders", {"limit": 1, "cursor": first["next"]}).json
    back = api.get("/orders", {"limit": 1, "cursor": second["previous"]}).json
    assert [one["id"] for one in back["items"]] == [one["id"] for one in first["items"]]
    assert (first["previous"], second["next"]) == (None, None)


@pytest.mark.parametrize(
    "cursor",
    [
        "nonsense",
        "AAAA",
        "é",
        "WyJhZnRlciJd",
        b64encode(b'["after","0001-01-01T00:00:00+20:00","00000000-0000-0000-0000-000000000000"]').decode(),
    ],
)
def test_a_foreign_cursor_is_named(api: Api, cursor: str) -> None:
    for path in ("/orders", "/commands", "/returns", "/todos"):
        assert api.get(path, {"cursor": cursor}).code == "bad_cursor"


def test_a_misspelt_filter_is_refused_instead_of_ignored(api: Api) -> None:
    answer = api.get("/orders", {"sate": "to_ship"})
    assert (answer.status, answer.code) == (422, "unknown_parameter")
    assert answer.json["errors"][0]["field"] == "query.sate"


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 0},
        {"limit": 201},
        {"limit": "x"},
        {"state": "sold"},
        {"placed_after": "2026-11-20"},
        {"placed_after": "0001-01-01T00:00:00+20:00"},
    ],
)
def test_wrong_values_are_named(api: Api, query: dict[str, object]) -> None:
    answer = api.get("/orders", query)
    assert (answer.status, answer.code) == (422, "invalid")
    assert answer.json["errors"][0]["field"].startswith(f"query.{next(iter(query))}")


def test_timeline_and_actions_say_what_happened_and_what_may(api: Api, world: World) -> None:
    entries = api.get(f"/orders/{world.order.pk}/timeline").json["items"]
    assert [entry["kind"] for entry in entries] == ["order.seen"]
    possible = {one["kind"]: one for one in api.get(f"/orders/{world.order.pk}/actions").json["items"]}
    assert possible["accept"]["allowed"]
    assert len(possible["accept"]["lines"]) == 2
    assert (possible["ship"]["allowed"], possible["ship"]["code"]) == (False, "wrong_state")
    assert "To accept" in possible["ship"]["reason"]


def test_one_line_is_shown_alone(api: Api, world: World) -> None:
    assert api.get(f"/lines/{world.line.pk}").json["reference"] == "A-100-0"


def test_an_unchanged_order_is_not_sent_again(api: Api, world: World) -> None:
    path = f"/orders/{world.order.pk}"
    tag = api.get(path).headers["ETag"]
    again = api.get(path, If_None_Match=tag)
    assert (again.status, again.text) == (304, "")
    packed = api.get(path, Accept_Encoding="gzip").headers["ETag"]
    assert packed == f"W/{tag}"
    assert api.get(path, If_None_Match=packed).status == 304
    world.order.site = "es"
    world.order.save()
    assert api.get(path, If_None_Match=tag).status == 200


def test_statements_are_bounded_however_many_orders(api: Api, world: World) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from forain.hub.api.tests.world import order_of

    for number in range(198):
        order_of(world.connection, f"Q-{number}")
    with CaptureQueriesContext(
        connection,
    ) as listed:
        assert len(api.get("/orders", {"limit": 200}).json["items"]) == 200
    with CaptureQueriesContext(connection) as shown:
        api.get(f"/orders/{world.order.pk}")
    assert len(listed) <= 11, [one["sql"][:90] for one in listed.captured_queries]
    assert len(shown) <= 9, [one["sql"][:90] for one in shown.captured_queries]
