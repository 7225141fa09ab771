"""Carriers over REST: the effective registry, one's own, mappings checked when they are made, numbers tried."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from forain.hub.api.tests.world import Api, World

VELO = {
    "code": "Coursier-Vert",
    "name": "Coursier Vert",
    "pattern": "CV[0-9]{6}",
    "url": "https://vert.example.fr/{n}",
    "network": "mondial_relay",
}


def by_code(api: Api) -> dict[str, Any]:
    return {one["code"]: one for one in api.get("/carriers").json["items"]}


def test_the_registry_holds_ours_and_the_workspaces_own(api: Api, world: World) -> None:
    assert api.post("/carriers", VELO).status == 201
    found = by_code(api)
    assert found["colissimo"]["names"] == {"rakuten_fr": "Colissimo"}
    assert found["colissimo"]["own"] is False
    assert {"pattern": "[0-9][A-Z][0-9]{11}", "check": "colissimo"} in found["colissimo"]["numbers"]
    mine = found["coursier_vert"]
    assert mine["own"] is True
    assert (mine["certainty"], mine["network"]) == ("own", "mondial_relay")
    assert api.get("/carriers/Coursier Vert").json == mine


def test_own_words_over_a_known_carrier_keep_the_rest_and_go_again(api: Api, world: World) -> None:
    added = api.post("/carriers", {"code": "heppner", "url": "https://heppner.example.fr/?n={n}"})
    assert added.status == 201
    heppner = by_code(api)["heppner"]
    assert (heppner["name"], heppner["own"], heppner["url"]) == (
        "heppner",
        True,
        "https://heppner.example.fr/?n={n}",
    )
    changed = api.call("PATCH", "/carriers/heppner", {"name": "Heppner Sud", "pattern": "H[0-9]{8}"})
    assert changed.json["name"] == "Heppner Sud"
    assert changed.json["url"] == "https://heppner.example.fr/?n={n}"
    removed = api.call("DELETE", "/carriers/heppner")
    assert (removed.status, removed.json["name"]) == (200, "Heppner Sud")
    again = by_code(api)["heppner"]
    assert (again["name"], again["own"], again["url"]) == ("Heppner", False, "")
    assert api.call("DELETE", "/carriers/heppner").code == "not_found"
    assert api.call("PATCH", "/carriers/colissimo", {"name": "x"}).code == "not_found"


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"code": "été"}, 422, "carrier_code_malformed"),
        ({"code": "velo_express"}, 409, "carrier_exists"),
        ({"url": "https://vert.example.fr/"}, 422, "template_no_number"),
        ({"url": "https://{n}.example.fr/"}, 422, "template_malformed"),
        ({"url": "javascript:alert({n})"}, 422, "template_malformed"),
        ({"url": "https://vert.example.fr/{n}?{lang}"}, 422, "template_placeholder"),
        ({"pattern": "(a+)+"}, 422, "pattern_malformed"),
        ({"pattern": "a?a?a?a?"}, 422, "pattern_too_loose"),
        ({"check": "mine"}, 422, "check_rule_unknown"),
        ({"check": "s10", "pattern": ""}, 422, "pattern_missing"),
    ],
)
def test_what_cannot_be_used_is_refused_when_it_is_configured(
    api: Api, world: World, change: dict[str, str], status: int, code: str
) -> None:
    """Never silently: each refusal has its code, a sentence, and a way out in both languages."""
    for language in ("en", "fr"):
        answer = api.post("/carriers", {**VELO, **change}, Accept_Language=language)
        assert (answer.status, answer.code) == (status, code)
        assert answer.json["detail"]
        assert answer.json["way_out"]


def test_a_mapping_is_checked_against_the_marketplaces_list(api: Api, world: World) -> None:
    wish = {"connection": str(world.connection.pk), "carrier": "Hermes", "name": "autre"}
    assert api.call("PUT", "/carrier-mappings", wish).code == "template_needed"
    strange = api.call("PUT", "/carrier-mappings", {**wish, "name": "Hermes"})
    assert (strange.status, strange.code) == (409, "carrier_name_unknown")
    assert strange.json["facts"]["names"] == ["Autre", "Colissimo"]
    bad = api.call("PUT", "/carrier-mappings", {**wish, "url": "https://hermes.example.fr/"})
    assert bad.code == "template_no_number"
    nowhere = api.call(
        "PUT", "/carrier-mappings", {**wish, "url": "https://h.example.fr/{n}", "country": "Syldavia"}
    )
    assert nowhere.code == "country_unknown"
    done = api.call("PUT", "/carrier-mappings", {**wish, "url": "https://h.example.fr/{n}", "country": "fr"})
    assert done.status == 200
    assert (done.json["carrier"], done.json["name"], done.json["country"]) == ("hermes", "Autre", "FR")
    assert (done.json["problem"], done.json["changed_by"]) == ("", "api:test admin")


def test_mapping_again_changes_the_row_and_unmapping_forgets_it(api: Api, world: World) -> None:
    wish = {"connection": str(world.connection.pk), "carrier": "hermes", "url": "https://h.example.fr/{n}"}
    first = api.call("PUT", "/carrier-mappings", {**wish, "service": "Suivi"}).json
    second = api.call("PUT", "/carrier-mappings", {**wish, "service": "SUIVI", "name": "Colissimo"}).json
    assert (first["id"], first["name"], second["name"]) == (second["id"], "Autre", "Colissimo")
    listed = api.get("/carrier-mappings", {"connection": str(world.connection.pk)}).json["items"]
    assert {one["carrier"] for one in listed} == {"heppner", "hermes"}
    assert api.call("DELETE", f"/carrier-mappings/{second['id']}").json["id"] == second["id"]
    assert api.call("DELETE", f"/carrier-mappings/{second['id']}").code == "not_found"


def test_the_closest_mapping_decides(api: Api, world: World) -> None:
    """Service and country before service, before country, before neither."""
    from forain.hub.carriers.naming import Asked, named

    wish = {"connection": str(world.connection.pk), "carrier": "hermes"}
    for where, service, country in (
        ("all", "", ""),
        ("de", "", "DE"),
        ("x", "Express", ""),
        ("xde", "Express", "DE"),
    ):
        body = {**wish, "service": service, "country": country, "url": f"https://{where}.example.fr/{{n}}"}
        assert api.call("PUT", "/carrier-mappings", body).status == 200

    def host(service: str, country: str) -> str:
        template = named(world.connection, Asked("Hermes", service, country)).template
        return template.removeprefix("https://").partition(".")[0]

    assert host("Normal", "FR") == "all"
    assert host("Normal", "DE") == "de"
    assert host("express", "FR") == "x"
    assert host("Express", "DE") == "xde"


def test_a_name_the_marketplace_dropped_is_told_and_refused(api: Api, world: World) -> None:
    """Configured when the list still had it: the mapping says so, and a shipment is refused instead of sent."""
    from forain.hub.api.tests.world import order_of
    from forain.hub.carriers.models import CarrierMapping
    from forain.hub.orders.models import Stand

    CarrierMapping.objects.filter(pk=world.mapping.pk).update(name="Kiala")
    [row] = api.get("/carrier-mappings").json["items"]
    assert row["problem"] == "carrier_name_unknown"
    order = order_of(world.connection, "S-1", state=Stand.TO_SHIP, lines=1)
    answer = api.post(f"/orders/{order.pk}/ship", {"carrier": "heppner", "tracking_number": "1"})
    assert (answer.status, answer.code) == (409, "carrier_name_unknown")


def test_a_number_is_tried_with_check_digit_and_address(api: Api, world: World) -> None:
    found = api.get("/carrier-test", {"number": "1Z 999 AA1 0123456784"}).json
    assert found["number"] == "1Z999AA10123456784"
    best = found["items"][0]
    assert (best["carrier"], best["verdict"], best["rule"]) == ("ups", "right", "UPS 1Z")
    assert best["url"] == "https://www.ups.com/track?tracknum=1Z999AA10123456784"
    slip = api.get("/carrier-test", {"number": "1Z999AA10123456785", "carrier": "UPS"}).json["items"]
    assert [one["verdict"] for one in slip] == ["wrong_digit"]
    assert (
        api.get("/carrier-test", {"number": "hello", "carrier": "ups"}).json["items"][0]["verdict"]
        == "strange"
    )
    assert api.get("/carrier-test", {"number": "1", "carrier": "pigeon"}).code == "not_found"


def test_own_numbers_are_tried_too_and_only_here(api: Api, world: World) -> None:
    from forain.hub.api.tests.world import caller
    from forain.hub.workspaces.models import Workspace

    api.post("/carriers", VELO)
    mine = api.get("/carrier-test", {"number": "cv123456"}).json["items"]
    assert "coursier_vert" in [one["carrier"] for one in mine]
    stranger = caller(Workspace.objects.create(name="Stranger"))
    theirs = stranger.get("/carrier-test", {"number": "cv123456"}).json["items"]
    assert "coursier_vert" not in [one["carrier"] for one in theirs]
    assert "coursier_vert" not in by_code(stranger)
    assert "velo_express" not in by_code(stranger)
    wish = {"connection": str(world.connection.pk), "carrier": "hermes", "url": "https://h.example.fr/{n}"}
    assert stranger.call("PUT", "/carrier-mappings", wish).code == "not_found"


def test_the_names_a_marketplace_takes_are_listed(api: Api, world: World) -> None:
    found = api.get(f"/connections/{world.connection.pk}/carrier-names").json
    assert found["other"] == "Autre"
    assert found["items"] == [
        {"name": "Autre", "needs_url": True, "weak": False},
        {"name": "Colissimo", "needs_url": False, "weak": False},
    ]


def test_an_operator_may_ship_but_not_map(api: Api, world: World) -> None:
    from forain.hub.api.tests.world import caller
    from forain.hub.workspaces.models import Role

    operator = caller(world.workspace, Role.OPERATOR)
    assert operator.call("PUT", "/carrier-mappings", {}).status in (403, 422)
    wish = {"connection": str(world.connection.pk), "carrier": "hermes", "url": "https://h.example.fr/{n}"}
    assert operator.call("PUT", "/carrier-mappings", wish).code == "forbidden"
    assert operator.post("/carriers", VELO).code == "forbidden"
