"""Tells that a clock runs out: at 50 % and at 90 % of it an event and an e-mail, each once however many workers look.

A step is taken by an UPDATE that must raise the row's number, in the transaction that writes the event and the mails.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby

from forain.hub.inbox.escalation_mail import write_mails
from forain.hub.inbox.models import Severity, Todo
from forain.hub.inbox.steps import STEPS, reached_at
from forain.hub.inbox.todos import place
from forain.hub.journal.unit import Unit, unit
from forain.hub.kit.clock import now
from forain.trade.events import EventKind

BATCH = 200


def escalate_due(limit: int = BATCH) -> int:
    """Take every step that is reached; how many were taken by this call."""
    rows = Todo.objects.filter(resolved_at=None, escalate_at__lte=now()).order_by(
        "workspace_id", "escalate_at"
    )
    found = list(rows.values_list("workspace_id", "pk")[:limit])
    return sum(
        _escalate(workspace_id, [key for _, key in pairs])
        for workspace_id, pairs in groupby(found, key=lambda pair: pair[0])
    )


def _escalate(workspace_id: uuid.UUID, keys: Iterable[uuid.UUID]) -> int:
    """All of one workspace in one transaction, so that a person gets one mail for them; what others hold is theirs."""
    told: defaultdict[int, list[Todo]] = defaultdict(list)
    with unit(workspace_id, "forain") as work:
        rows = Todo.objects.select_for_update(no_key=True, skip_locked=True, of=("self",))
        rows = rows.select_related("connection", "assignee").order_by("rank", "id")
        for todo in rows.filter(pk__in=list(keys), resolved_at=None, escalate_at__lte=now()):
            step = _take(work, todo)
            if step:
                told[step].append(todo)
        write_mails(workspace_id, told)
    return sum(len(todos) for todos in told.values())


def _take(work: Unit, todo: Todo) -> int:
    """The step that was told; 0 when the to-do sleeps and the step can wait."""
    assert todo.clock_from is not None
    assert todo.due_at is not None
    step = max(one for one in STEPS if reached_at(one, todo.clock_from, todo.due_at) <= now())
    asleep = todo.snoozed_until is not None and todo.snoozed_until > now()
    last = step == STEPS[-1]
    todo.escalated = step
    if last:
        todo.severity, todo.snoozed_until = Severity.URGENT, None
    place(todo)
    todo.save(update_fields=["escalated", "severity", "snoozed_until", "rank", "escalate_at"])
    if asleep and not last:
        return 0
    _tell(work, todo, step)
    return step


def _tell(work: Unit, todo: Todo, step: int) -> None:
    work.event(
        EventKind.TODO_ESCALATED,
        "todo",
        todo.pk,
        order_id=todo.order_id,
        connection_id=todo.connection_id,
        todo=todo.kind,
        about=todo.subject,
        step=step,
        due_at=todo.due_at.isoformat() if todo.due_at else None,
    )
