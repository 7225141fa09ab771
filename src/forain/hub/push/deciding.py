"""What a person says of a command: it was done, send it again, drop it. Only a person can say so, because Forain could
not look it up; a command that waits and was never sent can be dropped too."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from forain.hub.connections.schedule import read_soon
from forain.hub.connections.sending import closed
from forain.hub.inbox.of_commands import told_done
from forain.hub.journal.unit import Unit, unit
from forain.hub.kit.clock import now
from forain.hub.kit.refusal import NotAllowed
from forain.hub.orders.models import Line
from forain.hub.orders.settle import confirmed
from forain.hub.outbox.asking import command_open
from forain.hub.outbox.ending import OURS, withdraw
from forain.hub.outbox.models import Command, Hold, State
from forain.hub.outbox.wake import wake
from forain.hub.push.standing import hold, overtaken, tell_seen_before
from forain.hub.workspaces.audit import note
from forain.trade.commands import MESSAGE_KINDS, CommandKind
from forain.trade.events import EventKind


def done(command: Command, *, actor: str) -> Command:
    """The person saw on the marketplace that it took effect. Raises NotAllowed (`not_yours_to_say`)."""
    with unit(command.workspace_id, actor) as work:
        hold(command)
        row = _locked(command)
        _end(work, row, State.CONFIRMED, "person.done", EventKind.COMMAND_CONFIRMED)
        confirmed(row)
        tell_seen_before(work, row)
        read_soon(row.connection, row.tells)
    return row


def drop(command: Command, *, actor: str) -> Command:
    """It is not wanted any more. Raises NotAllowed (`not_yours_to_say`)."""
    with unit(command.workspace_id, actor) as work:
        row = _locked(command)
        if row.state == State.QUEUED and withdraw(work, row, "person.dropped", unsent=True):
            told_done(work, row, work.actor)
            _note(work, row, "person.dropped")
            row.refresh_from_db()
            return row
        _end(work, row, State.SUPERSEDED, "person.dropped", EventKind.COMMAND_SUPERSEDED)
    return row


def again(command: Command, *, actor: str) -> Command:
    """The person saw that it did not take effect: it goes out once more. Raises NotAllowed (`not_yours_to_say`,
    `command_open`, `too_late`, and why the connection sends nothing)."""
    with unit(command.workspace_id, actor) as work:
        row = _locked(command)
        _insist_uncertain(row)
        _insist_possible(row)
        _hold(row)
        row.state, row.next_at, row.settled_at, row.lookups = State.QUEUED, now(), None, 0
        row.outcome_code, row.outcome_words = "person.again", str(OURS["person.again"])
        row.save(update_fields=["state", "next_at", "settled_at", "lookups", "outcome_code", "outcome_words"])
        told_done(work, row, work.actor)
        _tell(work, row, EventKind.COMMAND_QUEUED, details=row.wish)
        _note(work, row, "person.again")
        connection_id = row.connection_id
        work.after_commit(lambda: wake(connection_id))
    return row


def _locked(command: Command) -> Command:
    rows = Command.objects.select_for_update(no_key=True, of=("self",)).select_related("connection")
    return rows.get(pk=command.pk)


def _insist_uncertain(row: Command) -> None:
    if row.state != State.NEEDS_PERSON:
        raise NotAllowed(
            "not_yours_to_say",
            _("Only a command that needs you can be decided; this one is “%(state)s”.")
            % {"state": row.get_state_display()},
            state=row.state,
        )


def _insist_possible(row: Command) -> None:
    no = closed(row.connection)
    if no is not None:
        raise no
    code = overtaken(row)
    if code:
        raise NotAllowed("too_late", str(OURS[code]), cause=code)


def _hold(row: Command) -> None:
    """Take what it is about again: its lines, return or conversation. Raises NotAllowed (`command_open`) when another command has them."""
    held = [row.return_id] if row.return_id else _line_ids(row)
    thread = row.details.get("thread")
    if CommandKind(row.kind) in MESSAGE_KINDS and thread:
        held = [uuid.UUID(thread)]
    try:
        with transaction.atomic():
            Hold.objects.bulk_create(Hold(line_id=key, command=row) for key in held)
    except IntegrityError:
        other = Hold.objects.select_related("command").filter(line_id__in=held).first()
        raise command_open(other.command if other else row) from None


def _line_ids(row: Command) -> list[uuid.UUID]:
    lines = Line.objects.filter(order_id=row.its_order, reference__in=row.line_references)
    return list(lines.values_list("pk", flat=True))


def _end(work: Unit, row: Command, state: State, code: str, kind: EventKind) -> None:
    _insist_uncertain(row)
    row.state, row.settled_at = state, now()
    row.outcome_code, row.outcome_words = code, str(OURS[code])
    row.save(update_fields=["state", "settled_at", "outcome_code", "outcome_words"])
    told_done(work, row, work.actor)
    _tell(work, row, kind, code=code, words=row.outcome_words)
    _note(work, row, code)


def _tell(work: Unit, row: Command, kind: EventKind, **data: Any) -> None:
    work.event(
        kind,
        "command",
        row.pk,
        order_id=row.order_id,
        connection_id=row.connection_id,
        command=row.kind,
        lines=row.line_references,
        **data,
    )


def _note(work: Unit, row: Command, code: str) -> None:
    note(row.workspace_id, work.actor, f"command.{code}", row.order_reference, command=str(row.pk))
