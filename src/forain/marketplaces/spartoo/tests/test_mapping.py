"""From Spartoo's words to ours: states, money, people, places; nothing guessed, nothing lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings

from forain.marketplaces.spartoo import mapping, messages
from forain.marketplaces.spartoo.sites import site_of
from forain.marketplaces.spartoo.tests.support import Play, sample
from forain.testing.messages import instances
from forain.trade.lifecycle import Fulfilment, MoneyState, ReturnState
from forain.trade.money import Money
from forain.trade.order import residue
from forain.wire.xml import decode

SEEN = datetime(2031, 5, 10, tzinfo=UTC)
COM = site_of("com")


def told() -> messages.Order:
    (order,) = decode(messages.ExportedOrders, sample("orders.xml")).value.orders
    return order


def test_an_order_in_our_words() -> None:
    mapped = mapping.order(told(), COM, SEEN)
    order = mapped.order
    assert mapped.notes == ()
    assert order.reference == "5C0D9E11A2B3F477"
    assert order.complete
    assert order.placed_at == datetime(2031, 5, 9, 16, 2, 44, tzinfo=UTC)
    assert order.changed_at == datetime(2031, 5, 9, 16, 20, 10, tzinfo=UTC)
    assert (order.total, order.shipping, order.fee) == (
        Money(8380, "EUR"),
        Money(390, "EUR"),
        Money(0, "EUR"),
    )
    assert residue(order) == Money(0, "EUR")
    (line,) = order.lines
    assert line.reference == "5C0D9E11A2B3F477:9012345:BOOT-77-41"
    assert (line.sku, line.offer_reference, line.quantity) == ("BOOT-77-41", "9012345", 1)
    assert (line.unit_price, line.listed_price) == (Money(7990, "EUR"), Money(9990, "EUR"))
    assert line.money_state is MoneyState.PROVISIONAL
    assert line.observed == {"orders_status_id": "11", "orders_status_name": "Commande Vérifiée"}


def test_a_relay_point_stands_beside_the_address() -> None:
    order = mapping.order(told(), COM, SEEN).order
    assert order.delivery_point is not None
    assert (order.delivery_point.network, order.delivery_point.point_id) == ("Relay network A", "004417")
    assert order.delivery_point.address.country == "FR"
    assert order.shipping_address is not None
    assert order.shipping_address.lines == ("4 quai des Tanneurs",)
    assert order.billing_address is not None
    assert order.billing_address.phones == ("0300000000",)
    assert order.shipping_address.raw["delivery_city"] == "Colmar"


@pytest.mark.parametrize(
    ("statut", "state"),
    [
        (11, Fulfilment.AWAITING_ACCEPTANCE),
        (2, Fulfilment.TO_SHIP),
        (3, Fulfilment.SHIPPED),
        (41, Fulfilment.CANCELLED),
        (45, Fulfilment.LOST),
        (47, Fulfilment.UNDELIVERABLE),
        (99, Fulfilment.UNMAPPED),
        (0, Fulfilment.UNMAPPED),
        (None, Fulfilment.UNMAPPED),
    ],
)
def test_states_follow_the_table(statut: int | None, state: Fulfilment) -> None:
    """An unknown status keeps its words and is unmapped, never guessed."""
    order = mapping.order(replace(told(), status_id=statut, status_name="Nouveau"), COM, SEEN).order
    assert {line.fulfilment for line in order.lines} == {state}
    assert order.lines[0].observed["orders_status_name"] == "Nouveau"
    assert (order.lines[0].cancellation is None) == (state is not Fulfilment.CANCELLED)


@pytest.mark.parametrize(
    ("statut", "state"),
    [
        (14, ReturnState.AWAITING_LABEL),
        (2, ReturnState.AWAITING_RECEIPT),
        (3, ReturnState.REFUSED),
        (4, ReturnState.ACCEPTED),
        (5, ReturnState.SETTLED),
        (7, ReturnState.SETTLED),
        (6, ReturnState.UNMAPPED),
        (None, ReturnState.UNMAPPED),
    ],
)
def test_returns_follow_the_table(statut: int | None, state: ReturnState) -> None:
    (case,) = decode(messages.ExportedReturns, sample("returns_ok.xml")).value.returns
    mapped = mapping.return_(replace(case, status=statut), site_of("cz"))
    assert mapped.state is state
    assert (mapped.reference, mapped.order_reference, mapped.site) == ("EEAJBCC", "90D813EA1A2365A8", "cz")
    assert mapped.observed["return_status_name"] == "Čeká na přijetí"
    assert (mapped.sku, mapped.product_reference) == ("", "ABCD")
    assert mapped.opened_at == datetime(2013, 4, 22, 15, 56, 36, tzinfo=UTC)


def test_the_same_size_twice_gives_two_lines_that_survive_reordering() -> None:
    (product,) = told().products
    cheap, dear = replace(product, price_unit_with_reduce=Decimal(10)), product
    one = mapping.line_references(replace(told(), products=(cheap, dear, replace(product, spartoo=5))))
    assert len(set(one)) == 3
    other = mapping.line_references(replace(told(), products=(replace(product, spartoo=5), dear, cheap)))
    assert (one[0], one[1], one[2]) == (other[2], other[1], other[0])


def test_empty_numbers_are_noted() -> None:
    """Nothing is lost: the order comes, with zero or one where a line needs a number, and says so."""
    (product,) = told().products
    blank = replace(product, qty=None, price_unit=None, price_unit_with_reduce=None, final_price=None)
    mapped = mapping.order(
        replace(told(), products=(blank,), total=None, date_purchased=None, customers=None), COM, SEEN
    )
    assert mapped.order.total is None
    assert mapped.order.placed_at == mapped.order.changed_at
    assert (mapped.order.lines[0].quantity, mapped.order.lines[0].unit_price) == (1, Money(0, "EUR"))
    assert mapped.notes == (
        "order 5C0D9E11A2B3F477: date_purchased is not told",
        "order 5C0D9E11A2B3F477: customers is not told",
        "order 5C0D9E11A2B3F477: order_total is not told",
        "order 5C0D9E11A2B3F477: product 1: products_qty is not told, one is assumed",
        "order 5C0D9E11A2B3F477: product 1: its price is not told, zero is assumed",
    )


def test_numbers_that_cannot_be_true_are_noted() -> None:
    """A damaged amount or quantity costs a note, not the whole answer, and never reaches the database."""
    (product,) = told().products
    damaged = replace(product, qty=10**30, price_unit_with_reduce=Decimal(10) ** 30)
    mapped = mapping.order(replace(told(), products=(damaged,), total=-(Decimal(10) ** 30)), COM, SEEN)
    assert mapped.order.total is None
    assert (mapped.order.lines[0].quantity, mapped.order.lines[0].unit_price) == (1, Money(0, "EUR"))
    assert [note.partition(": ")[2].partition(" cannot")[0] for note in mapped.notes] == [
        "order_total",
        "product 1: products_qty",
        "product 1: its price",
    ]


@given(instances(messages.ExportedOrders), instances(messages.ExportedReturns))
@settings(max_examples=40, deadline=None, database=None)
def test_whatever_can_be_read_can_be_mapped(
    orders: messages.ExportedOrders, returns: messages.ExportedReturns
) -> None:
    """Any well-read answer gives observations: references are unique, nothing raises."""
    for one in orders.orders:
        mapped = mapping.order(one, COM, SEEN)
        assert len({line.reference for line in mapped.order.lines}) == len(one.products)
        residue(mapped.order)
    for case in returns.returns:
        assert mapping.return_(case, COM).reference == case.id


def test_empty_documents_of_an_order_still_come() -> None:
    order = messages.Order(
        id="A",
        customers=None,
        delivery=None,
        payment_price=None,
        shipping_price=None,
        total=None,
        status_id=None,
        date_purchased=None,
        last_modified=None,
        products=(),
    )
    mapped = mapping.order(order, COM, SEEN)
    assert mapped.order.placed_at == SEEN
    assert mapped.order.lines == ()
    assert "order A: there are no products" in mapped.notes


def test_a_residue_is_not_hidden() -> None:
    order = mapping.order(replace(told(), total=Decimal("84.00")), COM, SEEN).order
    assert residue(order) == Money(20, "EUR")


@pytest.mark.parametrize(
    ("suffix", "currency"),
    [
        ("com", "EUR"),
        ("co.uk", "GBP"),
        ("se", "SEK"),
        ("cz", "CZK"),
        ("pl", "PLN"),
        ("bg", "EUR"),
        ("xx", "EUR"),
    ],
)
def test_money_is_in_the_sites_currency(suffix: str, currency: str) -> None:
    order = mapping.order(told(), site_of(suffix), SEEN).order
    assert order.currency == currency
    assert order.total == Money(8380, currency)
    assert order.site == suffix


@pytest.mark.parametrize(
    ("words", "code"), [("France", "FR"), ("FX", "FR"), ("Česká republika", "CZ"), ("Atlantis", None)]
)
def test_countries_are_read_by_name_and_kept_as_written(words: str, code: str | None) -> None:
    customers = messages.Customers(country=words)
    order = mapping.order(replace(told(), customers=customers), COM, SEEN).order
    assert order.buyer is not None
    assert (order.buyer.country, order.buyer.country_raw) == (code, words)


def test_every_demo_order_maps_without_a_note_and_adds_up() -> None:
    play = Play.begin(datetime(2031, 5, 9, 12, 0, tzinfo=UTC), empty=False)
    for suffix in ("com", "co.uk", "cz"):
        with play.client(site=suffix) as client:
            answered = client.export_orders(date=datetime(2031, 1, 1, tzinfo=UTC))
        assert answered.message.orders
        for one in answered.message.orders:
            mapped = mapping.order(one, site_of(suffix), SEEN)
            assert mapped.notes == ()
            assert not residue(mapped.order)
            assert mapped.order.buyer is not None
            assert mapped.order.buyer.country == site_of(suffix).country
            assert len({line.reference for line in mapped.order.lines}) == len(mapped.order.lines)
