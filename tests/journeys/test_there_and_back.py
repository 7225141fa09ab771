"""One order of each marketplace, all the way: sandbox → client → model → database → command → sandbox → seen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from forain.hub.inbox.models import Todo, TodoKind
from forain.hub.inbox.unseen import look_for_unseen
from forain.hub.journal.models import Event
from forain.hub.kit.refusal import NotAllowed
from forain.hub.orders import actions, queries
from forain.hub.orders.models import Line, Order, Stand
from forain.hub.outbox.models import ENDED_FIRST, Command, Hold, State
from forain.hub.parcels.models import Parcel
from forain.hub.returns.models import Return
from forain.trade.commands import CommandKind
from tests.conftest import Playground


def test_every_sale_of_the_sandbox_arrives_once(playground: Playground) -> None:
    """Ten polls of everything leave exactly the sandbox's orders, lines and returns, and no second event."""
    playground.sync()
    orders, lines, returns = Order.objects.count(), Line.objects.count(), Return.objects.count()
    seen = Event.objects.filter(kind="order.seen").count()
    for _ in range(10):
        playground.sync()
    spartoo = {key for key, one in playground.sandbox.stages["spartoo"].objects("orders").items()}
    ours = set(Order.objects.filter(connection=playground.spartoo).values_list("reference", flat=True))
    assert ours <= spartoo
    assert len(ours) > 5
    assert (Order.objects.count(), Line.objects.count(), Return.objects.count()) == (orders, lines, returns)
    assert Event.objects.filter(kind="order.seen").count() == seen == orders


def test_a_rakuten_line_is_accepted_shipped_sent_and_seen(playground: Playground) -> None:
    """Accept, see it, ship, see it: each effect once in the ledger, with the parcel kept."""
    playground.first_visit()
    order = playground.orders(playground.rakuten, Stand.AWAITING_ACCEPTANCE)[-1]
    line = order.lines.get(pk=order.lines.filter(fulfilment=Stand.AWAITING_ACCEPTANCE)[0].pk)
    [command] = actions.accept(order, [line], actor="marie")
    playground.drain()
    command.refresh_from_db()
    assert (command.state, command.seen_at) == (State.CONFIRMED, None)
    line.refresh_from_db()
    assert line.fulfilment == Stand.AWAITING_ACCEPTANCE, "sending moves nothing"
    playground.sync()
    command.refresh_from_db()
    line.refresh_from_db()
    assert command.seen_at is not None
    assert line.fulfilment in (Stand.TO_SHIP, Stand.AWAITING_STOCK)
    assert playground.effects("accepted") == [line.reference]
    _ship(playground, order, line)


def _ship(playground: Playground, order: Order, line: Line) -> None:
    order = queries.one(playground.workspace, order.pk)
    if line.fulfilment != Stand.TO_SHIP:
        return
    actions.ship(order, [line], carrier="colissimo", tracking_number="6A12345678901", actor="marie")
    playground.drain()
    playground.sync()
    line.refresh_from_db()
    assert line.fulfilment == Stand.SHIPPED
    assert playground.effects("shipped") == [line.reference]
    assert Parcel.objects.get(order=order).tracking_number == "6A12345678901"


def test_a_spartoo_order_is_accepted_shipped_sent_and_seen(playground: Playground) -> None:
    """11 → 2 → 3, the whole order, each effect once."""
    playground.first_visit()
    order = playground.orders(playground.spartoo, Stand.AWAITING_ACCEPTANCE)[0]
    actions.accept(order, order.lines.all(), actor="marie")
    playground.drain()
    playground.sync()
    order = queries.one(playground.workspace, order.pk)
    assert order.state == Stand.TO_SHIP
    actions.ship(
        order, order.lines.all(), carrier="colissimo", tracking_number="6A00000000001", actor="marie"
    )
    playground.drain()
    playground.sync()
    order = queries.one(playground.workspace, order.pk)
    assert order.state == Stand.SHIPPED
    assert playground.effects("accepted") == playground.effects("shipped") == [order.reference]
    assert not Hold.objects.exists()


