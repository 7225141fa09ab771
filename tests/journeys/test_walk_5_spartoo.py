"""Walkthrough 5: a Spartoo order from its address to a lost parcel. Addresses are followed before acceptance, 11 → 2 → 3
→ 45, a wrong transition is refused here with the allowed ones. Over REST and by the terminal."""

from __future__ import annotations

import pytest

from tests.conftest import Playground
from tests.journeys.faces import Face

PARCEL = {"carrier": "colissimo", "tracking_number": "6A00000000001"}


def changes_sent(playground: Playground) -> int:
    """Calls of `xml_maj_orders` so far."""
    from forain.hub.exchanges.models import Exchange

    return Exchange.objects.filter(connection=playground.spartoo, service="xml_maj_orders").count()


def status(face: Face, order: str) -> str:
    """The status Spartoo was last seen to tell."""
    (found,) = {line["observed"]["orders_status_id"] for line in face.show(order)["lines"]}
    return str(found)


def go(playground: Playground) -> None:
    """A worker's part: send, then read."""
    playground.drain()
    playground.sync()


def test_a_spartoo_order_to_its_lost_parcel(playground: Playground, face: Face) -> None:
    playground.first_visit()
    order = playground.sandbox.control("spartoo/order", relay=False, city="Grenoble")["id"]
    playground.sync()
    assert face.show(order)["shipping_address"]["city"] == "Grenoble"
    playground.sandbox.control("spartoo/address", order=order, street="1 quai Perrache", city="Lyon")
    playground.sync()
    shown = face.show(order)
    assert (shown["shipping_address"]["city"], shown["shipping_address"]["lines"][0]) == (
        "Lyon",
        "1 quai Perrache",
    )
    assert status(face, order) == "11"

    refuse_here(playground, face, order, "mark-lost", ["Accept", "Refuse"])
    assert face.order(order, "accept").ok
    go(playground)
    assert status(face, order) == "2"
    with pytest.raises(ValueError, match="frozen"):
        playground.sandbox.control("spartoo/address", order=order, city="Nice")

    refuse_here(playground, face, order, "mark-undeliverable", ["Ship", "Cancel"])
    assert face.order(order, "ship", **PARCEL).ok
    go(playground)
    assert status(face, order) == "3"

    refuse_here(playground, face, order, "cancel", ["Mark as lost", "Mark as undeliverable"])
    correction = face.order(order, "correct-tracking", **PARCEL)
    assert not correction.ok
    assert "seller area" in correction.words
    assert face.order(order, "mark-lost").ok
    go(playground)
    shown = face.show(order)
    assert (shown["state"], status(face, order)) == ("lost", "45")
    assert all(one["state"] == "confirmed" and one["seen_at"] for one in shown["commands"])
    refuse_here(playground, face, order, "ship", ["Cancel"], **PARCEL)

    told = [(one.effect, one.by) for one in playground.sandbox.ledger.entries if one.target == order]
    assert told == [
        ("ordered", "buyer"),
        ("address_changed", "buyer"),
        ("accepted", "seller"),
        ("shipped", "seller"),
        ("lost", "seller"),
    ]


def refuse_here(
    playground: Playground, face: Face, order: str, action: str, allowed: list[str], **details: str
) -> None:
    """The transition is refused with the allowed ones, and no call is made."""
    before = changes_sent(playground)
    told = face.order(order, action, **details)
    assert not told.ok
    assert f"Possible from here: {', '.join(allowed)}." in told.words
    if told.code:
        assert told.code == "wrong_state"
    go(playground)
    assert changes_sent(playground) == before


def test_an_undeliverable_parcel_is_given_up_at_last(playground: Playground, face: Face) -> None:
    """3 → 47 → 41: the literal reading of Spartoo's rule; a lost answer on the way is looked up, not sent again."""
    playground.first_visit()
    order = playground.sandbox.control("spartoo/order", relay=False)["id"]
    playground.sync()
    for action, details in (("accept", {}), ("ship", PARCEL)):
        assert face.order(order, action, **details).ok
        go(playground)
    playground.sandbox.fault("drop_after", service="xml_maj_orders", count=1)
    (command,) = face.order(order, "mark-undeliverable").data["commands"]
    playground.drain()
    assert face.show(order)["commands"][-1]["state"] == "unknown"
    from tests.journeys.test_walk_3_morning import soon

    soon(command["id"])
    go(playground)
    assert status(face, order) == "47"
    assert face.order(order, "cancel", reason="Parti deux fois").ok
    go(playground)
    assert status(face, order) == "41"
    mine = [
        one.effect for one in playground.sandbox.ledger.entries if one.target == order and one.by == "seller"
    ]
    assert mine == ["accepted", "shipped", "undeliverable", "cancelled"]
