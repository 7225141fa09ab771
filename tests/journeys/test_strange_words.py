"""What a marketplace says that we do not know is kept verbatim, becomes a to-do, and never a guess."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from forain.connect.contract import Page
from forain.hub.inbox.models import Todo, TodoKind
from forain.hub.kit.clock import now
from forain.hub.orders.models import Line, Order, Stand
from forain.hub.sync.take_in import take_page
from forain.trade.address import Address
from forain.trade.lifecycle import Dispute, Fulfilment
from forain.trade.money import Money
from forain.trade.order import Line as SeenLine
from forain.trade.order import Order as SeenOrder
from tests.conftest import Playground


def seen(
    fulfilment: Fulfilment, word: str, *, country: str | None = "FR", total: int | None = None
) -> SeenOrder:
    """An order of one line as a mapping would tell it."""
    line = SeenLine(
        reference="910",
        observed={"itemstatus": word},
        fulfilment=fulfilment,
        sku="LAMPE",
        title="Lampe",
        quantity=1,
        unit_price=Money(2490, "EUR"),
        dispute=Dispute.NONE,
    )
    address = Address(first_name="Zoé", last_name="Exemple", country=country, country_raw="Syldavie")
    return SeenOrder(
        reference="700",
        placed_at=datetime(2026, 11, 20, 9, tzinfo=UTC),
        lines=(line,),
        shipping_address=address,
        total=None if total is None else Money(total, "EUR"),
        complete=True,
    )


def take(playground: Playground, order: SeenOrder, at: datetime) -> None:
    take_page(playground.spartoo, Page(observations=(order,), exchange_id=str(uuid4())), at)


def open_kinds() -> set[str]:
    return set(Todo.objects.filter(resolved_at=None).values_list("kind", flat=True))


def test_an_unknown_status_is_kept_verbatim_and_becomes_a_todo(playground: Playground) -> None:
    """The word stands on the line, the state is `unmapped`, one to-do is open however often it is seen."""
    for minute in range(3):
        take(playground, seen(Fulfilment.UNMAPPED, "MYSTERE"), now() + timedelta(minutes=minute))
    line = Line.objects.get()
    assert (line.fulfilment, line.observed) == (Stand.UNMAPPED, {"itemstatus": "MYSTERE"})
    assert Todo.objects.filter(kind=TodoKind.UNMAPPED_STATE).count() == 1


def test_an_unknown_country_and_a_residue_become_todos(playground: Playground) -> None:
    """The country's words are kept; an amount that does not add up is stored, never mended."""
    take(playground, seen(Fulfilment.TO_SHIP, "COMMITTED", country=None, total=2500), now())
    order = Order.objects.get()
    assert order.residue_minor == 10
    assert order.shipping_address is not None
    assert order.shipping_address["country_raw"] == "Syldavie"
    assert {TodoKind.UNKNOWN_COUNTRY, TodoKind.MONEY_RESIDUE} <= open_kinds()


def test_an_older_observation_moves_nothing(playground: Playground) -> None:
    """The newest observation wins; one that began earlier and came later is ignored."""
    moment = now()
    take(playground, seen(Fulfilment.SHIPPED, "COMMITTED"), moment)
    take(playground, seen(Fulfilment.TO_SHIP, "COMMITTED"), moment - timedelta(minutes=5))
    assert Line.objects.get().fulfilment == Stand.SHIPPED


def test_a_cancellation_after_acceptance_stops_the_parcel(playground: Playground) -> None:
    """`do_not_ship` on line and order, and an urgent to-do."""
    take(playground, seen(Fulfilment.TO_SHIP, "COMMITTED"), now())
    take(playground, seen(Fulfilment.CANCELLED, "CANCELLED"), now() + timedelta(minutes=1))
    assert Order.objects.get().do_not_ship
    assert TodoKind.DO_NOT_SHIP in open_kinds()
    assert TodoKind.SHIP not in open_kinds()
