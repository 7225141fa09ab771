"""What a person may do in the inbox: mark as done, put off, give to somebody."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from forain.hub.inbox.models import Severity, Todo
from forain.hub.inbox.queries import people
from forain.hub.inbox.todos import resolve
from forain.hub.journal.unit import Unit, unit
from forain.hub.kit.clock import now
from forain.hub.kit.refusal import NotAllowed
from forain.hub.workspaces.audit import note as audit
from forain.hub.workspaces.models import User
from forain.trade.events import EventKind


def settle(todo: Todo, *, actor: str, note: str = "") -> bool:
    """Mark as done by a person; False when it already was. An open cause that is seen again opens a new one."""
    with unit(todo.workspace_id, actor) as work:
        closed = resolve(work, Todo.objects.filter(pk=todo.pk), actor, note)
        if closed:
            audit(todo.workspace_id, actor, "todo.resolved", todo.subject, kind=todo.kind, note=note)
    return bool(closed)


def snooze(todo: Todo, until: datetime | None, *, actor: str) -> None:
    """Put off until a moment, or wake now (None). Never past the deadline: nothing is hidden that runs out.

    Raises NotAllowed (`todo_resolved`, `snooze_past`, `snooze_too_long`).
    """
    with unit(todo.workspace_id, actor) as work:
        row = _open(todo)
        if until is not None:
            _insist(row, until)
        row.snoozed_until = until
        row.save(update_fields=["snoozed_until"])
        _tell(work, row)


def _insist(todo: Todo, until: datetime) -> None:
    if until <= now():
        raise NotAllowed("snooze_past", _("Name a moment that is still to come."))
    if todo.severity >= Severity.URGENT and todo.due_at is None:
        raise NotAllowed("snooze_too_long", _("This is urgent and cannot be put off; give it to somebody."))
    if todo.due_at is not None and until >= todo.due_at:
        words = _("The deadline comes before that; put it off to an earlier moment.")
        raise NotAllowed("snooze_too_long", words, due_at=todo.due_at.isoformat())


def assign(todo: Todo, username: str, *, actor: str) -> None:
    """Give to a member who may act; "" for nobody. Raises NotAllowed (`todo_resolved`, `unknown_person`)."""
    with unit(todo.workspace_id, actor) as work:
        row = _open(todo)
        row.assignee = _person(row, username) if username else None
        row.save(update_fields=["assignee"])
        _tell(work, row)


def _person(todo: Todo, username: str) -> User:
    able = people(todo.workspace)
    found = next((one for one in able if one.username == username), None)
    if found is None:
        names = ", ".join(one.username for one in able)
        words = _("Nobody here is called “%(name)s” and may act. There are: %(names)s.")
        raise NotAllowed("unknown_person", words % {"name": username, "names": names})
    return found


def _open(todo: Todo) -> Todo:
    """The row, locked."""
    row = Todo.objects.select_for_update(no_key=True, of=("self",)).get(pk=todo.pk)
    if row.resolved_at is not None:
        raise NotAllowed("todo_resolved", _("This is done already."))
    return row


def _tell(work: Unit, todo: Todo) -> None:
    work.event(
        EventKind.TODO_CHANGED,
        "todo",
        todo.pk,
        order_id=todo.order_id,
        connection_id=todo.connection_id,
        todo=todo.kind,
        assignee=todo.assignee.username if todo.assignee else "",
        snoozed_until=todo.snoozed_until.isoformat() if todo.snoozed_until else None,
    )
