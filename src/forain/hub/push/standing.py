"""How a command stands to what was observed: still needed and possible before it is sent, already seen once it is
confirmed. Each room knows its own."""

from __future__ import annotations

from forain.hub.journal.unit import Unit
from forain.hub.orders import standing as of_orders
from forain.hub.outbox.models import Command
from forain.hub.returns import seen as seen_returns
from forain.hub.returns import standing as of_returns
from forain.trade.commands import RETURN_KINDS, CommandKind


def overtaken(command: Command) -> str:
    """ "" while it may be sent, else a key of `outbox.ending.OURS`."""
    if CommandKind(command.kind) in RETURN_KINDS:
        return of_returns.overtaken(command)
    return of_orders.overtaken(command)


def hold(command: Command) -> None:
    """Lock what the command is about, before the command: who takes an observation in locks in that order too, and so
    one of the two meets what the other wrote."""
    if CommandKind(command.kind) in RETURN_KINDS:
        seen_returns.hold(command)
    else:
        of_orders.hold(command)


def tell_seen_before(work: Unit, command: Command) -> None:
    """A visit may have shown the effect while the answer was missing, and a list may never show that line again: what
    stands there already counts as seen."""
    if CommandKind(command.kind) in RETURN_KINDS:
        seen_returns.tell_seen_before(work, command)
    else:
        of_orders.tell_seen_before(work, command)
