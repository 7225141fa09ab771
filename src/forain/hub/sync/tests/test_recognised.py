"""Pages that say nothing new: recognised together, remembered, and never mistaken for news or the other way round."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from forain.hub.testing import account_of
from forain.trade.lifecycle import Fulfilment

if TYPE_CHECKING:
    from forain.hub.connections.models import Connection
    from forain.hub.sync.take_in import Report
    from forain.hub.workspaces.models import Workspace

MOMENT = datetime(2026, 11, 20, 9, tzinfo=UTC)
LATER = MOMENT + timedelta(minutes=5)
#: performance.md: one order in one short transaction, at most so many statements; BEGIN and COMMIT count.
STATEMENTS = 15


@pytest.fixture
def account(workspace: Workspace) -> Connection:
    return account_of(workspace)


def order(number: int, state: Fulfilment = Fulfilment.AWAITING_ACCEPTANCE, lines: int = 1) -> Any:
    from forain.trade.money import Money
    from forain.trade.order import Line, Order

    made = tuple(
        Line(
            reference=f"L-{number}-{one}", sku=f"A-{number}", title="Botte", quantity=1,
            unit_price=Money(1000, "EUR"), fulfilment=state, observed={"s": state.value},
        )
        for one in range(lines)
    )  # fmt: skip
    return Order(reference=f"O-{number}", placed_at=MOMENT, currency="EUR", lines=made)


def take(account: Connection, *orders: Any, at: datetime = MOMENT) -> tuple[Report, int]:
    """The report, and how many statements it took."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from forain.connect.contract import Page
    from forain.hub.sync.take_in import take_page

    with CaptureQueriesContext(connection) as statements:
        report = take_page(account, Page(observations=orders, exchange_id=""), at)
    return report, len(statements)


def events() -> list[str]:
    from forain.hub.journal.models import Event

    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def test_many_orders_that_say_nothing_new_cost_as_much_as_one(account: Connection) -> None:
    """They are remembered as seen, lines too, and nothing is told."""
    from forain.hub.orders.models import Line, Order

    take(account, *(order(number) for number in range(40)))
    told = events()
    one, few = take(account, order(1), at=LATER)
    all_, many = take(account, *(order(number) for number in range(40)), at=LATER)
    assert (one.seen, one.changed, all_.seen, all_.changed) == (1, 0, 40, 0)
    assert few == many <= 6
    assert events() == told
    assert set(Order.objects.values_list("last_seen_at", "observed_at")) == {(LATER, LATER)}
    assert set(Line.objects.values_list("observed_at", flat=True)) == {LATER}


def test_a_new_order_takes_few_statements(account: Connection) -> None:
    """Order, line, to-do, reservation and events; beyond those, what is paid once for a page."""
    _, first = take(account, order(1))
    _, four = take(account, *(order(number) for number in (2, 3, 4, 5)))
    each = (four - first) / 3
    assert each <= STATEMENTS, (first, four)


def test_only_what_moved_among_many_is_taken_in(account: Connection) -> None:
    from forain.hub.orders.models import Order

    take(account, *(order(number) for number in range(10)))
    moved = order(7, Fulfilment.TO_SHIP)
    report, _ = take(account, *(order(n) for n in range(10) if n != 7), moved, at=LATER)
    assert (report.seen, report.changed, report.moved) == (10, 1, ["O-7"])
    assert Order.objects.get(state="to_ship").reference == "O-7"


def test_an_older_page_moves_nothing_not_even_the_clock(account: Connection) -> None:
    from forain.hub.orders.models import Order

    take(account, order(1, Fulfilment.TO_SHIP), at=LATER)
    report, _ = take(account, order(1, Fulfilment.TO_SHIP), order(1), at=MOMENT)
    assert report.changed == 0
    row = Order.objects.get()
    assert (row.state, row.observed_at) == ("to_ship", LATER)


def test_an_order_told_twice_and_differently_is_not_recognised(account: Connection) -> None:
    """The last word of the page counts, as it does for orders nobody knows."""
    from forain.hub.orders.models import Order

    take(account, order(1))
    report, _ = take(account, order(1), order(1, Fulfilment.TO_SHIP), at=LATER)
    assert report.changed == 1
    assert Order.objects.get().state == "to_ship"


def test_a_confirmed_command_is_seen_even_where_the_list_says_nothing_new(account: Connection) -> None:
    """The line already stood there when the command was asked for: the next list tells."""
    from forain.hub.orders.models import Order
    from forain.hub.outbox.models import Command, State

    take(account, order(1, Fulfilment.TO_SHIP))
    command = Command.objects.create(
        workspace=account.workspace,
        connection=account,
        order_id=Order.objects.get().pk,
        order_reference="O-1",
        line_references=["L-1-0"],
        kind="accept",
        state=State.CONFIRMED,
    )
    take(account, order(1, Fulfilment.TO_SHIP), at=LATER)
    command.refresh_from_db()
    assert command.seen_at is not None
    assert events()[-1] == "command.seen"


def test_an_order_somebody_works_on_is_stepped_over(committed: None) -> None:
    """Nobody waits: what is locked is left to the intake of that one order."""
    import psycopg

    from forain.hub.orders.recognised import recognise
    from forain.hub.workspaces.models import Workspace

    shop = Workspace.objects.create(name="Atelier")
    held = account_of(shop)
    take(held, order(1), order(2))
    with psycopg.connect(os.environ["FORAIN_DATABASE_URL"]) as other:
        other.execute("SELECT 1 FROM orders_order WHERE reference = 'O-1' FOR UPDATE")
        assert recognise(held, [order(1), order(2)], LATER) == {"O-2"}
        other.rollback()
    assert recognise(held, [order(1), order(2)], LATER) == {"O-1", "O-2"}