def test_a_double_click_sends_nothing_twice(playground: Playground) -> None:
    """The second request gives back the first command, before and after it was sent."""
    playground.first_visit()
    order = playground.orders(playground.spartoo, Stand.AWAITING_ACCEPTANCE)[0]
    first = actions.accept(order, order.lines.all(), actor="marie")
    second = actions.accept(order, order.lines.all(), actor="marie")
    playground.drain()
    third = actions.accept(order, order.lines.all(), actor="marie")
    assert [one.pk for one in first] == [one.pk for one in second] == [one.pk for one in third]
    assert Command.objects.count() == 1
    assert playground.effects("accepted") == [order.reference]


def test_an_answer_lost_after_the_effect_is_looked_up_and_not_sent_again(playground: Playground) -> None:
    """Unknown → read back → confirmed; one effect."""
    playground.first_visit()
    order = playground.orders(playground.spartoo, Stand.AWAITING_ACCEPTANCE)[0]
    playground.sandbox.fault("drop_after", service="xml_maj_orders", count=1)
    [command] = actions.accept(order, order.lines.all(), actor="marie")
    playground.drain()
    command.refresh_from_db()
    assert command.state == State.UNKNOWN
    Command.objects.filter(pk=command.pk).update(next_at=command.created_at)
    playground.drain()
    command.refresh_from_db()
    assert command.state == State.CONFIRMED
    assert playground.effects("accepted") == [order.reference]


def test_an_effect_seen_before_its_lost_answer_is_looked_up_counts_as_seen(playground: Playground) -> None:
    """A refused line leaves the marketplace's lists: the visit between the lost answer and the look-up is the only one
    that shows it, so the command must not wait for another."""
    playground.first_visit()
    order = playground.orders(playground.rakuten, Stand.AWAITING_ACCEPTANCE)[-1]
    lines = list(order.lines.filter(fulfilment=Stand.AWAITING_ACCEPTANCE))
    playground.sandbox.fault("drop_after", service="refusesale", count=1)
    [command] = actions.ask(CommandKind.REFUSE, order, lines[:1], actor="marie")
    playground.drain()
    playground.sync()
    lines[0].refresh_from_db()
    command.refresh_from_db()
    assert (lines[0].fulfilment, command.state, command.seen_at) == (Stand.REFUSED, State.UNKNOWN, None)
    Command.objects.update(next_at=command.created_at)
    playground.drain()
    command.refresh_from_db()
    assert command.state == State.CONFIRMED
    assert command.seen_at is not None
    told = Event.objects.filter(subject=command.pk, kind__in=["command.confirmed", "command.seen"])
    assert list(told.order_by("pk").values_list("kind", flat=True)) == ["command.confirmed", "command.seen"]
    assert playground.effects("refused") == [lines[0].reference]


def test_a_line_cancelled_before_its_acceptance_is_seen_is_waited_for_no_longer(
    playground: Playground,
) -> None:
    """The buyer was quicker than our next visit: the command says so, and nobody is told eight hours later."""
    playground.sync()
    order = playground.orders(playground.rakuten, Stand.AWAITING_ACCEPTANCE)[-1]
    lines = list(order.lines.filter(fulfilment=Stand.AWAITING_ACCEPTANCE))
    [command] = actions.accept(order, lines[:1], actor="marie")
    playground.drain()
    playground.sandbox.control("rakuten_fr/cancel", item=lines[0].reference, by="buyer")
    playground.sync()
    command.refresh_from_db()
    assert (command.state, command.seen_at, command.outcome_code) == (State.CONFIRMED, None, ENDED_FIRST)
    assert not command.shows
    Command.objects.update(settled_at=command.created_at - timedelta(hours=9))
    assert look_for_unseen() == 0


