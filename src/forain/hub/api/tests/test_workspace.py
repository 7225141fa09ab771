"""The workspace over REST: how long the proof of calls is kept, and the days of closing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from forain.hub.api.tests.world import Api, World


def test_days_kept_are_chosen_and_given_back_to_the_server(api: Api, world: World) -> None:
    before = api.get("/workspace").json
    assert (before["name"], before["exchange_days"]) == (world.workspace.name, None)
    chosen = api.patch("/workspace", {"exchange_days": 14}).json
    assert (chosen["exchange_days"], chosen["exchange_days_in_use"]) == (14, 14)
    assert api.patch("/workspace", {}).json == chosen
    assert api.patch("/workspace", {"exchange_days": 3}).status == 422
    assert api.patch("/workspace", {"exchange_days": None}).json == before


def test_days_of_closing_are_set_whole_and_move_deadlines(api: Api, world: World) -> None:
    from forain.hub.workspaces.models import AuditEntry

    wish = {"days": [{"day": "2026-12-26", "name": "Inventaire"}, {"day": "2026-12-24"}]}
    for _ in range(2):
        made = api.call("PUT", "/workspace/closed-days", wish).json["items"]
    assert made == [{"day": "2026-12-24", "name": ""}, {"day": "2026-12-26", "name": "Inventaire"}]
    assert api.get("/workspace/closed-days").json["items"] == made
    assert AuditEntry.objects.filter(action="clock.closed_days").count() == 1
    world.workspace.refresh_from_db()
    assert [one["day"] for one in world.workspace.closed_days] == ["2026-12-24", "2026-12-26"]
    assert api.call("PUT", "/workspace/closed-days", {"days": [{"day": "2026-02-31"}]}).status == 422
    assert api.call("PUT", "/workspace/closed-days", {"days": []}).json["items"] == []


def test_who_only_acts_changes_neither(api: Api, world: World) -> None:
    from forain.hub.api.tests.world import caller

    operator = caller(world.workspace, "operator")
    assert operator.get("/workspace").status == 200
    assert operator.patch("/workspace", {"exchange_days": 14}).status == 403
    assert operator.call("PUT", "/workspace/closed-days", {"days": []}).status == 403
