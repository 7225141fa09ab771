"""Says no before anything is sent: mode, state, capability, with the reason and the way out."""

from __future__ import annotations

from django.utils.translation import gettext as _

from forain.hub.connections.models import Health, Mode
from forain.hub.kit.refusal import NotAllowed
from forain.hub.orders.holding import hold_reason, is_held
from forain.hub.orders.models import Line, Order, Stand
from forain.hub.outbox.models import Kind
from forain.trade.commands import ALLOWED_FROM, CommandKind
from forain.trade.lifecycle import Fulfilment


def refusal(order: Order, line: Line, kind: CommandKind) -> NotAllowed | None:
    """Why `kind` may not be asked for this line now; None when it may."""
    connection = order.connection
    if connection.manifest.capability(kind) is None:
        words = _("%(marketplace)s cannot do this: %(kind)s.")
        return NotAllowed(
            "not_offered", words % {"marketplace": connection.manifest.name, "kind": Kind(kind.value).label}
        )
    return (None if order.test else _mode(order)) or _held(order, line, kind) or _state(line, kind)


def _mode(order: Order) -> NotAllowed | None:
    connection = order.connection
    if connection.mode == Mode.OBSERVE:
        return NotAllowed(
            "observe_mode", _("This connection only observes. Switch it to live to send anything.")
        )
    if connection.mode == Mode.PAUSED:
        return NotAllowed("paused", _("This connection is paused. Resume it first."))
    if connection.health == Health.STOPPED:
        return NotAllowed(
            "connection_stopped",
            _("The marketplace refuses this account at the moment. Mend the connection first."),
        )
    return None


def _held(order: Order, line: Line, kind: CommandKind) -> NotAllowed | None:
    """A hold keeps the parcel back; answering the sale in time stays possible."""
    if kind is not CommandKind.SHIP or not is_held(order, line):
        return None
    reason = hold_reason(order, line)
    return NotAllowed(
        "held", _("This is held: %(reason)s. Release it first.") % {"reason": reason}, reason=reason
    )


def _state(line: Line, kind: CommandKind) -> NotAllowed | None:
    states = ALLOWED_FROM.get(kind)
    if line.marketplace_fulfilled and kind is CommandKind.SHIP:
        return NotAllowed("marketplace_fulfilled", _("The marketplace ships this line itself."))
    if line.do_not_ship and kind is CommandKind.SHIP:
        return NotAllowed(
            "do_not_ship",
            _("Do not ship: this line ended or has a claim on the marketplace. Say that you know it first."),
            state=line.stop_state,
        )
    if states is None or Fulfilment(line.fulfilment) in states:
        return None
    words = _("Not possible now: the line is “%(state)s”; it must be “%(wanted)s”.")
    wanted = " / ".join(str(Stand(state.value).label) for state in sorted(states))
    return NotAllowed(
        "wrong_state",
        words % {"state": Stand(line.fulfilment).label, "wanted": wanted},
        state=line.fulfilment,
    )
