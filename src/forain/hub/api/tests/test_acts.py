"""Commands after acceptance over REST: what is refused before anything is sent, and what takes the place of what."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from forain.hub.api.tests.world import Api, World
    from forain.hub.orders.models import Order

PARCEL = {"carrier": "colissimo", "tracking_number": "6A12345678901"}


@pytest.fixture
def to_ship(world: World) -> Order:
    from forain.hub.api.tests.world import order_of
    from forain.hub.orders.models import Stand

    return order_of(world.connection, "S-1", state=Stand.TO_SHIP, lines=1)


def test_a_cancellation_needs_a_reason_of_the_marketplaces_list(api: Api, to_ship: Order) -> None:
    """Missing, too long and unknown are told apart, each before anything is written."""
    address = f"/orders/{to_ship.pk}/cancel"
    assert api.post(address).code == "reason_missing"
    assert api.post(address, {"reason": "x" * 41}).json["facts"] == {"longest": 40}
    unknown = api.post(address, {"reason": "mood"})
    assert (unknown.status, unknown.code) == (422, "reason_unknown")
    assert unknown.json["facts"]["reasons"] == {"broken": "Broken", "gone": "Gone"}
    good = api.post(address, {"reason": "broken"})
    assert (good.status, good.json["commands"][0]["details"]["reason"]) == (202, "broken")


def test_a_wrong_state_lists_what_is_possible_instead(api: Api, world: World) -> None:
    answer = api.post(f"/orders/{world.order.pk}/cancel", {"reason": "broken"})
    assert (answer.status, answer.code) == (409, "wrong_state")
    assert answer.json["facts"]["allowed"] == ["accept", "refuse"]
    assert "Possible from here: Accept, Refuse." in answer.json["detail"]


def test_what_the_marketplace_does_not_list_is_refused_while_that_is_fresh(api: Api, to_ship: Order) -> None:
    """The actions seen on the line decide for a day, and only in the state they were seen in."""
    from forain.hub.kit.clock import now

    line = to_ship.lines.get()
    line.fulfilment_since = now() - timedelta(days=3)
    line.actions, line.detailed_at = ["write"], now() - timedelta(hours=1)
    line.save()
    answer = api.post(f"/orders/{to_ship.pk}/cancel", {"reason": "broken"})
    assert (answer.status, answer.code) == (409, "not_allowed_there")
    assert answer.json["facts"]["allowed"] == ["write"]
    line.detailed_at = now() - timedelta(hours=25)
    line.save()
    assert api.post(f"/orders/{to_ship.pk}/cancel", {"reason": "broken"}).status == 202


def test_cancelling_takes_the_place_of_a_shipment_that_waits(api: Api, to_ship: Order) -> None:
    shipped = api.post(f"/orders/{to_ship.pk}/ship", PARCEL).json["commands"][0]
    cancelled = api.post(f"/orders/{to_ship.pk}/cancel", {"reason": "gone"}).json["commands"][0]
    before = api.get(f"/commands/{shipped['id']}").json
    assert (before["state"], before["outcome_code"]) == ("superseded", "replaced")
    assert "newer wish" in before["outcome_words"]
    assert cancelled["state"] == "queued"
    kinds = [one["kind"] for one in api.get("/events", {"limit": 200}).json["items"]]
    assert "command.superseded" in kinds


def test_another_number_is_told_after_the_waiting_one_is_dropped(api: Api, to_ship: Order) -> None:
    """The same parcel again is the same command; another number is refused while the first waits."""
    first = api.post(f"/orders/{to_ship.pk}/ship", PARCEL).json["commands"][0]
    assert api.post(f"/orders/{to_ship.pk}/ship", PARCEL).json["commands"][0]["id"] == first["id"]
    other = {**PARCEL, "tracking_number": "6A10000000002"}
    assert api.post(f"/orders/{to_ship.pk}/ship", other).code == "other_parcel"
    api.post(f"/commands/{first['id']}/decide", {"decision": "drop"})
    assert api.post(f"/orders/{to_ship.pk}/ship", other).json["commands"][0]["id"] != first["id"]


def test_a_sent_shipment_is_not_sent_again_with_another_number(api: Api, to_ship: Order) -> None:
    from forain.hub.outbox.models import Command, Hold, State

    command = api.post(f"/orders/{to_ship.pk}/ship", PARCEL).json["commands"][0]
    Command.objects.filter(pk=command["id"]).update(state=State.CONFIRMED)
    Hold.objects.all().delete()
    assert api.post(f"/orders/{to_ship.pk}/ship", PARCEL).json["commands"][0]["id"] == command["id"]
    other = api.post(f"/orders/{to_ship.pk}/ship", {**PARCEL, "tracking_number": "6A10000000002"})
    assert (other.status, other.code) == (409, "other_parcel")


def test_accepting_the_rest_leaves_a_refused_line_alone(api: Api, world: World) -> None:
    """Without names, accepting means what nobody decided yet; refusing and cancelling mean the whole order."""
    api.post(f"/orders/{world.order.pk}/refuse", {"lines": ["A-100-0"]})
    accepted = api.post(f"/orders/{world.order.pk}/accept").json["commands"]
    assert [one["line_references"] for one in accepted] == [["A-100-1"]]
    refused = api.post(f"/orders/{world.order.pk}/refuse").json["commands"]
    assert sorted(one["line_references"][0] for one in refused) == ["A-100-0", "A-100-1"]


def test_what_a_marketplace_cannot_do_is_refused_with_the_way_out(api: Api, world: World) -> None:
    answer = api.post(f"/orders/{world.shipped.pk}/mark-lost")
    assert (answer.status, answer.code) == (409, "not_offered")


def test_marketplaces_tell_their_rules_and_what_they_cannot_do(api: Api) -> None:
    (shown,) = api.get("/marketplaces").json["items"]
    cancel = next(one for one in shown["capabilities"] if one["kind"] == "cancel")
    assert cancel["reason"]["choices"] == {"broken": "Broken", "gone": "Gone"}
    assert cancel["allowed_from"] == ["awaiting_stock", "to_ship", "shipped"]
    label = next(one for one in shown["capabilities"] if one["kind"] == "return_label")
    assert label["label"]["largest"] == 1000


# What only a person can say ------------------------------------------------------------------------------------


@pytest.fixture
def uncertain(api: Api, to_ship: Order) -> dict[str, Any]:
    """A shipment nobody could look up, with its to-do."""
    from forain.hub.inbox.models import TodoKind
    from forain.hub.inbox.of_commands import ask_person
    from forain.hub.journal.unit import unit
    from forain.hub.outbox.models import Command, Hold, State

    made = api.post(f"/orders/{to_ship.pk}/ship", PARCEL).json["commands"][0]
    Hold.objects.all().delete()
    Command.objects.filter(pk=made["id"]).update(state=State.NEEDS_PERSON, attempts=1)
    with unit(to_ship.workspace_id) as work:
        row = Command.objects.select_related("connection").get(pk=made["id"])
        ask_person(work, row, TodoKind.UNCERTAIN_COMMAND, "cannot_tell", "")
    return {"id": made["id"]}


def open_todos(api: Api) -> list[str]:
    return [one["kind"] for one in api.get("/todos").json["items"] if one["kind"] == "uncertain_command"]


def test_a_person_says_that_it_was_done(api: Api, uncertain: dict[str, Any], to_ship: Order) -> None:
    """Confirmed, the parcel kept, the to-do gone; saying it twice is refused."""
    from forain.hub.parcels.models import Parcel

    assert open_todos(api)
    answer = api.post(f"/commands/{uncertain['id']}/decide", {"decision": "done"})
    assert (answer.status, answer.json["state"], answer.json["outcome_code"]) == (
        200,
        "confirmed",
        "person.done",
    )
    assert Parcel.objects.get(order=to_ship).tracking_number == PARCEL["tracking_number"]
    assert not open_todos(api)
    assert api.post(f"/commands/{uncertain['id']}/decide", {"decision": "drop"}).code == "not_yours_to_say"


def test_a_person_sends_it_again_or_drops_it(api: Api, uncertain: dict[str, Any], to_ship: Order) -> None:
    address = f"/commands/{uncertain['id']}/decide"
    assert api.post(address, {"decision": "again"}).json["state"] == "queued"
    assert not open_todos(api)
    held = api.post(f"/orders/{to_ship.pk}/ship", PARCEL).json["commands"][0]
    assert held["id"] == uncertain["id"], "it holds its line again"
    assert api.post(address, {"decision": "drop"}).code == "not_yours_to_say", "it was sent before"


def test_sending_again_is_refused_when_the_line_moved_on_or_is_taken(
    api: Api, uncertain: dict[str, Any], to_ship: Order
) -> None:
    address = f"/commands/{uncertain['id']}/decide"
    api.post(f"/orders/{to_ship.pk}/cancel", {"reason": "gone"})
    assert api.post(address, {"decision": "again"}).code == "command_open"
    to_ship.lines.update(fulfilment="cancelled")
    answer = api.post(address, {"decision": "again"})
    assert (answer.status, answer.code) == (409, "too_late")
    assert api.post(address, {"decision": "drop"}).json["outcome_code"] == "person.dropped"


def test_a_command_that_waits_can_be_dropped(api: Api, to_ship: Order) -> None:
    made = api.post(f"/orders/{to_ship.pk}/ship", PARCEL).json["commands"][0]
    dropped = api.post(f"/commands/{made['id']}/decide", {"decision": "drop"}).json
    assert (dropped["state"], dropped["outcome_code"]) == ("superseded", "person.dropped")
    assert api.post(f"/orders/{to_ship.pk}/cancel", {"reason": "gone"}).status == 202
