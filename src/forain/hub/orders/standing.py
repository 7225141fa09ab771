"""Where the lines of a command stand now, checked right before it is sent."""

from __future__ import annotations

from django.db.models import Q

from forain.hub.orders.models import Line, Order
from forain.hub.outbox.models import Command
from forain.trade.commands import ALLOWED_FROM, LEADS_TO, CommandKind
from forain.trade.lifecycle import Fulfilment


def _standing(command: Command) -> list[Fulfilment]:
    rows = Line.objects.filter(order_id=command.order_id, reference__in=command.line_references)
    return [Fulfilment(state) for state in rows.values_list("fulfilment", flat=True)]


def already_there(command: Command) -> bool:
    """All lines are seen where the command would bring them: nothing to send."""
    goal = LEADS_TO.get(CommandKind(command.kind))
    standing = _standing(command)
    return bool(standing) and goal is not None and all(state in goal for state in standing)


def is_test(command: Command) -> bool:
    """The order was made here: nothing about it may reach the marketplace, whoever asked for it."""
    return Order.objects.filter(pk=command.order_id, test=True).exists()


def kept_back(command: Command) -> bool:
    """Somebody holds a line of this shipment, or it must not be shipped: found between asking and sending."""
    if command.kind != CommandKind.SHIP:
        return False
    rows = Line.objects.filter(order_id=command.order_id, reference__in=command.line_references)
    kept = Q(do_not_ship=True) | Q(held_at__isnull=False) | Q(order__held_at__isnull=False)
    return rows.filter(kept).exists()


def may_still(command: Command) -> bool:
    """All lines are where the command may start from."""
    start = ALLOWED_FROM.get(CommandKind(command.kind))
    return start is None or all(state in start for state in _standing(command))
