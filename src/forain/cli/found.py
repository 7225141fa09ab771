"""An order somebody named on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forain.cli.exits import Exit, Failure
from forain.cli.language import say

if TYPE_CHECKING:
    from forain.hub.orders.models import Order
    from forain.hub.workspaces.models import Workspace


def found_order(merchant: Workspace, reference: str) -> Order:
    """By our id, the marketplace's reference, or that of a line. Raises Failure (not found)."""
    from forain.hub.orders.models import Order
    from forain.hub.orders.queries import find

    try:
        return find(merchant, reference)
    except Order.DoesNotExist:
        raise Failure(say("There is no order {reference!r}.", reference=reference), Exit.NOT_FOUND) from None
