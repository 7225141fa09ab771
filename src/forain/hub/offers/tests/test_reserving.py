"""A sale seen anywhere lowers the stock offered everywhere; what replaces it and what gives it back."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from forain.hub.testing import account_of
from forain.trade.lifecycle import Fulfilment

if TYPE_CHECKING:
    from forain.hub.connections.models import Connection
    from forain.hub.offers.tests.conftest import Take
    from forain.hub.orders.models import Order
    from forain.hub.workspaces.models import Workspace

MOMENT = datetime(2026, 11, 20, 9, tzinfo=UTC)


def sale(
    account: Connection, sku: str, quantity: int, state: str = "awaiting_acceptance", at: datetime = MOMENT
) -> Order:
    """An order of one line, as intake would leave it."""
    from forain.hub.orders.models import Line, Order

    name = uuid.uuid4().hex[:8]
    order = Order.objects.create(
        workspace=account.workspace,
        connection=account,
        reference=name,
        placed_at=at,
        observed_at=MOMENT,
        state=state,
    )
    Line.objects.create(
        workspace=account.workspace, connection=account, order=order, reference=name, observed_at=MOMENT,
        fulfilment=state, sku=sku, quantity=quantity, unit_minor=1000,
    )  # fmt: skip
    return order


def seen(order: Order, state: str = "") -> None:
    """Its lines are observed (again), in another state where one is named."""
    from forain.hub.journal.unit import unit
    from forain.hub.offers import reserving

    if state:
        order.lines.update(fulfilment=state)
    with unit(order.workspace_id) as work:
        reserving.follow(work, type(order).objects.get(pk=order.pk))
    reserving.apply_soon(order.workspace_id)  # after the commit, which a test inside a transaction never sees


def wanted(sku: str) -> list[int]:
    from forain.hub.offers.models import Listing

    return sorted(Listing.objects.filter(offer__sku=sku).values_list("wanted_quantity", flat=True))


@pytest.fixture
def spartoo(workspace: Workspace) -> Connection:
    return account_of(workspace, "spartoo", name="Spartoo", mode="observe")


def test_a_sale_lowers_what_every_account_offers(
    take: Take, account: Connection, spartoo: Connection
) -> None:
    """On both accounts, once however often it is seen; other offers are left alone."""
    take("sku,qty,price\nA,5,10\nB,5,10\n")
    order = sale(account, "A", 2)
    seen(order)
    seen(order)
    seen(order, Fulfilment.TO_SHIP)
    assert wanted("A") == [3, 3]
    assert wanted("B") == [5, 5]


@pytest.mark.parametrize("end", [Fulfilment.REFUSED, Fulfilment.EXPIRED, Fulfilment.CANCELLED])
def test_it_is_given_back(take: Take, account: Connection, end: Fulfilment) -> None:
    take("sku,qty,price\nA,5,10\n")
    order = sale(account, "A", 2)
    seen(order)
    assert wanted("A") == [3]
    seen(order, end)
    assert wanted("A") == [5]


def test_a_new_quantity_replaces_it_and_the_same_file_does_not(take: Take, account: Connection) -> None:
    """The back office counted the sale in once it tells another quantity; the old file again tells nothing."""
    take("sku,qty,price\nA,5,10\n")
    order = sale(account, "A", 2)
    seen(order)
    take("sku,qty,price\nA,5,10\n")
    assert wanted("A") == [3]
    take("sku,qty,price\nA,3,10\n")
    assert wanted("A") == [3]
    seen(order, Fulfilment.CANCELLED)
    assert wanted("A") == [3], (
        "the back office knows of the sale, and tells the stock again when it knows of the end"
    )


def test_with_a_back_office_it_waits_until_that_knows_the_order(
    take: Take, account: Connection, workspace: Workspace
) -> None:
    """A quantity that cannot know of the sale does not replace it; one told after the acknowledgement does."""
    from forain.hub.orders.models import Consumer, Delivery

    take("sku,qty,price\nA,5,10\n")
    order = sale(account, "A", 2)
    seen(order)
    office = Consumer.objects.create(workspace=workspace, name="erp")
    take("sku,qty,price\nA,15,10\n")
    assert wanted("A") == [13]
    Delivery.objects.create(order=order, consumer=office, state="acknowledged")
    take("sku,qty,price\nA,12,10\n")
    assert wanted("A") == [12]


def test_old_and_tried_sales_reserve_nothing(take: Take, account: Connection) -> None:
    """A line first seen shipped is known to the back office; an order made to try things sells nothing."""
    take("sku,qty,price\nA,5,10\n")
    seen(sale(account, "A", 2, Fulfilment.SHIPPED))
    tried = sale(account, "A", 2)
    type(tried).objects.filter(pk=tried.pk).update(test=True)
    seen(tried)
    assert wanted("A") == [5]


def test_more_sold_than_there_is_offers_none(take: Take, account: Connection) -> None:
    take("sku,qty,price\nA,1,10\n")
    seen(sale(account, "A", 3))
    assert wanted("A") == [0]


def due(account: Connection) -> dict[str, tuple[int | None, int]]:
    """SKU -> what the account is believed to show and what it should."""
    from forain.hub.offers.models import Listing

    rows = Listing.objects.filter(connection=account, due=True).select_related("offer")
    return {one.offer.sku: (one.published_quantity, one.wanted_quantity) for one in rows}


def test_the_account_that_sold_is_sent_the_same_number_again(take: Take, account: Connection) -> None:
    """It shows one less by itself: with a greatest quantity shown, the number wanted there does not change by the sale."""
    from forain.hub.kit.clock import now
    from forain.hub.offers import rules
    from forain.hub.offers.pushing import enqueue
    from forain.hub.offers.tests.test_plan import settle_all

    other = account_of(account.workspace, name="Second")
    take("sku,qty,price\nA,100,10\n")
    for one in (account, other):
        rules.put(one, {"max_shown": 5}, actor="test")
        enqueue(one, actor="test")
        settle_all(one)
    order = sale(account, "A", 2, at=now())
    seen(order)
    assert (due(account), due(other)) == ({"A": (3, 5)}, {})
    (push,) = enqueue(account, actor="test").pushes
    assert (push.service, push.lines.get().fields) == ("import", ["quantity"]), "the fast way"
    settle_all(account)
    seen(order, "to_ship")
    assert due(account) == {}, "told once"


@pytest.mark.parametrize("hours", [1, 72])
def test_a_sale_that_was_over_before_it_was_seen(take: Take, account: Connection, hours: int) -> None:
    """Its marketplace took the units out and does not put them back; an old one was corrected long ago. What is in a push is
    told once the push has ended."""
    from datetime import timedelta

    from forain.hub.kit.clock import now
    from forain.hub.offers import ticking
    from forain.hub.offers.pushing import enqueue
    from forain.hub.offers.tests.test_plan import settle_all

    take("sku,qty,price\nA,5,10\n")
    enqueue(account, actor="test")
    seen(sale(account, "A", 1, "cancelled", at=now() - timedelta(hours=hours)))
    assert due(account) == {}, "it is under way"
    settle_all(account)
    ticking.tick()
    assert due(account) == ({"A": (4, 5)} if hours == 1 else {})
    assert wanted("A") == [5]
