"""A sale that is observed lowers what is offered, and its cancellation gives it back: through the intake, not by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from forain.hub.testing import account_of
from forain.trade.lifecycle import Fulfilment

if TYPE_CHECKING:
    from forain.hub.workspaces.models import Workspace

MOMENT = datetime(2026, 11, 20, 9, tzinfo=UTC)


def test_an_observed_order_reserves_by_itself(workspace: Workspace) -> None:
    from forain.connect.contract import Page
    from forain.hub.offers import reserving
    from forain.hub.offers.importing import Wish, take_file
    from forain.hub.offers.models import Listing
    from forain.hub.sync.take_in import take_page
    from forain.trade.money import Money
    from forain.trade.order import Line, Order

    def page(state: Fulfilment) -> Page:
        line = Line(
            reference="L-1", sku="A", title="Botte", quantity=2, unit_price=Money(1000, "EUR"), fulfilment=state,
            observed={"s": state.value},
        )  # fmt: skip
        order: Any = Order(reference="O-1", placed_at=MOMENT, currency="EUR", lines=(line,))
        return Page(observations=(order,), exchange_id="")

    account = account_of(workspace)
    take_file(workspace, BytesIO(b"sku,qty,price\nA,5,10\n"), Wish(name="a.csv"), actor="test")
    take_page(account, page(Fulfilment.AWAITING_ACCEPTANCE), MOMENT)
    reserving.apply_soon(workspace.pk)
    assert Listing.objects.get().wanted_quantity == 3
    take_page(account, page(Fulfilment.CANCELLED), MOMENT.replace(hour=10))
    reserving.apply_soon(workspace.pk)
    assert Listing.objects.get().wanted_quantity == 5
