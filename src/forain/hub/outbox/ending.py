"""Ends a command that waits, before it was sent: overtaken by a newer wish, by the marketplace, or by a person.

The update raises the fence, so a worker that claimed the command a moment ago and has not begun to send it changes
nothing any more; one that has begun makes this change nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forain.hub.journal.unit import Unit
from forain.hub.kit.clock import now
from forain.hub.outbox.models import ENDED_FIRST, Command, Hold, State
from forain.trade.events import EventKind

#: Outcome code -> what it means, where the words are ours and not the marketplace's.
OURS: Mapping[str, str | Promise] = {
    "already": _("The marketplace already shows this; nothing was sent."),
    "moved_on": _("Too late: the line moved on before this was sent. Nothing was sent."),
    "do_not_ship": _("Too late: the line must not be shipped any more. Nothing was sent."),
    "held": _("The order was held back before this was sent. Release it, and ask again. Nothing was sent."),
    "replaced": _("A newer wish took its place before it was sent."),
    ENDED_FIRST: _("Sent; the line was cancelled before a visit could show the effect."),
    "person.done": _("A person saw on the marketplace that it was done."),
    "person.again": _("A person wants it sent again."),
    "person.dropped": _("A person dropped it."),
}


def outcome_words(command: Command) -> str:
    """What came of it, in the language in use where the words are ours."""
    ours = OURS.get(command.outcome_code)
    return str(ours) if ours is not None else command.outcome_words


def withdraw(work: Unit, command: Command, code: str, *, unsent: bool = False) -> bool:
    """Supersede a queued command; False when it is on its way or over. `unsent`: only if no call was ever made.
    `code` is a key of `OURS`."""
    words = str(OURS[code])
    rows = Command.objects.filter(pk=command.pk, state=State.QUEUED)
    if unsent:
        rows = rows.filter(attempts=0)
    changed = rows.update(
        state=State.SUPERSEDED,
        settled_at=now(),
        outcome_code=code,
        outcome_words=words,
        fence=F("fence") + 1,
        lease_until=None,
    )
    if not changed:
        return False
    Hold.objects.filter(command_id=command.pk).delete()
    work.event(
        EventKind.COMMAND_SUPERSEDED,
        "command",
        command.pk,
        order_id=command.order_id,
        connection_id=command.connection_id,
        command=command.kind,
        lines=command.line_references,
        code=code,
        words=words,
    )
    return True
