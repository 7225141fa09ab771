"""How lines become commands: one a line, or one for the whole order where the marketplace knows no smaller step."""

from __future__ import annotations

from django.utils.translation import gettext as _

from forain.hub.kit.refusal import NotAllowed
from forain.hub.orders.models import Line, Order
from forain.trade.commands import CommandKind


def groups_of(order: Order, lines: list[Line], kind: CommandKind) -> list[list[Line]]:
    """Raises NotAllowed (`whole_order_only`)."""
    capability = order.connection.manifest.capability(kind)
    if capability is None or capability.scope == "line":
        return [[line] for line in lines]
    if len(lines) < order.lines.count():
        raise NotAllowed(
            "whole_order_only",
            _("%(marketplace)s decides on the whole order; choose all its lines.")
            % {"marketplace": order.connection.manifest.name},
        )
    return [lines]
