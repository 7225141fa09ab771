"""Where the lines of a command stand now: whether it is still needed, still possible, or already seen."""

from __future__ import annotations

from forain.hub.journal.unit import Unit
from forain.hub.orders.models import Line, Order
from forain.hub.orders.preflight import state_refusal
from forain.hub.outbox.models import Command
from forain.hub.outbox.seen import mark_seen
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


def hold(command: Command) -> None:
    """Lock the order of a command whose effect a line can show."""
    if CommandKind(command.kind) in LEADS_TO:
        Order.objects.select_for_update(no_key=True, of=("self",)).filter(pk=command.its_order).first()


def tell_seen_before(work: Unit, command: Command) -> None:
    """The lines may show the effect of a command that was confirmed only now."""
    if CommandKind(command.kind) not in LEADS_TO:
        return
    lines = list(Line.objects.filter(order_id=command.its_order, reference__in=command.line_references))
    standing = {line.reference: Fulfilment(line.fulfilment) for line in lines}
    mark_seen(work, command.its_order, standing, lines[0].exchange_id if lines else None)
