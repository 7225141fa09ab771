"""The inbox: everything that needs a person, and what a person does about it. Conversations: `talk_views.py`."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from forain.hub.connections.models import Connection
from forain.hub.inbox import actions, clock_views, queries, talk_views
from forain.hub.inbox.forms import AssignForm, Explained, ResolveForm, SnoozeForm
from forain.hub.inbox.models import Todo, TodoKind
from forain.hub.kit.pages import live, wants_part
from forain.hub.kit.paging import BadCursor
from forain.hub.kit.refusal import NotAllowed
from forain.hub.workspaces.doors import PersonRequest, actor_of, member, operator
from forain.hub.workspaces.models import Workspace


@member
def inbox(request: PersonRequest) -> HttpResponse:
    asked = {
        name: request.GET.get(name, "").strip()
        for name in ("kind", "connection", "assignee", "overdue", "snoozed", "cursor")
    }
    wanted = _wanted(asked)
    try:
        page = queries.open_todos(request.workspace, wanted, cursor=asked["cursor"])
    except BadCursor:
        page = queries.open_todos(request.workspace, wanted)
    rows = Connection.objects.filter(workspace=request.workspace).defer("sealed").order_by("name")
    context = {
        "page": page,
        "asked": asked,
        "kind": wanted.kind,
        "cursor": asked["cursor"],
        "kinds": _kinds(request.workspace, wanted),
        "connections": rows,
        "people": queries.people(request.workspace),
        "filtered": any(asked[name] for name in ("connection", "assignee", "overdue", "snoozed")),
    }
    return live(request, "inbox/list.html", "inbox/_list.html", context)


def _wanted(asked: dict[str, str]) -> queries.Wanted:
    """What was asked for; what makes no sense is left out."""
    return queries.Wanted(
        kind=asked["kind"] if asked["kind"] in TodoKind.values else "",
        connection=_uuid(asked["connection"]),
        assignee=asked["assignee"],
        overdue=bool(asked["overdue"]),
        snoozed=bool(asked["snoozed"]),
    )


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None


def _kinds(workspace: Workspace, wanted: queries.Wanted) -> list[tuple[str, str, int]]:
    """Kinds that are there now, with how many; the chosen one stays even when it is empty."""
    counts = queries.counts(workspace, wanted)
    kinds = [(kind.value, str(kind.label), counts.get(kind.value, 0)) for kind in TodoKind]
    return [one for one in kinds if one[2] or one[0] == wanted.kind]


@operator
def resolve(request: PersonRequest, todo_id: uuid.UUID) -> HttpResponse:
    todo = _todo(request, todo_id)
    form = ResolveForm(request.POST if request.method == "POST" else None)

    def do() -> str:
        actions.settle(todo, actor=actor_of(request), note=form.cleaned_data["note"])
        return _("Marked as done: %(todo)s.")

    return _act(request, todo, form, "inbox/_resolve.html", do)


@operator
def snooze(request: PersonRequest, todo_id: uuid.UUID) -> HttpResponse:
    todo = _todo(request, todo_id)
    form = SnoozeForm(request.POST if request.method == "POST" else None)

    def do() -> str:
        actions.snooze(todo, form.until(), actor=actor_of(request))
        return _("Put off: %(todo)s. It comes back by itself.")

    return _act(request, todo, form, "inbox/_snooze.html", do)


@operator
def assign(request: PersonRequest, todo_id: uuid.UUID) -> HttpResponse:
    todo = _todo(request, todo_id)
    form = AssignForm(todo, request.POST if request.method == "POST" else None)

    def do() -> str:
        actions.assign(todo, form.cleaned_data["person"], actor=actor_of(request))
        return (
            _("Given to somebody: %(todo)s.") if form.cleaned_data["person"] else _("Free again: %(todo)s.")
        )

    return _act(request, todo, form, "inbox/_assign.html", do)


@operator
def wake(request: PersonRequest, todo_id: uuid.UUID) -> HttpResponse:
    """Back into the list at once."""
    todo = _todo(request, todo_id)
    if request.method == "POST":
        actions.snooze(todo, None, actor=actor_of(request))
        messages.success(request, _("Back in the list: %(todo)s.") % {"todo": _name(todo)})
    return redirect("inbox")


def _act(
    request: PersonRequest, todo: Todo, form: Explained, part: str, do: Callable[[], str]
) -> HttpResponse:
    """Show the form, or do what it says and go back to the list; a refusal is shown in the form."""
    if request.method == "POST" and form.is_valid():
        try:
            words = do()
        except NotAllowed as no:
            form.explain(no)
        else:
            messages.success(request, words % {"todo": _name(todo)})
            return back_to(request, reverse("inbox"))
    return dialog(request, part, {"todo": todo, "form": form, "title": str(todo.get_kind_display())})


def _name(todo: Todo) -> str:
    return " ".join(part for part in (str(todo.get_kind_display()), todo.subject) if part)


def _todo(request: PersonRequest, todo_id: uuid.UUID) -> Todo:
    try:
        return queries.one(request.workspace, todo_id)
    except Todo.DoesNotExist:
        raise Http404 from None


def back_to(request: PersonRequest, address: str) -> HttpResponse:
    """A redirect for a form, a word to htmx for a dialog."""
    if wants_part(request):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def dialog(request: PersonRequest, part: str, context: dict[str, Any]) -> HttpResponse:
    """A form in a dialog of the page, or on a page of its own without scripts."""
    if wants_part(request):
        return render(request, part, context)
    return render(request, "inbox/dialog.html", {**context, "part": part})


routes = [
    path("inbox/", inbox, name="inbox"),
    path("inbox/<uuid:todo_id>/resolve", resolve, name="todo-resolve"),
    path("inbox/<uuid:todo_id>/snooze", snooze, name="todo-snooze"),
    path("inbox/<uuid:todo_id>/assign", assign, name="todo-assign"),
    path("inbox/<uuid:todo_id>/wake", wake, name="todo-wake"),
    *talk_views.routes,
    *clock_views.routes,
]
