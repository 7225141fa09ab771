"""Do not ship: raised when a line ends, or gets a claim, after somebody may have begun to pack it; lifted by whoever
says that they know."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from forain.hub.journal.unit import Unit, unit
from forain.hub.kit.clock import now
from forain.hub.kit.refusal import NotAllowed
from forain.hub.orders.followers import tell_followers
from forain.hub.orders.models import Delivery, HandOffState, Line, Order
from forain.hub.orders.taken import Signal, Taken
from forain.hub.outbox.seen import was_asked
from forain.hub.workspaces.audit import note
from forain.trade.events import EventKind
from forain.trade.lifecycle import DO_NOT_SHIP, Dispute, Fulfilment

#: States in which a parcel may be being packed.
PACKING = frozenset({Fulfilment.TO_SHIP, Fulfilment.AWAITING_STOCK})
#: Where a back office knows of the order and may pack it, whatever its state here.
KNOWN_OUTSIDE = (HandOffState.EXPORTED, HandOffState.ACKNOWLEDGED)
CLAIMS = frozenset({Dispute.CLAIM_AMICABLE.value, Dispute.CLAIM_ESCALATED.value})


def stop_ended(work: Unit, taken: Taken, line: Line, before: Fulfilment | None, after: Fulfilment) -> None:
    """A line that ended, not by our own command, must not leave the warehouse."""
    if after not in DO_NOT_SHIP or before is None or not (before in PACKING or _handed_off(taken.order)):
        return
    if not was_asked(line.connection_id, line.reference, after):
        _raise_flag(work, taken, line, after.value)


def stop_claimed(work: Unit, taken: Taken, line: Line, dispute: Dispute) -> None:
    """A claim opened before the parcel left."""
    if dispute not in CLAIMS:
        if line.stop_state in CLAIMS and not line.do_not_ship:
            line.stop_state = ""  # over and known: a new claim is new news
        return
    if line.fulfilment == Fulfilment.TO_SHIP:
        _raise_flag(work, taken, line, dispute.value)


def _handed_off(order: Order) -> bool:
    return Delivery.objects.filter(order=order, state__in=KNOWN_OUTSIDE).exists()


def _raise_flag(work: Unit, taken: Taken, line: Line, state: str) -> None:
    if line.stop_state == state:
        return  # raised before, and perhaps acknowledged: the same news is no news
    line.do_not_ship, line.stop_state, line.stopped_at = True, state, now()
    line.stop_acknowledged_at, line.stop_acknowledged_by = None, ""
    taken.changed = True
    taken.signals.append(Signal("do_not_ship", line.reference, line, {"state": state, "sku": line.sku}))
    work.event(
        EventKind.LINE_DO_NOT_SHIP,
        "line",
        line.pk,
        order_id=line.order_id,
        connection_id=line.connection_id,
        exchange_id=line.exchange_id,
        line=line.reference,
        sku=line.sku,
        state=state,
    )


def acknowledge_stop(order: Order, lines: Iterable[Line], *, actor: str, consumer: str = "") -> Order:
    """Somebody knows that these lines must not be shipped: the flag is lifted, what happened stays written down.

    Lines that carry no flag are left as they are. Raises NotAllowed (`nothing_to_acknowledge`) when none does.
    """
    wanted = {line.pk for line in lines}
    with unit(order.workspace_id, actor) as work:
        locked = (
            Order.objects.select_for_update(no_key=True, of=("self",))
            .select_related("connection")
            .get(pk=order.pk)
        )
        flagged = [line for line in locked.stopped_lines if line.pk in wanted]
        if not flagged:
            raise NotAllowed("nothing_to_acknowledge", _("No line of this order is marked “do not ship”."))
        for line in flagged:
            _lift(work, line, actor, consumer)
        locked.do_not_ship = bool(locked.stopped_lines)
        locked.save(update_fields=["do_not_ship"])
        references = [line.reference for line in flagged]
        note(
            order.workspace_id,
            actor,
            "order.stop_acknowledged",
            order.reference,
            lines=references,
            consumer=consumer,
        )
        tell_followers(work, locked)
    return locked


def _lift(work: Unit, line: Line, actor: str, consumer: str) -> None:
    line.do_not_ship, line.stop_acknowledged_at = False, now()
    line.stop_acknowledged_by = (f"{consumer} ({actor})" if consumer else actor)[:160]
    line.save(update_fields=["do_not_ship", "stop_acknowledged_at", "stop_acknowledged_by"])
    work.event(
        EventKind.LINE_STOP_ACKNOWLEDGED,
        "line",
        line.pk,
        order_id=line.order_id,
        connection_id=line.connection_id,
        line=line.reference,
        state=line.stop_state,
        consumer=consumer,
    )
