"""What a person may do in the inbox."""

from __future__ import annotations

from forain.hub.inbox.models import Todo
from forain.hub.inbox.todos import resolve
from forain.hub.journal.unit import unit
from forain.hub.workspaces.audit import note


def settle(todo: Todo, *, actor: str) -> bool:
    """Mark as done by a person; False when it already was. An open cause that is seen again opens a new one."""
    with unit(todo.workspace_id, actor) as work:
        closed = resolve(work, Todo.objects.filter(pk=todo.pk), actor)
        if closed:
            note(todo.workspace_id, actor, "todo.resolved", todo.subject, kind=todo.kind)
    return bool(closed)
