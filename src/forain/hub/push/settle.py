"""What an outcome changes. Every write names the fence of the claim, so only the worker that holds it changes anything."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from forain.connect.contract import Applied, LookedUp
from forain.connect.outcomes import (
    Busy,
    Done,
    Garbled,
    Refused,
    SendOutcome,
    Trouble,
    Unauthorised,
    Uncertain,
)
from forain.hub.connections.health import mark_trouble
from forain.hub.connections.models import Connection
from forain.hub.connections.schedule import read_soon
from forain.hub.inbox.models import TodoKind
from forain.hub.inbox.of_commands import ask_person, expire, told_done
from forain.hub.inbox.todos import Cause, open_todo
from forain.hub.journal.unit import Unit, unit
from forain.hub.kit.clock import now
from forain.hub.kit.lease import still_ours
from forain.hub.orders.settle import confirmed
from forain.hub.outbox.ending import OURS
from forain.hub.outbox.models import Command, Hold, State
from forain.hub.push.standing import hold, tell_seen_before
from forain.trade.events import EventKind

#: Times a command is sent again after a look-up said "not there", before a person is asked.
SEND_LIMIT = 5
#: Times an uncertain command is looked up in vain before a person is asked.
LOOK_UP_LIMIT = 20
#: A lost answer may belong to a call that is still being worked on: look it up a little later.
BEFORE_LOOK_UP = timedelta(seconds=2)


def begin_sending(command: Command) -> bool:
    """Mark *sending* and commit, before the call; False when the claim is no longer ours."""
    with unit(command.workspace_id, "forain") as work:
        command.attempts += 1
        command.sent_at = now()
        if not _write(command, state=State.SENDING, attempts=command.attempts, sent_at=command.sent_at):
            return False
        _tell(work, command, EventKind.COMMAND_SENT, attempt=command.attempts)
    command.state = State.SENDING
    return True


def mark_unknown(command: Command, words: str) -> bool:
    """It may have been sent: from now on it is looked up, never sent blindly."""
    with unit(command.workspace_id, "forain") as work:
        if not _write(command, state=State.UNKNOWN, outcome_code="unknown", outcome_words=words):
            return False
        _tell(work, command, EventKind.COMMAND_UNKNOWN, words=words)
    command.state = State.UNKNOWN
    return True


def supersede(command: Command, code: str) -> None:
    """Not sent, because it is no longer needed (`already`), or no longer possible: then a person is told."""
    words = str(OURS[code])
    with unit(command.workspace_id, "forain") as work:
        if not _end(command, State.SUPERSEDED, code, words):
            return
        _tell(work, command, EventKind.COMMAND_SUPERSEDED, code=code, words=words)
        if code != "already":
            expire(work, command, code)


def settle_sent(command: Command, outcome: SendOutcome | LookedUp | Trouble) -> None:
    """The answer to a send."""
    if isinstance(outcome, Done):
        _confirm(command, outcome.words, already=outcome.already)
    elif isinstance(outcome, Refused):
        _refused(command, outcome)
    elif isinstance(outcome, (Busy, Unauthorised)):
        _put_back(command, outcome)
    else:
        words = (
            outcome.words if isinstance(outcome, (Uncertain, Garbled)) else "The answer could not be read."
        )
        _uncertain(command, words)


def settle_look_up(command: Command, found: SendOutcome | LookedUp | Trouble) -> None:
    """The answer to a look-up of an uncertain command."""
    command.lookups += 1
    if not isinstance(found, LookedUp):
        _look_again(command, found)
    elif found.applied is Applied.YES:
        _confirm(command, found.words, already=False)
    elif found.applied is Applied.CANNOT_TELL:
        _needs_person(command, "cannot_tell", found.words)
    elif command.outcome_code.startswith("refused."):
        _reject(command, command.outcome_code, command.outcome_words)
    elif command.attempts >= SEND_LIMIT:
        _needs_person(command, "never_arrives", found.words)
    else:
        _requeue(command, now(), "looked_up_absent", found.words)


def _confirm(command: Command, words: str, *, already: bool) -> None:
    with unit(command.workspace_id, "forain") as work:
        hold(command)
        if not _end(command, State.CONFIRMED, "already" if already else "confirmed", words):
            return
        confirmed(command)
        told_done(work, command, "observation")
        _tell(work, command, EventKind.COMMAND_CONFIRMED, words=words, already=already)
        tell_seen_before(work, command)
        read_soon(command.connection, command.tells)


def _refused(command: Command, outcome: Refused) -> None:
    """A refusal after an uncertain try may mean that the first try took effect: look before believing it."""
    code = f"refused.{outcome.code}"
    if command.attempts > 1 and command.lookups:
        _write(
            command,
            state=State.UNKNOWN,
            outcome_code=code,
            outcome_words=outcome.words,
            lease_until=None,
            next_at=now() + BEFORE_LOOK_UP,
        )
        return
    _reject(command, code, outcome.words)


def _reject(command: Command, code: str, words: str) -> None:
    with unit(command.workspace_id, "forain") as work:
        if not _end(command, State.REJECTED, code, words):
            return
        _tell(work, command, EventKind.COMMAND_REJECTED, code=code, words=words)
        ask_person(work, command, TodoKind.REJECTED_COMMAND, code, words)
        read_soon(command.connection, command.tells)


def _needs_person(command: Command, code: str, words: str) -> None:
    with unit(command.workspace_id, "forain") as work:
        if not _end(command, State.NEEDS_PERSON, code, words):
            return
        _tell(work, command, EventKind.COMMAND_NEEDS_PERSON, code=code, words=words)
        ask_person(work, command, TodoKind.UNCERTAIN_COMMAND, code, words)


def _uncertain(command: Command, words: str) -> None:
    with unit(command.workspace_id, "forain") as work:
        changed = _write(
            command,
            state=State.UNKNOWN,
            outcome_code="unknown",
            outcome_words=words,
            lease_until=None,
            next_at=now() + BEFORE_LOOK_UP,
        )
        if changed:
            _tell(work, command, EventKind.COMMAND_UNKNOWN, words=words)


def _put_back(command: Command, trouble: Busy | Unauthorised) -> None:
    """Nothing took effect: it waits, and so does the whole connection."""
    with unit(command.workspace_id, "forain") as work:
        connection = Connection.objects.select_for_update(no_key=True).get(pk=command.connection_id)
        until = mark_trouble(work, connection, trouble, min(command.attempts, 5))
        if isinstance(trouble, Unauthorised):
            kind = TodoKind.ACCOUNT if trouble.code == "deactivated" else TodoKind.CREDENTIAL
            facts = {"code": trouble.code, "words": trouble.words}
            open_todo(
                work,
                connection,
                Cause(kind=kind, key=f"{kind.value}:{connection.pk}", subject=connection.name, facts=facts),
            )
        _requeue(command, until, "waiting", trouble.words, count=False)


def _requeue(command: Command, at: datetime, code: str, words: str, *, count: bool = True) -> None:
    attempts = command.attempts if count else max(0, command.attempts - 1)
    _write(
        command,
        state=State.QUEUED,
        next_at=at,
        lease_until=None,
        attempts=attempts,
        lookups=command.lookups,
        outcome_code=code,
        outcome_words=words,
    )


def _look_again(command: Command, trouble: SendOutcome | Trouble) -> None:
    words = getattr(trouble, "words", "")
    if command.lookups >= LOOK_UP_LIMIT:
        _needs_person(command, "cannot_look_up", words)
        return
    pause = timedelta(seconds=min(300.0, 2.0 * 1.7**command.lookups))
    _write(command, lookups=command.lookups, lease_until=None, next_at=now() + pause)


def _end(command: Command, state: State, code: str, words: str) -> bool:
    """The last state: the lines are let go."""
    changed = _write(
        command,
        state=state,
        settled_at=now(),
        outcome_code=code[:80],
        outcome_words=words,
        lookups=command.lookups,
        lease_until=None,
    )
    if changed:
        Hold.objects.filter(command_id=command.pk).delete()
        command.state = state
    return changed


def _write(command: Command, **values: Any) -> bool:
    return still_ours(command).update(**values) == 1


def _tell(work: Unit, command: Command, kind: EventKind, **data: Any) -> None:
    work.event(
        kind,
        "command",
        command.pk,
        order_id=command.order_id,
        connection_id=command.connection_id,
        exchange_id=command.exchange_ids[-1] if command.exchange_ids else None,
        command=command.kind,
        lines=command.line_references,
        **data,
    )
