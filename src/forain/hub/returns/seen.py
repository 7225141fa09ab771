"""What an observed return says about commands: which took effect, which come too late."""

from __future__ import annotations

import uuid

from forain.hub.journal.unit import Unit
from forain.hub.outbox.models import NOTHING, Command, State
from forain.hub.outbox.seen import tell_seen
from forain.hub.returns.models import Return
from forain.hub.returns.standing import reached
from forain.trade.lifecycle import ReturnState


def mark_seen(work: Unit, row: Return, exchange_id: str | uuid.UUID | None) -> None:
    """Confirmed commands whose effect the return shows are seen."""
    waiting = Command.objects.filter(return_id=row.pk, seen_at=None, state=State.CONFIRMED)
    for command in waiting:
        if reached(command, ReturnState(row.state)):
            tell_seen(work, command, exchange_id)


def hold(command: Command) -> None:
    """Lock the return of the command."""
    Return.objects.select_for_update(no_key=True).filter(pk=command.return_id or NOTHING).first()


def tell_seen_before(work: Unit, command: Command) -> None:
    """The same for what the return already showed when the command was confirmed."""
    row = Return.objects.filter(pk=command.return_id or NOTHING).first()
    if row is not None:
        mark_seen(work, row, row.exchange_id)