def test_an_answer_lost_before_the_effect_is_looked_up_and_sent_again(playground: Playground) -> None:
    """Unknown → read back says no → sent again → confirmed; one effect."""
    playground.first_visit()
    order = playground.orders(playground.rakuten, Stand.AWAITING_ACCEPTANCE)[0]
    line = order.lines.filter(fulfilment=Stand.AWAITING_ACCEPTANCE)[0]
    playground.sandbox.fault("drop_before", service="acceptsale", count=1)
    [command] = actions.accept(order, [line], actor="marie")
    for _ in range(3):
        playground.drain()
        Command.objects.filter(pk=command.pk).update(next_at=command.created_at)
    command.refresh_from_db()
    assert command.state == State.CONFIRMED
    assert command.attempts == 2
    assert playground.effects("accepted") == [line.reference]


def test_a_spent_quota_blocks_the_connection_and_nothing_is_lost(playground: Playground) -> None:
    """Busy(quota): the command waits, the connection is left alone until the hour, a to-do says so on the next read."""
    playground.first_visit()
    order = playground.orders(playground.spartoo, Stand.AWAITING_ACCEPTANCE)[0]
    playground.sandbox.fault("quota", stage="spartoo", count=1)
    [command] = actions.accept(order, order.lines.all(), actor="marie")
    playground.drain()
    command.refresh_from_db()
    playground.spartoo.refresh_from_db()
    assert command.state == State.QUEUED
    assert playground.spartoo.blocked_until is not None
    assert playground.effects("accepted") == []


def test_a_deactivated_account_stops_the_connection_with_one_todo(playground: Playground) -> None:
    """-428: the connection is stopped, a to-do is open once, and commands are refused with a reason."""
    from forain.hub.sync.run import sync_now

    playground.first_visit()
    order = playground.orders(playground.spartoo, Stand.AWAITING_ACCEPTANCE)[0]
    playground.sandbox.fault("deactivated", stage="spartoo")
    for _ in range(3):
        assert sync_now(playground.spartoo).trouble is not None
    assert Todo.objects.filter(kind=TodoKind.ACCOUNT, resolved_at=None).count() == 1
    with pytest.raises(NotAllowed) as refused:
        actions.accept(queries.one(playground.workspace, order.pk), order.lines.all(), actor="marie")
    assert refused.value.code == "connection_stopped"


@pytest.mark.parametrize(
    "kind", ["html", "truncated", "cut", "doctype", "garbage", "status", "wrong_charset", "huge"]
)
def test_an_unreadable_answer_moves_nothing_and_is_told(playground: Playground, kind: str) -> None:
    """The visit ends in one clear trouble; orders stay as they were; the next good visit recovers."""
    from forain.hub.connections.models import Health
    from forain.hub.sync.run import sync_now

    playground.first_visit()
    before = list(Order.objects.order_by("id").values_list("id", "state"))
    playground.sandbox.fault(kind, stage="rakuten_fr")
    visit = sync_now(playground.rakuten)
    assert list(Order.objects.order_by("id").values_list("id", "state")) == before
    playground.rakuten.refresh_from_db()
    if visit.trouble is not None:
        assert playground.rakuten.health == Health.TROUBLE
        assert playground.rakuten.trouble_words
    else:
        assert kind == "wrong_charset", "only a charset that happens to fit may pass"
    playground.sandbox.engine.faults.clear()
    playground.sync()
    playground.rakuten.refresh_from_db()
    assert playground.rakuten.health == Health.WELL


def test_the_secret_is_nowhere(playground: Playground) -> None:
    """After a journey, neither token stands in any table outside the sealed column."""
    from django.apps import apps
    from django.core import serializers

    playground.sync()
    order = playground.orders(playground.spartoo, Stand.AWAITING_ACCEPTANCE)[0]
    actions.accept(order, order.lines.all(), actor="marie")
    playground.drain()
    from forain.hub.exchanges.models import Exchange

    secrets = [
        playground.sandbox.accounts["rakuten_fr"]["token"],
        playground.sandbox.accounts["spartoo"]["partenaire"],
    ]
    everything = [serializers.serialize("json", model._default_manager.all()) for model in apps.get_models()]
    everything += [repr(one.request_body) + repr(one.response_body) for one in Exchange.objects.all()]
    assert Exchange.objects.count() > 5
    for secret in secrets:
        assert not [text for text in everything if secret in text]
