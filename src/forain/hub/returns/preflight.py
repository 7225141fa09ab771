"""Says no to what is wanted of a return before anything is sent, with the reason and the way out."""

from __future__ import annotations

from django.utils.translation import gettext as _

from forain.hub.connections.sending import closed, not_offered
from forain.hub.kit.refusal import NotAllowed
from forain.hub.outbox.models import Kind
from forain.hub.returns.models import Return, Stage
from forain.trade.commands import DECIDED_FROM, LABELLED_FROM, CommandKind
from forain.trade.lifecycle import ReturnState


def decision_refusal(row: Return, decision: str) -> NotAllowed | None:
    """Why the return may not be accepted (`accept`) or refused (`refuse`) now; None when it may."""
    return _closed(row, CommandKind.RETURN_DECIDE) or _state(row, DECIDED_FROM[decision])


def label_refusal(row: Return) -> NotAllowed | None:
    """Why no label may be given now; None when it may."""
    return _closed(row, CommandKind.RETURN_LABEL) or _state(row, LABELLED_FROM)


def _closed(row: Return, kind: CommandKind) -> NotAllowed | None:
    return not_offered(row.connection, kind, str(Kind(kind.value).label)) or closed(row.connection)


def _state(row: Return, states: frozenset[ReturnState]) -> NotAllowed | None:
    if ReturnState(row.state) in states:
        return None
    wanted = [state for state in ReturnState if state in states]
    return NotAllowed(
        "return_wrong_state",
        _("Not possible now: the return is “%(state)s”; it must be “%(wanted)s”. %(possible)s")
        % {
            "state": Stage(row.state).label,
            "wanted": " / ".join(str(Stage(state.value).label) for state in wanted),
            "possible": _possible_words(row),
        },
        state=row.state,
        wanted=[state.value for state in wanted],
        allowed=possible(row),
    )


def possible(row: Return) -> list[str]:
    """What the state of the return allows: `accept`, `refuse`, `label`."""
    state = ReturnState(row.state)
    found = [decision for decision, states in DECIDED_FROM.items() if state in states]
    return [*found, "label"] if state in LABELLED_FROM else found


def _possible_words(row: Return) -> str:
    names = {"accept": _("accept it"), "refuse": _("refuse it"), "label": _("send a label")}
    found = possible(row)
    if not found:
        return _("Nothing can be changed any more.")
    return _("Possible from here: %(kinds)s.") % {"kinds": ", ".join(names[one] for one in found)}
