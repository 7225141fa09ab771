"""The inbox: everything that needs a person, by deadline."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path

from forain.hub.inbox import queries
from forain.hub.inbox.models import TodoKind
from forain.hub.kit.pages import live
from forain.hub.kit.paging import BadCursor
from forain.hub.workspaces.doors import PersonRequest, member
from forain.hub.workspaces.models import Workspace


@member
def inbox(request: PersonRequest) -> HttpResponse:
    kind, cursor = request.GET.get("kind", ""), request.GET.get("cursor", "")
    kind = kind if kind in TodoKind.values else ""
    try:
        page = queries.open_todos(request.workspace, kind=kind, cursor=cursor)
    except BadCursor:
        page = queries.open_todos(request.workspace, kind=kind)
    context = {"page": page, "kind": kind, "cursor": cursor, "kinds": _kinds(request.workspace, kind)}
    return live(request, "inbox/list.html", "inbox/_list.html", context)


def _kinds(workspace: Workspace, active: str) -> list[tuple[str, str, int]]:
    """Kinds that are there now, with how many; the chosen one stays even when it is empty."""
    counts = queries.counts(workspace)
    kinds = [(kind.value, str(kind.label), counts.get(kind.value, 0)) for kind in TodoKind]
    return [one for one in kinds if one[2] or one[0] == active]


routes = [path("inbox/", inbox, name="inbox")]
