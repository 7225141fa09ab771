"""Where the return of a command stands now: whether the command is still needed, and still possible."""

from __future__ import annotations

from forain.hub.outbox.models import NOTHING, Command
from forain.hub.returns.models import Return
from forain.trade.commands import DECIDED_FROM, DECISION_LEADS_TO, LABELLED_FROM, CommandKind
from forain.trade.lifecycle import ReturnState


def reached(command: Command, state: ReturnState) -> bool:
    """Whether a return in `state` shows the effect of the command. A label shows only where one was awaited."""
    if command.kind == CommandKind.RETURN_DECIDE.value:
        return state in DECISION_LEADS_TO[command.details["decision"]]
    return command.details.get("before") == ReturnState.AWAITING_LABEL.value and (
        state is not ReturnState.AWAITING_LABEL
    )


def overtaken(command: Command) -> str:
    """A key of `outbox.ending.OURS`, "" while it may be sent."""
    row = Return.objects.filter(pk=command.return_id or NOTHING).first()
    if row is None:
        return "moved_on"
    state = ReturnState(row.state)
    if command.kind == CommandKind.RETURN_LABEL.value:
        return "" if state in LABELLED_FROM else "moved_on"
    if reached(command, state):
        return "already"
    return "" if state in DECIDED_FROM[command.details["decision"]] else "moved_on"
