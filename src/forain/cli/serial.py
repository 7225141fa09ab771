"""Objects as the REST API shows them: `--json` prints the very same shapes, by the very same functions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from forain.hub.inbox.models import Todo
    from forain.hub.orders.models import Order
    from forain.hub.outbox.models import Command
    from forain.hub.returns.models import Return


def order_shapes(orders: Sequence[Order]) -> list[dict[str, Any]]:
    """Orders of one workspace."""
    from forain.hub.orders import shapes

    found = shapes.orders(orders[0].workspace_id, orders) if orders else []
    return [one.model_dump(mode="json") for one in found]


def order_shape(order: Order) -> dict[str, Any]:
    return order_shapes([order])[0]


def return_shape(row: Return) -> dict[str, Any]:
    from forain.hub.returns.shapes import product_return

    return product_return(row).model_dump(mode="json")


def todo_shape(row: Todo) -> dict[str, Any]:
    from forain.hub.inbox.shapes import todo

    return todo(row).model_dump(mode="json")


def command_shape(row: Command) -> dict[str, Any]:
    from forain.hub.outbox.shapes import command

    return command(row).model_dump(mode="json")
