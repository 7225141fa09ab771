"""The e-mails that tell of clocks: one a person for everything that was reached at once, in that person's language."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from forain.hub.inbox.contact import moment_words
from forain.hub.inbox.models import Mail, Todo
from forain.hub.inbox.queries import people
from forain.hub.inbox.steps import STEPS
from forain.hub.kit.routes import in_language
from forain.hub.workspaces.models import User, Workspace


def write_mails(workspace_id: uuid.UUID, told: Mapping[int, Sequence[Todo]]) -> None:
    """Into the table of mails, within the caller's transaction; nothing where no mail server is set."""
    if not settings.FORAIN_MAIL or not any(told.values()):
        return
    workspace = Workspace.objects.get(pk=workspace_id)
    able = [person for person in people(workspace) if person.email]
    for step, todos in sorted(told.items(), reverse=True):
        for person, mine in _by_person(able, todos).items():
            _write(workspace, person, step, mine)


def _by_person(able: Sequence[User], todos: Sequence[Todo]) -> Mapping[User, list[Todo]]:
    """A to-do that was given to somebody goes to that person alone; the others to all who may act."""
    found: defaultdict[User, list[Todo]] = defaultdict(list)
    for todo in todos:
        assigned = todo.assignee if todo.assignee and todo.assignee.email else None
        for person in [assigned] if assigned else able:
            found[person].append(todo)
    return found


def _write(workspace: Workspace, person: User, step: int, todos: Sequence[Todo]) -> None:
    with translation.override(person.language):
        context = {
            "rows": [_row(todo) for todo in todos],
            "inbox": _link(reverse("inbox")),
            "urgent": step == STEPS[-1],
        }
        body = render_to_string("inbox/mail.txt", context)
        Mail.objects.create(
            workspace=workspace, to=person.email, subject=_subject(workspace, step, len(todos)), body=body
        )


def _row(todo: Todo) -> dict[str, str]:
    address = reverse("order", args=[todo.order_id]) if todo.order_id else reverse("inbox")
    about = " – ".join(part for part in (str(todo.get_kind_display()), todo.subject) if part)
    return {
        "about": f"{about} ({todo.connection.name})" if todo.connection else about,
        "due": moment_words(todo.due_at) if todo.due_at else "",
        "basis": in_language(todo.due_basis),
        "link": _link(address),
    }


def _link(path: str) -> str:
    return f"{settings.FORAIN_ADDRESS}{path}" if settings.FORAIN_ADDRESS else ""


def _subject(workspace: Workspace, step: int, count: int) -> str:
    words = ngettext(
        "%(shop)s: half of the time is over for %(n)d to-do",
        "%(shop)s: half of the time is over for %(n)d to-dos",
        count,
    )
    if step == STEPS[-1]:
        words = ngettext(
            "%(shop)s: %(n)d to-do is running out of time",
            "%(shop)s: %(n)d to-dos are running out of time",
            count,
        )
    return " ".join((words % {"shop": workspace.name, "n": count}).split())[:200]
