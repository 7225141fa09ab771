"""Who gets in, how far, and what the others are told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from forain.hub.api.tests.world import World
    from forain.hub.workspaces.models import User, Workspace


def test_a_key_is_shown_once_and_kept_as_a_digest(workspace: Workspace) -> None:
    from forain.hub.workspaces.keys import make, verify

    key, text = make(workspace, "ERP", actor="marie")
    assert text.startswith("frn_")
    assert len(text) == 47
    assert text.startswith(key.prefix)
    assert text.encode() not in bytes(key.digest)
    assert verify(text) == key


@pytest.mark.parametrize("text", ["", "frn_", "frn_nonsense", "Bearer", "frn_é", "frn_" + "x" * 5000])
def test_a_wrong_key_is_a_401_problem(world: World, text: str) -> None:
    from forain.hub.api.tests.world import Api

    answer = Api().get("/orders", Authorization=f"Bearer {text}")
    assert (answer.status, answer.code) == (401, "unauthorised")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_no_key_and_another_scheme_are_401(world: World) -> None:
    from forain.hub.api.tests.world import Api

    assert Api().get("/orders").status == 401
    assert Api().get("/orders", Authorization="Basic Zm9vOmJhcg==").status == 401


def test_a_revoked_key_opens_nothing(workspace: Workspace) -> None:
    from forain.hub.api.tests.world import Api
    from forain.hub.workspaces.keys import make, revoke

    key, text = make(workspace, "ERP")
    assert Api(text).get("/orders").status == 200
    assert revoke(key)
    assert not revoke(key)
    assert Api(text).get("/orders").status == 401


def test_the_last_use_is_written_once_a_minute(workspace: Workspace) -> None:
    from forain.hub.api.tests.world import NOON, Api
    from forain.hub.kit.clock import held_at
    from forain.hub.workspaces.keys import make

    key, text = make(workspace, "ERP")
    for moment, noted in (
        (NOON, NOON),
        (NOON + timedelta(seconds=50), NOON),
        (NOON + timedelta(seconds=70),) * 2,
    ):
        with held_at(moment):
            Api(text).get("/consumers")
        key.refresh_from_db()
        assert key.last_used_at == noted


@pytest.mark.parametrize(
    ("role", "may_act", "may_configure"),
    [("viewer", False, False), ("operator", True, False), ("admin", True, True)],
)
def test_roles_reach_as_far_as_they_should(
    world: World, role: str, may_act: bool, may_configure: bool
) -> None:
    from forain.hub.api.tests.world import caller

    api = caller(world.workspace, role)
    assert api.get(f"/orders/{world.order.pk}").status == 200
    assert (api.post(f"/orders/{world.order.pk}/accept").status == 202) is may_act
    assert (api.post("/consumers", {"name": "wms"}).status == 201) is may_configure


#: Not with GET, and yet nothing is written: a viewer may.
LOOKS = {"trySellingRules"}


def test_a_viewer_is_told_403_on_every_write(world: World) -> None:
    from forain.hub.api.document import operations
    from forain.hub.api.tests.world import caller

    api = caller(world.workspace, "viewer")
    for path, method, operation in operations():
        if method == "get" or operation.operation_id in LOOKS:
            continue
        asked = path.removeprefix("/api/v1").replace(
            f"{{{path.partition('{')[2].partition('}')[0]}}}", str(world.order.pk)
        )
        answer = api.call(method.upper(), asked, b"{}")
        assert (answer.status, answer.code) == (403, "forbidden"), operation.operation_id


def test_a_page_may_read_with_its_session_and_write_with_its_token(person: User, world: World) -> None:
    from django.test import Client

    browser = Client(enforce_csrf_checks=True, headers={"Accept-Language": "en"})
    browser.force_login(person)
    assert browser.get("/api/v1/orders").status_code == 200
    path = f"/api/v1/orders/{world.order.pk}/accept"
    refused = browser.post(path, b"{}", content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf_failed")
    browser.cookies["csrftoken"] = "a" * 32
    let_in = browser.post(path, b"{}", content_type="application/json", headers={"X-CSRFToken": "a" * 32})
    assert (let_in.status_code, let_in.json()["commands"][0]["created_by"]) == (202, "marie")


def test_another_workspaces_objects_are_not_there(world: World) -> None:
    """Over every route with an id in its address, generated from the routes themselves."""
    from forain.hub.api.document import operations
    from forain.hub.api.tests.world import caller
    from forain.hub.workspaces.models import Workspace

    stranger = caller(Workspace.objects.create(name="Stranger"))
    stranger.post("/consumers", {"name": "erp"})
    ids = world.ids
    bodies = {
        "shipOrder": {"carrier": "colissimo", "tracking_number": "1"},
        "correctTracking": {"carrier": "colissimo", "tracking_number": "1"},
        "refuseReturn": {"reason": "worn"},
        "giveReturnLabel": {"link": "https://labels.example/1"},
        "decideCommand": {"decision": "drop"},
        "decidePush": {"arrived": True},
        "trySellingRules": {"rules": {}},
        "confirmOfferStop": {"typed": "30"},
        "eraseBuyer": {"typed": "A-100"},
        "acknowledgeOrder": {"consumer": "erp"},
        "refuseHandOff": {"consumer": "erp", "reason": "no"},
        "unacknowledgeOrder": {"consumer": "erp", "reason": "no"},
        "changeConnection": {"mode": "paused"},
        "holdOrder": {"reason": "no"},
        "backfillConnection": {"since": "2026-01-01T00:00:00Z"},
        "replaceCredentials": {"credentials": {"token": "x"}},
        "replyToThread": {"text": "Bonjour"},
        "changeReplyTemplate": {"name": "x", "text": "y"},
        "snoozeTodo": {"until": None},
        "assignTodo": {"person": ""},
    }
    tried = 0
    for path, method, operation in operations():
        name = path.partition("{")[2].partition("}")[0]
        if not name or name == "code":
            continue
        asked = path.removeprefix("/api/v1").replace(f"{{{name}}}", ids[name])
        body = None if method == "get" else bodies.get(str(operation.operation_id), {})
        answer = stranger.call(method.upper(), asked, body)
        assert (answer.status, answer.code) == (404, "not_found"), operation.operation_id
        tried += 1
    assert tried >= 14


def test_lists_hold_nothing_of_another_workspace(world: World) -> None:
    from forain.hub.api.document import operations
    from forain.hub.api.tests.world import caller
    from forain.hub.workspaces.models import Workspace

    stranger = caller(Workspace.objects.create(name="Stranger"))
    public = {
        "/marketplaces",
        "/carriers",
        "/carrier-test",
        "/shipments/export",
        "/skus/rules",
    }  # tests of their own look into carriers and shipments
    for path, method, _operation in operations():
        asked = path.removeprefix("/api/v1")
        if asked == "/orders/export":
            assert stranger.get(asked, {"format": "jsonl"}).text == ""
        elif asked == "/workspace" and method == "get":
            assert stranger.get(asked).json["name"] == "Stranger"
        elif method == "get" and "{" not in asked and asked not in public:
            assert stranger.get(asked).json["items"] == [], asked
    assert stranger.get("/orders", {"connection": str(world.connection.pk)}).json["items"] == []
    assert stranger.get("/commands", {"order": str(world.shipped.pk)}).json["items"] == []


def test_every_write_names_who_may_call_it() -> None:
    from forain.hub.api.document import operations
    from forain.hub.kit.routes import STRICTEST, rules_of

    for _path, method, operation in operations():
        if method != "get":
            assert rules_of(operation.view_func, operation.methods) is not STRICTEST, operation.operation_id
