"""Money from provisional to final: the accounting is asked once a line is accepted; what it tells is kept and checked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forain.connect.contract import Page
from forain.hub.connections.models import CallCount, Connection
from forain.hub.inbox.models import Todo, TodoKind
from forain.hub.journal.models import Event
from forain.hub.kit.clock import now
from forain.hub.orders import actions, queries, shapes
from forain.hub.orders.models import Line, MoneyStand, Order, Stand
from forain.hub.sync.run import sync_now
from forain.hub.sync.take_in import take_page
from forain.trade.billing import LineMoney, OrderMoney
from forain.trade.money import Money
from tests.conftest import Playground

pytestmark = pytest.mark.all_money


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


def basket(playground: Playground) -> Order:
    """A Rakuten basket of several lines, none decided."""
    playground.first_visit()
    return next(
        one
        for one in playground.orders(playground.rakuten, Stand.AWAITING_ACCEPTANCE)
        if one.lines.count() > 1
    )


def take(connection: Connection, told: OrderMoney) -> None:
    take_page(connection, Page(observations=(told,), exchange_id=""), now())


def test_a_partly_decided_basket_is_final_where_it_was_accepted_and_provisional_elsewhere(
    playground: Playground,
) -> None:
    """The total is not known before the last line is decided; then it adds up to the cent, in REST too."""
    order = basket(playground)
    first, *others = order.lines.all()
    actions.accept(order, [first], actor="marie")
    playground.drain()
    playground.sync()
    order = queries.one(playground.workspace, order.pk)
    states = {line.reference: line.money_state for line in order.lines.all()}
    assert states == {
        first.reference: MoneyStand.FINAL,
        **{line.reference: MoneyStand.PROVISIONAL for line in others},
    }
    assert order.total_minor is None
    actions.refuse(order, others, actor="marie")
    playground.drain()
    playground.sync()
    playground.sync()
    Order.objects.filter(pk=order.pk).update(money_at=now())
    playground.sync()
    shown = shapes.orders(playground.workspace.pk, [queries.one(playground.workspace, order.pk)])[0]
    assert shown.money.total is not None
    assert shown.money.shipping is not None
    assert shown.money.residue is not None
    assert shown.money.residue.minor == 0
    assert shown.money.lines.minor + shown.money.shipping.minor == shown.money.total.minor
    line = next(one for one in shown.lines if one.reference == first.reference)
    assert line.payable is not None
    assert line.commission is not None
    assert line.payable.minor + line.commission.minor == shown.money.total.minor
    assert line.bill["paymentamount"]
    assert line.bill_exchange_id is not None
    assert Event.objects.filter(kind="order.money_final", order_id=order.pk).count() == 1


def test_each_accepted_order_is_asked_about_once_and_a_list_does_not_undo_what_is_final(
    playground: Playground,
) -> None:
    playground.sync()
    playground.sync()
    asked = CallCount.objects.filter(service="getbillinginformation").values_list("calls", flat=True)
    before = sum(asked)
    final = Line.objects.filter(connection=playground.rakuten, money_state=MoneyStand.FINAL).count()
    assert final
    assert before
    for _ in range(3):
        playground.sync()
    assert sum(asked.all()) == before
    assert Line.objects.filter(connection=playground.rakuten, money_state=MoneyStand.FINAL).count() == final
    assert not Order.objects.filter(connection=playground.rakuten, money_at__isnull=False).exists()
    assert not Todo.objects.filter(kind=TodoKind.MONEY_RESIDUE).exists()


def test_a_residue_is_stored_and_told_never_mended(playground: Playground) -> None:
    """The marketplace's own arithmetic leaves three cents over: they stay, with a to-do; a new price keeps the old."""
    playground.first_visit()
    line = Line.objects.filter(connection=playground.rakuten, money_state=MoneyStand.FINAL).first()
    assert line is not None
    price = euros(line.unit_minor + 100)
    told = LineMoney(
        reference=line.reference,
        price=price,
        shipping=euros(400),
        commission=euros(200),
        payable=price + euros(203),
        told={"paymentamount": "x"},
    )
    take(playground.rakuten, OrderMoney(order_reference=line.order.reference, lines=(told,)))
    order = queries.one(playground.workspace, line.order_id)
    before, now_ = line.unit_minor, Line.objects.get(pk=line.pk)
    assert order.residue_minor == 3
    assert Todo.objects.filter(kind=TodoKind.MONEY_RESIDUE, resolved_at=None).count() == 1
    assert (now_.unit_minor, now_.provisional_minor) == (price.minor, before)
    good = replace(told, payable=price + euros(200))
    take(playground.rakuten, OrderMoney(order_reference=line.order.reference, lines=(good,)))
    assert queries.one(playground.workspace, line.order_id).residue_minor == 0


def test_an_accounting_that_does_not_speak_keeps_no_order_and_no_connection_waiting(
    playground: Playground,
) -> None:
    """`Unknown error` before anything is accepted: the order is asked about later, the visit goes on in good health."""
    playground.sandbox.fault("internal", service="getbillinginformation")
    visit = sync_now(playground.rakuten)
    assert visit.trouble is None
    waiting = Order.objects.filter(connection=playground.rakuten, money_at__gt=now())
    assert waiting.exists()
    assert set(waiting.values_list("money_tries", flat=True)) == {1}


def test_the_share_for_accepting_stays_free_when_reading_used_its_own(playground: Playground) -> None:
    """Reading stops at nine tenths of a service's hour, without blocking the connection: commands still go out."""
    playground.first_visit()
    hour = CallCount.objects.filter(connection=playground.spartoo, service="xml_export_orders")
    hour.update(calls=int(playground.spartoo.hourly_quota * 0.9))
    visit = sync_now(playground.spartoo)
    assert visit.trouble is None
    assert visit.waiting == ["orders"]
    assert visit.by_resource.get("returns") is not None, "another service has its own budget"
    playground.spartoo.refresh_from_db()
    assert playground.spartoo.blocked_until is None
    assert Todo.objects.filter(kind=TodoKind.QUOTA, resolved_at=None).count() == 1
    order = playground.orders(playground.spartoo, Stand.AWAITING_ACCEPTANCE)[0]
    actions.accept(order, order.lines.all(), actor="marie")
    playground.drain()
    assert playground.effects("accepted") == [order.reference]
