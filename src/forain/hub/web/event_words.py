"""What an event says to a person, in a sentence of the language in use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forain.hub.inbox.models import TodoKind
from forain.hub.orders.models import Stand
from forain.hub.outbox.models import Kind
from forain.hub.returns.models import Stage

#: Sentences by event kind; `%(…)s` are filled by `_blanks`.
SENTENCES: dict[str, str | Promise] = {
    "order.seen": gettext_lazy("Order seen for the first time"),
    "order.changed": gettext_lazy("Order changed on the marketplace"),
    "order.acknowledged": gettext_lazy("Acknowledged by the back office"),
    "order.handoff_refused": gettext_lazy("Refused by the back office"),
    "order.exported": gettext_lazy("Handed to the back office"),
    "order.unacknowledged": gettext_lazy("Given back by the back office"),
    "order.held": gettext_lazy("Held: %(reason)s"),
    "order.released": gettext_lazy("Released"),
    "order.parked": gettext_lazy("Parked: a line has no SKU of yours"),
    "order.resumed": gettext_lazy("All lines are mapped: handed on"),
    "order.erased": gettext_lazy("The buyer is forgotten"),
    "order.money_final": gettext_lazy("Amounts are final"),
    "line.seen": gettext_lazy("Line %(line)s seen: %(after)s"),
    "line.moved": gettext_lazy("Line %(line)s: %(before)s → %(after)s"),
    "line.do_not_ship": gettext_lazy("Do not ship: line %(line)s ended on the marketplace"),
    "line.stop_acknowledged": gettext_lazy("Known: line %(line)s is not shipped"),
    "command.queued": gettext_lazy("%(command)s: asked for"),
    "command.sent": gettext_lazy("%(command)s: being sent"),
    "command.unknown": gettext_lazy("%(command)s: the answer was lost; it is being looked up"),
    "command.confirmed": gettext_lazy("%(command)s: sent, the marketplace confirmed"),
    "command.rejected": gettext_lazy("%(command)s: rejected by the marketplace"),
    "command.superseded": gettext_lazy("%(command)s: replaced by a newer one"),
    "command.needs_person": gettext_lazy("%(command)s: needs you"),
    "command.seen": gettext_lazy("%(command)s: seen on the marketplace"),
    "return.seen": gettext_lazy("Return seen: %(after)s"),
    "return.moved": gettext_lazy("Return: %(before)s → %(after)s"),
    "message.seen": gettext_lazy("New message"),
    "claim.seen": gettext_lazy("Claim seen"),
    "todo.opened": gettext_lazy("To do: %(todo)s"),
    "todo.resolved": gettext_lazy("Done: %(todo)s"),
    "todo.escalated": gettext_lazy("Time is running out: %(todo)s"),
    "todo.changed": gettext_lazy("Put off or given to somebody: %(todo)s"),
    "connection.added": gettext_lazy("Connection added"),
    "connection.changed": gettext_lazy("Connection changed"),
    "connection.trouble": gettext_lazy("Connection in trouble"),
    "connection.recovered": gettext_lazy("Connection works again"),
    "connection.scanned": gettext_lazy("Connection read in depth"),
    "offers.imported": gettext_lazy("Offers taken in"),
    "offers.stopped": gettext_lazy("Offers stopped before anything was sent"),
    "offers.queued": gettext_lazy("Offers queued for the marketplace"),
    "push.sent": gettext_lazy("Offers sent"),
    "push.unknown": gettext_lazy("Offers sent, the answer was lost"),
    "push.reported": gettext_lazy("Report about offers read"),
    "push.failed": gettext_lazy("Offers not taken in"),
    "push.needs_person": gettext_lazy("Offers sent: needs you"),
    "offers.corrected": gettext_lazy("Offers corrected in one go"),
}


def sentence(kind: str, data: Mapping[str, Any]) -> str:
    """The event in words; an unknown kind is shown as it is."""
    words = SENTENCES.get(kind)
    if words is None:
        return kind
    return str(words) % _blanks(kind, data)


def _blanks(kind: str, data: Mapping[str, Any]) -> dict[str, str]:
    return {
        "line": str(data.get("line") or data.get("reference") or "").strip(),
        "before": _state(kind, data.get("before")),
        "after": _state(kind, data.get("after") or data.get("state") or data.get("fulfilment")),
        "command": _choice(Kind, data.get("command") or data.get("kind")),
        "reason": str(data.get("reason") or ""),
        "todo": _choice(TodoKind, data.get("todo") or data.get("kind")),
    }


def _state(kind: str, value: Any) -> str:
    return _choice(Stage if kind.startswith("return.") else Stand, value)


def _choice(choices: Any, value: Any) -> str:
    """The label of a stored word; the word itself where it is not one of ours."""
    if not value:
        return _("unknown")
    return str(dict(choices.choices).get(value, value))
