"""Objects as the REST API shows them: `--json` prints the very same shapes, by the very same functions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from forain.hub.inbox.models import Todo
    from forain.hub.orders.models import Order
    from forain.hub.returns.models import Return


def order_shape(order: Order) -> dict[str, Any]:
    from forain.hub.orders.api import order_shape as shape

    return shape(order)


def return_shape(row: Return) -> dict[str, Any]:
    from forain.hub.returns.api import return_shape as shape

    return shape(row)


def todo_shape(row: Todo) -> dict[str, Any]:
    from forain.hub.inbox.api import todo_shape as shape

    return shape(row)
