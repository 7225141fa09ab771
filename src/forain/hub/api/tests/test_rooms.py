"""Returns, to-dos, connections, marketplaces, exchanges and carriers over REST."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from forain.hub.api.tests.world import Api, World


def test_returns_are_listed_and_shown(api: Api, world: World) -> None:
    listed = api.get("/returns", {"state": "awaiting_receipt"}).json["items"]
    assert api.get(f"/returns/{world.product_return.pk}").json == listed[0]
    assert listed[0]["order_id"] == str(world.shipped.pk)
    assert api.get("/returns", {"state": "refused"}).json["items"] == []


def test_a_todo_is_resolved_once_and_leaves_the_list(api: Api, world: World) -> None:
    shown = api.get("/todos", {"kind": "accept"}).json["items"][0]
    assert (shown["severity"], shown["words"], shown["facts"]) == ("high", "Accept a sale", {"lines": "2"})
    done = api.post(f"/todos/{world.todo.pk}/resolve").json
    assert done["resolved_by"] == "api:test admin"
    assert api.post(f"/todos/{world.todo.pk}/resolve").json == done
    assert api.get("/todos").json["items"] == []
    assert api.get(f"/todos/{world.todo.pk}").json == done
    assert len(api.get("/events", {"kinds": "todo.resolved"}).json["items"]) == 1


def test_connecting_checks_live_and_never_shows_the_token_again(api: Api, world: World) -> None:
    from forain.hub.api.tests.world import SECRET

    wish = {"marketplace": "toymart", "name": "Second", "credentials": {"login": "me", "token": SECRET}}
    answer = api.post("/connections", wish, Idempotency_Key="connect-1")
    assert answer.status == 201
    assert (answer.json["mode"], answer.json["facts"]) == ("observe", {"seller": "42"})
    assert [one["resource"] for one in answer.json["readings"]] == ["sales"]
    again = api.post("/connections", wish, Idempotency_Key="connect-1")
    assert (again.text, again.headers["Idempotency-Replayed"]) == (answer.text, "true")
    shown = api.get("/connections").text + api.get(f"/connections/{answer.json['id']}").text + answer.text
    assert SECRET not in shown
    assert api.post("/connections", wish).json["errors"][0]["code"] == "name_taken"


def test_a_refused_account_says_which_field_to_mend(api: Api) -> None:
    wish = {"marketplace": "toymart", "name": "Second", "credentials": {"login": "me", "token": ""}}
    missing = api.post("/connections", wish)
    assert (missing.status, missing.code) == (422, "cannot_connect")
    assert missing.json["errors"] == [
        {"field": "body.token", "code": "missing", "detail": "Enter the token."}
    ]
    wrong = api.post("/connections", {**wish, "credentials": {"login": "me", "token": "wrong"}})
    assert wrong.json["errors"][0]["code"] == "credentials"
    unknown = api.post("/connections", {**wish, "marketplace": "nowhere"})
    assert unknown.json["errors"][0]["code"] == "unknown_marketplace"


def test_the_mode_of_a_connection_is_changed(api: Api, world: World) -> None:
    path = f"/connections/{world.connection.pk}"
    assert api.call("PATCH", path, {"mode": "paused"}).json["mode"] == "paused"
    assert api.get(path).json["mode"] == "paused"
    assert api.call("PATCH", path, {"mode": "fast"}).code == "invalid"


def test_a_marketplace_tells_what_to_type_and_what_it_can(api: Api) -> None:
    shown = api.get("/marketplaces", Accept_Language="fr").json["items"][0]
    assert shown["credentials"][0] == {
        "name": "login",
        "label": "Identifiant",
        "help": "Your login",
        "secret": False,
    }
    assert shown["clocks"][0] == {
        "name": "accept",
        "seconds": 172800,
        "working_days": False,
        "basis": "48 h après la vente",
        "certainty": "documented",
    }
    assert {one["kind"] for one in shown["capabilities"]} == {
        "accept", "refuse", "ship", "cancel", "return_decide", "return_label"
    }  # fmt: skip


def test_an_exchange_shows_its_body_in_its_own_charset(api: Api, world: World) -> None:
    shown = api.get(f"/exchanges/{world.exchange.pk}").json
    assert shown["response_body"] == "<prénom>Zoé</prénom>"
    assert shown["request_body"] == ""


def test_carriers_name_themselves_on_each_marketplace(api: Api) -> None:
    carriers = {one["code"]: one for one in api.get("/carriers").json["items"]}
    assert carriers["chronopost"]["names"]["rakuten_fr"] == "Chronopost"
