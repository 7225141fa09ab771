"""Test orders: a back office is tried end to end, and the marketplace hears nothing of it, observed or live."""

from __future__ import annotations

import pytest

from forain.hub.connections.actions import set_mode
from forain.hub.exchanges.models import Exchange
from forain.hub.inbox.models import Todo, TodoKind
from forain.hub.journal.models import Event
from forain.hub.orders import actions, handoff, queries, shapes
from forain.hub.orders.models import Order, Stand
from forain.hub.orders.trial import MARK, make_order
from forain.hub.outbox.models import Command, Hold, State
from forain.hub.parcels.models import Parcel
from tests.conftest import Playground


@pytest.mark.parametrize("mode", ["observe", "live"])
def test_a_test_order_goes_all_the_way_without_any_exchange(playground: Playground, mode: str) -> None:
    """Made, handed off, accepted, shipped: labelled everywhere; no call, no effect in the ledger, nothing left open."""
    for connection in playground.connections:
        set_mode(connection, mode, actor="test")
        connection.refresh_from_db()
        order = make_order(connection, ["A-1"], actor="marie")
        shown = shapes.orders(playground.workspace.pk, [queries.one(playground.workspace, order.pk)])[0]
        assert (shown.test, shown.reference.startswith(MARK)) == (True, True)
        assert shown.money.residue is not None
        assert shown.money.residue.minor == 0
        assert Event.objects.get(kind="order.seen", order_id=order.pk).data["test"] is True
        assert Todo.objects.filter(order_id=order.pk, kind=TodoKind.ACCEPT, resolved_at=None).count() == 1
        [accepted] = actions.accept(
            queries.one(playground.workspace, order.pk), order.lines.all(), actor="marie"
        )
        assert (accepted.state, accepted.outcome_code) == (State.CONFIRMED, "test")
        order = queries.one(playground.workspace, order.pk)
        assert order.state == Stand.TO_SHIP
        actions.ship(
            order, order.lines.all(), carrier="colissimo", tracking_number="6A12345678901", actor="marie"
        )
        order = queries.one(playground.workspace, order.pk)
        assert order.state == Stand.SHIPPED
        assert Parcel.objects.get(order=order).tracking_number == "6A12345678901"
        assert not Todo.objects.filter(order_id=order.pk, resolved_at=None).exists()
    assert not Hold.objects.exists()
    assert playground.drain() == 0
    assert not Exchange.objects.exists()
    assert not [one for one in playground.sandbox.ledger.entries if one.by == "seller"]


def test_reading_leaves_test_orders_alone(playground: Playground) -> None:
    """No list shows them, and nobody asks about them."""
    order = make_order(playground.rakuten, actor="marie")
    for _ in range(2):
        playground.sync()
    assert not Exchange.objects.filter(url__contains=MARK).exists()
    assert queries.one(playground.workspace, order.pk).state == Stand.AWAITING_ACCEPTANCE
    consumer = handoff.add_consumer(playground.workspace, "erp", actor="test")
    assert handoff.acknowledge(order, consumer, "SO-1", actor="test").merchant_reference == "SO-1"


def test_a_command_on_a_test_order_that_got_into_the_queue_is_not_sent(playground: Playground) -> None:
    """Whoever wrote it: the drain ends it as a test."""
    order = make_order(playground.rakuten, ["A-1"], actor="marie")
    command = Command.objects.create(
        workspace_id=order.workspace_id,
        connection_id=order.connection_id,
        order_id=order.pk,
        order_reference=order.reference,
        line_references=[line.reference for line in Order.objects.get(pk=order.pk).lines.all()],
        kind="message_buyer",
        details={"text": "Bonjour"},
    )
    playground.drain()
    command.refresh_from_db()
    assert command.state == State.CONFIRMED
    assert not Exchange.objects.exists()
