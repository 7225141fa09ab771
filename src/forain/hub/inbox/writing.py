"""Letters to the buyer and to the marketplace: checked, then a command of the outbox like any other.

A letter holds its thread, not its line: two letters of one thread never overlap, and a parcel can be told meanwhile.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from forain.hub.inbox.contact import KINDS, may_write
from forain.hub.inbox.models import Author, Partner, Thread
from forain.hub.inbox.texts import checked, insist
from forain.hub.journal.unit import Unit, unit
from forain.hub.kit.clock import now
from forain.hub.kit.refusal import NotAllowed
from forain.hub.orders.models import Order
from forain.hub.outbox.models import Command, Hold, Kind, State
from forain.hub.outbox.wake import wake
from forain.hub.workspaces.audit import note
from forain.trade.events import EventKind

#: The same words in the same thread within this time are the same wish (a double click, a repeated request).
SAME_WISH = timedelta(minutes=10)


def write(
    thread: Thread, text: str, *, actor: str, parent: str | None = None, confirmed: Collection[str] = ()
) -> Command:
    """Put a letter into the outbox; asking twice gives the first back.

    `parent`: the marketplace's mail that is answered; None for the last one, "" for none. `confirmed`: codes of
    doubtful findings the person has seen. Raises NotAllowed (`contact_closed`, `text_refused`, `unknown_parent`…).
    """
    found = checked(thread.line, thread.partner, text)
    with unit(thread.workspace_id, actor) as work:
        _lock(thread)
        answered = _parent(thread, parent)
        existing = _same_wish(thread, found.text, answered)
        if existing is not None:
            return existing
        insist(found, confirmed)
        _insist_on_contact(thread)
        command = _command(work, thread, found.text, answered)
        connection_id = thread.connection_id
        work.after_commit(lambda: wake(connection_id))
    return command


def _lock(thread: Thread) -> None:
    """Two requests at once: the second sees what the first wrote."""
    assert transaction.get_connection().in_atomic_block
    Order.objects.select_for_update(no_key=True, of=("self",)).get(pk=thread.line.order_id)


def _insist_on_contact(thread: Thread) -> None:
    answer = may_write(thread.line, thread.partner)
    if not answer.allowed:
        raise answer.refusal


def _parent(thread: Thread, wanted: str | None) -> str:
    """The mail that is answered, where the marketplace gives mails a number."""
    if thread.partner != Partner.MARKETPLACE or wanted == "":
        return ""
    mails = thread.messages.filter(author=Author.MARKETPLACE).exclude(reference="")
    if wanted is None:
        last = mails.order_by("-sent_at", "-id").first()
        return last.reference if last else ""
    if not mails.filter(reference=wanted).exists():
        words = _("There is no mail %(number)s of the marketplace in this conversation.")
        raise NotAllowed("unknown_parent", words % {"number": wanted})
    return wanted


def _same_wish(thread: Thread, text: str, parent: str) -> Command | None:
    """The letter that says this already; another one on its way makes this one wait."""
    hold = Hold.objects.select_related("command").filter(line_id=thread.pk).first()
    if hold is not None:
        if _says(hold.command, text, parent):
            return hold.command
        raise NotAllowed(
            "command_open",
            _("Another message of this conversation is on its way; wait until it has arrived."),
            command=str(hold.command.pk),
        )
    lately = Command.objects.filter(
        details__thread=str(thread.pk), state=State.CONFIRMED, created_at__gt=now() - SAME_WISH
    )
    return next((one for one in lately.order_by("-created_at") if _says(one, text, parent)), None)


def _says(command: Command, text: str, parent: str) -> bool:
    return (command.details.get("text"), command.details.get("parent", "")) == (text, parent)


def _command(work: Unit, thread: Thread, text: str, parent: str) -> Command:
    line, kind = thread.line, KINDS[thread.partner]
    details = {"text": text, "thread": str(thread.pk), "placed_at": line.order.placed_at.isoformat()}
    if parent:
        details["parent"] = parent
    command = Command.objects.create(
        workspace_id=thread.workspace_id,
        connection_id=thread.connection_id,
        order_id=line.order_id,
        order_reference=line.order.reference,
        line_references=[line.reference],
        kind=Kind(kind.value),
        details=details,
        created_by=work.actor,
    )
    Hold.objects.create(line_id=thread.pk, command=command)
    work.event(
        EventKind.COMMAND_QUEUED,
        "command",
        command.pk,
        order_id=line.order_id,
        connection_id=thread.connection_id,
        command=kind.value,
        lines=command.line_references,
        details={"thread": str(thread.pk), "parent": parent},
    )
    note(
        thread.workspace_id,
        work.actor,
        f"command.{kind.value}",
        line.order.reference,
        lines=command.line_references,
    )
    return command
