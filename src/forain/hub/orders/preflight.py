"""Says no before anything is sent: capability, mode, state, what the marketplace allows, with the reason and the way
out."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from forain.hub.connections.sending import closed, not_offered
from forain.hub.kit.clock import now
from forain.hub.kit.refusal import NotAllowed
from forain.hub.orders.holding import hold_reason, is_held
from forain.hub.orders.models import Line, Order, Stand
from forain.hub.outbox.models import Kind
from forain.trade.commands import CommandKind
from forain.trade.lifecycle import Fulfilment

#: After this, what the marketplace said to be allowed on a line says nothing any more.
ACTIONS_LAST = timedelta(hours=24)


def refusal(order: Order, line: Line, kind: CommandKind) -> NotAllowed | None:
    """Why `kind` may not be asked for this line now; None when it may."""
    connection = order.connection
    label = str(Kind(kind.value).label)
    return (
        not_offered(connection, kind, label)
        or (None if order.test else closed(connection))
        or state_refusal(order, line, kind)
        or _not_allowed_there(order, line, kind)
    )


def state_refusal(order: Order, line: Line, kind: CommandKind) -> NotAllowed | None:
    """What the line itself says against it (its state, a hold, a stop), whether or not anything may be sent now."""
    if kind is CommandKind.SHIP:
        no = _kept_back(order, line)
        if no is not None:
            return no
    states = order.connection.manifest.starts(kind)
    if states is None or Fulfilment(line.fulfilment) in states:
        return None
    return _wrong_state(order, line, states)


def _kept_back(order: Order, line: Line) -> NotAllowed | None:
    """Why a parcel must not leave. A hold keeps it back; answering the sale in time stays possible."""
    if line.marketplace_fulfilled:
        return NotAllowed("marketplace_fulfilled", _("The marketplace ships this line itself."))
    if is_held(order, line):
        reason = hold_reason(order, line)
        words = _("This is held: %(reason)s. Release it first.")
        return NotAllowed("held", words % {"reason": reason}, reason=reason)
    if line.do_not_ship:
        return NotAllowed(
            "do_not_ship",
            _("Do not ship: this line ended or has a claim on the marketplace. Say that you know it first."),
            state=line.stop_state,
        )
    return None


def _wrong_state(order: Order, line: Line, states: frozenset[Fulfilment]) -> NotAllowed:
    """Names the state, the states it would have to be in, and what is possible from here instead."""
    wanted = [state for state in Fulfilment if state in states]
    allowed = possible_from(order, line)
    words = _("Not possible now: the line is “%(state)s”; it must be “%(wanted)s”.") % {
        "state": Stand(line.fulfilment).label,
        "wanted": " / ".join(str(Stand(state.value).label) for state in wanted),
    }
    if allowed:
        labels = ", ".join(str(Kind(kind.value).label) for kind in allowed)
        words = f"{words} " + _("Possible from here: %(kinds)s.") % {"kinds": labels}
    return NotAllowed(
        "wrong_state",
        words,
        state=line.fulfilment,
        wanted=[state.value for state in wanted],
        allowed=[kind.value for kind in allowed],
    )


def possible_from(order: Order, line: Line) -> list[CommandKind]:
    """The kinds that the state graph of the marketplace allows from where the line stands."""
    manifest = order.connection.manifest
    starts = {one.kind: manifest.starts(one.kind) for one in manifest.capabilities}
    return [kind for kind, states in starts.items() if states and Fulfilment(line.fulfilment) in states]


def _not_allowed_there(order: Order, line: Line, kind: CommandKind) -> NotAllowed | None:
    """The marketplace itself listed what it allows on the line, and this is not among it."""
    manifest = order.connection.manifest
    capability = manifest.capability(kind)
    action = capability.action if capability else ""
    if not action or line.actions is None or action in line.actions or not _fresh(line):
        return None
    words = _("%(marketplace)s said at the last look that it does not allow this on the line.")
    return NotAllowed(
        "not_allowed_there",
        words % {"marketplace": manifest.name},
        action=action,
        allowed=list(line.actions),
        seen_at=str(line.detailed_at),
    )


def _fresh(line: Line) -> bool:
    """What was allowed counts for the state it was said in, and for a day."""
    seen = line.detailed_at
    return seen is not None and seen >= line.fulfilment_since and seen > now() - ACTIONS_LAST
