"""Webhooks over REST: made, changed, tried, disabled, removed; each change audited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.webhooks.happenings import deliver, happen

if TYPE_CHECKING:
    from forain.hub.api.tests.world import Api, World
    from tests.webhooks.receiver import Receiver

WISH = {"name": "erp", "address": "https://erp.example/hook", "kinds": ["order.seen"], "consumer": "erp"}


def test_a_webhook_is_made_changed_and_removed(api: Api, world: World) -> None:
    made = api.post("/webhooks", WISH)
    assert made.status == 201
    webhook = made.json["webhook"]
    assert made.json["secret"].startswith("whsec_")
    assert (webhook["enabled"], webhook["consumer"], webhook["kinds"]) == (True, "erp", ["order.seen"])
    assert api.post("/webhooks", WISH).code == "webhook_exists"
    assert webhook in api.get("/webhooks").json["items"]
    path = f"/webhooks/{webhook['id']}"
    changed = api.call("PATCH", path, {"kinds": [], "consumer": ""}).json
    assert (changed["kinds"], changed["consumer_id"], changed["name"]) == ([], None, "erp")
    assert api.call("PATCH", path, {"address": "https://10.0.0.1/"}).code == "webhook_address"
    assert api.call("PATCH", path, {"consumer": "nobody"}).code == "not_found"
    assert api.call("DELETE", path).json == changed
    assert api.get(path).status == 404


def test_a_test_is_sent_once_and_can_be_followed(endpoint: Any, receiver: Receiver, api: Api) -> None:
    receiver.always(500, b"not yet")
    asked = api.post(f"/webhooks/{endpoint.pk}/test")
    assert (asked.status, asked.json["kind"], asked.json["event_id"]) == (202, "hub.test", None)
    deliver()
    deliver()
    followed = api.get(f"/webhook-deliveries/{asked.json['id']}").json
    assert (followed["state"], followed["attempts"], len(receiver.got)) == ("failed", 1, 1)
    assert followed["answers"][0]["words"] == "not yet"
    assert receiver.got[0].json["data"] == {"event": None, "object": None}
    assert api.get("/todos", {"kind": "webhook"}).json["items"] == []


def test_deliveries_are_listed_by_state_and_replayed(
    endpoint: Any, receiver: Receiver, world: World, api: Api
) -> None:
    happen(world.order, 3)
    deliver()
    path = f"/webhooks/{endpoint.pk}"
    first = api.get(f"{path}/deliveries", {"limit": 2}).json
    rest = api.get(f"{path}/deliveries", {"limit": 2, "cursor": first["next"]}).json
    assert len({one["id"] for one in first["items"] + rest["items"]}) == 3
    assert api.get(f"{path}/deliveries", {"state": "failed"}).json["items"] == []
    one = first["items"][0]
    again = api.post(f"/webhook-deliveries/{one['id']}/replay")
    assert (again.status, again.json["state"], again.json["message_id"]) == (
        202,
        "waiting",
        one["message_id"],
    )
    assert api.post(f"{path}/replay", {"since": "2020-01-01T00:00:00Z"}).json["next"] is None


def test_a_disabled_webhook_says_so(endpoint: Any, api: Api) -> None:
    path = f"/webhooks/{endpoint.pk}"
    off = api.post(f"{path}/disable", {"reason": "moving"}).json
    assert (off["enabled"], off["disabled_because"], off["disabled_words"]) == (False, "person", "moving")
    for asked in (f"{path}/test", f"{path}/replay"):
        assert api.post(asked, {} if "replay" in asked else None).code == "webhook_disabled"


def test_rotating_shows_the_new_secret_and_how_long_the_old_one_lives(api: Api) -> None:
    webhook = api.post("/webhooks", WISH).json["webhook"]
    path = f"/webhooks/{webhook['id']}/rotate"
    done = api.post(path, {"overlap_hours": 1}).json
    assert done["secret"].startswith("whsec_")
    assert done["webhook"]["previous_secret_until"]
    assert api.post(path, {}).code == "rotation_under_way"
    assert api.post(path, {"overlap_hours": 0}).json["webhook"]["previous_secret_until"] is None


def test_every_change_is_audited(api: Api, world: World) -> None:
    from forain.hub.workspaces.models import AuditEntry

    webhook = api.post("/webhooks", WISH).json["webhook"]
    path = f"/webhooks/{webhook['id']}"
    for name in ("rotate", "disable", "enable"):
        api.post(f"{path}/{name}", {})
    api.post(f"{path}/test")
    api.post(f"{path}/replay", {})
    api.call("DELETE", path)
    done = AuditEntry.objects.filter(
        workspace=world.workspace, action__startswith="webhook.", actor="api:test admin"
    )
    assert list(done.order_by("id").values_list("action", flat=True)) == [
        f"webhook.{what}"
        for what in ("added", "rotated", "disabled", "enabled", "tested", "replayed", "removed")
    ]
    assert "whsec_" not in str(list(done.values()))
