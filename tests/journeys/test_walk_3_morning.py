"""Walkthrough 3: a morning of sales. Thirty are accepted at once after a preview that flags three, one is refused for
lack of stock, each ends sent and then seen, and a double click sends nothing twice. Over REST and by the terminal."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.conftest import Playground
from tests.journeys.faces import Face


def new_sales(playground: Playground, count: int) -> tuple[list[str], dict[str, str]]:
    """References of new Rakuten sales of one item each, and sale -> item."""
    made = [playground.sandbox.control("rakuten_fr/sale", mode="Suivi") for _ in range(count)]
    return [one["sale"] for one in made], {one["sale"]: one["items"][0] for one in made}


def verdicts(told: Any) -> dict[str, str]:
    return {one["order"]: one["verdict"] for one in told.data["items"]}


def test_a_morning_of_sales(playground: Playground, face: Face) -> None:
    playground.first_visit()
    sales, item = new_sales(playground, 33)
    playground.sync()
    gone, short, early, good = sales[0], sales[1], sales[2], sales[3:]
    assert len(good) == 30

    # Meanwhile: one was accepted already, one is cancelled by its buyer, one cannot be delivered.
    assert face.order(early, "accept").ok
    playground.drain()
    playground.sandbox.control("rakuten_fr/cancel", item=item[gone], by="buyer")
    playground.sync()
    refused = face.order(short, "refuse", reason="rupture de stock")
    assert refused.data["commands"][0]["details"]["reason"] == "rupture de stock"

    ledger = len(playground.sandbox.ledger.entries)
    preview = face.preview("accept", sales)
    assert preview.ok
    assert preview.data["counts"] == {"go": 30, "under_way": 0, "flagged": 3, "unknown": 0}
    flagged = {one["order"]: one for one in preview.data["items"] if one["verdict"] == "flagged"}
    assert {order: one["code"] for order, one in flagged.items()} == {
        gone: "wrong_state",
        early: "wrong_state",
        short: "command_open",
    }
    assert "Cancelled" in flagged[gone]["reason"]
    assert "To ship" in flagged[early]["reason"]
    assert "Refuse" in flagged[short]["reason"]
    assert len(playground.sandbox.ledger.entries) == ledger, "a preview sends nothing"

    # The double click: the second asks for nothing new.
    first, second = face.bulk("accept", sales), face.bulk("accept", sales)
    assert verdicts(first) == verdicts(preview)
    assert Counter(verdicts(second).values()) == {"under_way": 30, "flagged": 3}
    assert commands_of(first) == commands_of(second)
    assert len(commands_of(first)) == 30

    playground.drain()
    sent = [one for sale in good for one in face.show(sale)["commands"]]
    assert {(one["state"], one["seen_at"]) for one in sent} == {("confirmed", None)}
    third = face.bulk("accept", sales)
    assert commands_of(third) == commands_of(first), "sent and not yet seen: still the same"

    playground.sync()
    for sale in (*good, early):
        shown = face.show(sale)
        (command,) = shown["commands"]
        assert (shown["state"], command["state"]) == ("to_ship", "confirmed")
        assert command["seen_at"] > command["sent_at"]
    assert face.show(short)["state"] == "refused"
    assert face.show(short)["commands"][0]["seen_at"]
    assert Counter(verdicts(face.bulk("accept", sales)).values()) == {"flagged": 33}

    playground.drain()
    assert sorted(playground.effects("accepted")) == sorted(item[one] for one in (*good, early))
    assert playground.effects("refused") == [item[short]]
    assert not playground.sandbox.ledger.repeated()


def commands_of(told: Any) -> set[str]:
    return {command["id"] for one in told.data["items"] for command in one["commands"]}


def test_a_waiting_shipment_gives_way_to_a_cancellation(playground: Playground, face: Face) -> None:
    """Nothing was sent yet: the shipment is superseded, only the cancellation goes out, its reason with it."""
    playground.first_visit()
    (sale,), item = new_sales(playground, 1)
    playground.sync()
    face.order(sale, "accept")
    playground.drain()
    playground.sync()
    face.order(sale, "ship", carrier="colissimo", tracking_number="6A12345678901")
    assert face.order(sale, "cancel", reason="").ok is False
    assert face.order(sale, "cancel", reason="Article cassé, désolé.").ok
    playground.drain()
    playground.sync()
    shown = face.show(sale)
    assert [(one["kind"], one["state"]) for one in shown["commands"]] == [
        ("accept", "confirmed"),
        ("ship", "superseded"),
        ("cancel", "confirmed"),
    ]
    assert shown["commands"][1]["outcome_code"] == "replaced"
    assert (shown["state"], shown["do_not_ship"]) == ("cancelled", False)
    assert playground.effects("cancelled") == [item[sale]]
    assert playground.effects("shipped") == []


def test_a_wish_that_waited_too_long_ends_with_a_todo(playground: Playground, face: Face) -> None:
    """The buyer cancels while the acceptance waits: it ends, nothing is sent, and a person is told."""
    from forain.hub.inbox.models import Todo, TodoKind
    from forain.hub.inbox.told import told

    playground.first_visit()
    (sale,), item = new_sales(playground, 1)
    playground.sync()
    face.order(sale, "accept")
    playground.sandbox.control("rakuten_fr/cancel", item=item[sale], by="buyer")
    playground.sync()
    (command,) = face.show(sale)["commands"]
    assert (command["state"], command["outcome_code"]) == ("superseded", "moved_on")
    todo = Todo.objects.get(kind=TodoKind.EXPIRED_COMMAND, resolved_at=None)
    assert (todo.subject, str(todo.order_id)) == (sale, command["order_id"])
    assert "Too late" in told(todo)
    assert playground.drain() == 0
    assert playground.effects("accepted") == []


def test_a_correction_that_cannot_be_read_back_needs_a_person(playground: Playground, face: Face) -> None:
    """The answer is lost after the effect: nothing is sent again by itself; the person says that it was done."""
    playground.first_visit()
    (sale,), item = new_sales(playground, 1)
    playground.sync()
    for action, details in (
        ("accept", {}),
        ("ship", {"carrier": "colissimo", "tracking_number": "6A12345678901"}),
    ):
        assert face.order(sale, action, **details).ok
        playground.drain()
        playground.sync()
    playground.sandbox.fault("drop_after", service="settrackingpackageinfos", count=1)
    asked = face.order(sale, "correct-tracking", carrier="colissimo", tracking_number="6A10000000002")
    (command,) = asked.data["commands"]
    for _ in range(3):
        playground.drain()
        soon(command["id"])
    assert face.show(sale)["commands"][-1]["state"] == "needs_person"
    assert playground.effects("tracking_corrected") == [item[sale]]
    done = face.decide(command["id"], "done")
    assert (done.data["state"], done.data["outcome_code"]) == ("confirmed", "person.done")
    (parcel,) = face.show(sale)["parcels"]
    assert parcel["tracking_number"] == "6A10000000002"
    assert not face.decide(command["id"], "again").ok
    playground.drain()
    assert playground.effects("tracking_corrected") == [item[sale]]


def soon(command: str) -> None:
    """The pause before a look-up is over."""
    from forain.hub.outbox.models import Command

    rows = Command.objects.filter(pk=command)
    rows.update(next_at=rows.get().created_at)
