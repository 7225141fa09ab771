"""Walkthrough 8: a Spartoo return arrives, a label is sent, the parcel comes back and is accepted; or it is refused with
a reason; statuses follow. Over REST and by the terminal."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.conftest import Playground
from tests.journeys.faces import Face
from tests.journeys.test_walk_3_morning import soon
from tests.journeys.test_walk_5_spartoo import PARCEL, go

LINK = "https://labels.example.com/retour/42.pdf"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def a_return(playground: Playground, *, seller_label: bool) -> str:
    """A buyer sends back a line of an order that was accepted and shipped; its reference."""
    from forain.hub.orders import actions, queries
    from forain.hub.orders.models import Order

    playground.first_visit()
    name = playground.sandbox.control("spartoo/order", relay=False)["id"]
    playground.sync()
    for kind in ("accept", "ship"):
        order = queries.one(playground.workspace, Order.objects.get(reference=name).pk)
        details = PARCEL if kind == "ship" else {}
        getattr(actions, kind)(order, order.lines.all(), actor="marie", **details)
        go(playground)
    made = playground.sandbox.control("spartoo/return", order=name, reason="size", seller_label=seller_label)
    playground.sync()
    return str(made["id"])


def effects(playground: Playground, name: str) -> list[str]:
    """What the seller did about a return, as the ledger has it."""
    return [
        one.effect
        for one in playground.sandbox.ledger.entries
        if one.by == "seller" and one.target.partition("#")[0] == name
    ]


def open_todos(name: str) -> list[str]:
    from forain.hub.inbox.models import Todo

    return [one.kind for one in Todo.objects.filter(subject=name, resolved_at=None)]


def test_a_return_with_a_label_is_received_and_accepted(playground: Playground, face: Face) -> None:
    """14 → label → 2 → accepted → paid; a lost answer of the label is looked up, and the label is given once."""
    name = a_return(playground, seller_label=True)
    shown = face.show_return(name)
    assert (shown["state"], shown["possible"]) == ("awaiting_label", ["label"])
    assert open_todos(name) == ["return_to_decide"]
    early = face.returned(name, "accept")
    assert not early.ok
    assert "Possible from here: send a label." in early.words

    playground.sandbox.fault("drop_after", service="xml_maj_returns", count=1)
    first, second = face.returned(name, "label", link=LINK), face.returned(name, "label", link=LINK)
    (command,) = first.data["commands"]
    assert command["id"] == second.data["commands"][0]["id"]
    for _ in range(3):
        playground.drain()
        soon(command["id"])
    playground.sync()
    shown = face.show_return(name)
    assert (shown["state"], shown["possible"]) == ("awaiting_receipt", ["accept", "refuse", "label"])
    assert shown["commands"][0]["state"] == "confirmed"
    assert shown["commands"][0]["seen_at"]

    assert face.returned(name, "accept").ok
    go(playground)
    shown = face.show_return(name)
    assert shown["state"] == "accepted"
    assert [(one["kind"], bool(one["seen_at"])) for one in shown["commands"]] == [
        ("return_label", True),
        ("return_decide", True),
    ]
    assert open_todos(name) == []
    assert effects(playground, name) == ["label_given", "return_accepted"]

    playground.sandbox.world.clock.move(timedelta(days=5))
    playground.sandbox.engine.pass_time()
    playground.sync()
    assert face.show_return(name)["state"] == "settled"
    assert not face.returned(name, "refuse", reason="trop tard").ok


def test_a_return_is_refused_with_a_reason_and_accepted_after_all(
    playground: Playground, face: Face, tmp_path: Path
) -> None:
    """2 → 3 → 4, the only way back Spartoo knows; a label as a file on the way."""
    name = a_return(playground, seller_label=False)
    paper = tmp_path / "retour.pdf"
    paper.write_bytes(PDF[:12])
    cut = face.returned(name, "label", file=paper)
    assert not cut.ok
    assert "cut short" in cut.words
    paper.write_bytes(PDF)
    assert face.returned(name, "label", file=paper).ok
    go(playground)
    room = playground.sandbox.stages["spartoo"]
    token = room.objects("returns")[name]["label_file"]
    assert room.state()["state"].files[token].content == PDF

    assert face.returned(name, "refuse", reason="Semelles usées.").ok
    go(playground)
    shown = face.show_return(name)
    assert (shown["state"], shown["possible"]) == ("refused", ["accept"])
    assert shown["commands"][-1]["details"]["reason"] == "Semelles usées."
    assert shown["commands"][-1]["seen_at"]
    assert not face.returned(name, "refuse", reason="Encore").ok
    assert face.returned(name, "accept").ok
    go(playground)
    assert face.show_return(name)["state"] == "accepted"
    assert effects(playground, name) == ["label_given", "return_refused", "return_accepted"]


def test_a_label_file_whose_answer_is_lost_needs_a_person(
    playground: Playground, face: Face, tmp_path: Path
) -> None:
    """No export shows a label: with an unknown outcome nothing is sent blindly; the person drops it."""
    name = a_return(playground, seller_label=False)
    paper = tmp_path / "retour.pdf"
    paper.write_bytes(PDF)
    playground.sandbox.fault("drop_after", service="xml_maj_returns", count=1)
    (command,) = face.returned(name, "label", file=paper).data["commands"]
    for _ in range(3):
        playground.drain()
        soon(command["id"])
    assert face.show_return(name)["commands"][0]["state"] == "needs_person"
    assert "uncertain_command" in open_todos(name)
    dropped = face.decide(command["id"], "drop")
    assert dropped.data["outcome_code"] == "person.dropped"
    assert "uncertain_command" not in open_todos(name)
    playground.drain()
    assert effects(playground, name) == ["label_given"]
