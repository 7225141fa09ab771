"""Whether a command is still needed and still possible, asked right before it is sent; each room knows its own."""

from __future__ import annotations

from forain.hub.orders import standing as of_orders
from forain.hub.outbox.models import Command
from forain.hub.returns import standing as of_returns
from forain.trade.commands import RETURN_KINDS, CommandKind


def overtaken(command: Command) -> str:
    """ "" while it may be sent, else a key of `outbox.ending.OURS`."""
    if CommandKind(command.kind) in RETURN_KINDS:
        return of_returns.overtaken(command)
    return of_orders.overtaken(command)
