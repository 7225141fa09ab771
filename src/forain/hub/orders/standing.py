"""Where the lines of a command stand now: whether it is still needed, and still possible."""

from __future__ import annotations

from forain.hub.orders.models import Line, Order
from forain.hub.orders.preflight import state_refusal
from forain.hub.outbox.models import Command
from forain.trade.commands import LEADS_TO, CommandKind
from forain.trade.lifecycle import Fulfilment


def is_test(command: Command) -> bool:
    """The order was made here: nothing about it may reach the marketplace, whoever asked for it."""
    return Order.objects.filter(pk=command.its_order, test=True).exists()


def overtaken(command: Command) -> str:
    """A key of `outbox.ending.OURS`: "" while it may be sent, `already` when all lines are seen where it would bring
    them, `do_not_ship`, `held` or `moved_on` when its chance has passed."""
    kind = CommandKind(command.kind)
    lines = list(
        Line.objects.select_related("order", "order__connection").filter(
            order_id=command.its_order, reference__in=command.line_references
        )
    )
    goal = LEADS_TO.get(kind)
    if lines and goal is not None and all(Fulfilment(line.fulfilment) in goal for line in lines):
        return "already"
    found = [no.code for line in lines if (no := state_refusal(line.order, line, kind)) is not None]
    if not found:
        return ""
    return next((code for code in found if code in ("do_not_ship", "held")), "moved_on")
