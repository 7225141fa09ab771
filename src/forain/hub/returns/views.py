"""Pages of returns: the list with its tabs, one return."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.urls import path
from django.utils.translation import pgettext

from forain.hub.kit.pages import live
from forain.hub.kit.paging import BadCursor
from forain.hub.returns import queries
from forain.hub.returns.models import Return, Stage
from forain.hub.workspaces.doors import PersonRequest, member
from forain.hub.workspaces.models import Workspace


@member
def return_list(request: PersonRequest) -> HttpResponse:
    tab, cursor = request.GET.get("tab", ""), request.GET.get("cursor", "")
    tab = tab if tab in Stage.values else ""
    try:
        page = queries.page(request.workspace, tab=tab, cursor=cursor)
    except BadCursor:
        page = queries.page(request.workspace, tab=tab)
    context = {"page": page, "tab": tab, "cursor": cursor, "tabs": _tabs(request.workspace, tab)}
    return live(request, "returns/list.html", "returns/_list.html", context)


@member
def return_page(request: PersonRequest, return_id: uuid.UUID) -> HttpResponse:
    try:
        found = queries.one(request.workspace, return_id)
    except Return.DoesNotExist:
        raise Http404 from None
    return live(request, "returns/return.html", "returns/_return.html", {"one": found})


def _tabs(workspace: Workspace, active: str) -> list[tuple[str, str, int]]:
    counts = queries.tab_counts(workspace)
    tabs = [(stage.value, str(stage.label), counts.get(stage.value, 0)) for stage in Stage]
    shown = [tab for tab in tabs if tab[2] or tab[0] != Stage.UNMAPPED or tab[0] == active]
    return [("", pgettext("returns", "All"), counts[""]), *shown]


routes = [
    path("returns/", return_list, name="returns"),
    path("returns/<uuid:return_id>/", return_page, name="return"),
]
