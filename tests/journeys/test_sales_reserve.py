"""A sale that is observed lowers the stock that is offered, and its cancellation gives it back: rooms together."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from forain.hub.offers.tests.conftest import account, take  # noqa: F401  fixtures
from forain.hub.offers.tests.test_reserving import wanted
from forain.trade.lifecycle import Fulfilment

if TYPE_CHECKING:
    from forain.hub.connections.models import Connection
    from forain.hub.offers.tests.conftest import Take

MOMENT = datetime(2026, 11, 20, 9, tzinfo=UTC)


def test_an_observed_order_reserves_by_itself(take: Take, account: Connection) -> None:  # noqa: F811  the fixtures
    """Through the intake of observations, not by hand; its cancellation gives back."""
    from forain.connect.contract import Page
    from forain.hub.offers import reserving
    from forain.hub.sync.take_in import take_page
    from forain.trade.money import Money
    from forain.trade.order import Line, Order

    def page(state: Fulfilment) -> Page:
        line = Line(reference="L-1", sku="A", title="Botte", quantity=2, unit_price=Money(1000, "EUR"), fulfilment=state, observed={"s": state.value})  # fmt: skip
        order: Any = Order(reference="O-1", placed_at=MOMENT, currency="EUR", lines=(line,))
        return Page(observations=(order,), exchange_id="")

    take("sku,qty,price\nA,5,10\n")
    take_page(account, page(Fulfilment.AWAITING_ACCEPTANCE), MOMENT)
    reserving.apply_soon(account.workspace_id)
    assert wanted("A") == [3]
    take_page(account, page(Fulfilment.CANCELLED), MOMENT.replace(hour=10))
    reserving.apply_soon(account.workspace_id)
    assert wanted("A") == [5]
