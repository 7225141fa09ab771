"""Pages of returns: the list with its tabs, one return."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.urls import path
from django.utils.translation import pgettext

from forain.hub.kit.pages import live
from forain.hub.kit.paging import BadCursor
from forain.hub.returns import queries
from forain.hub.returns.acting import accept, label, refuse
from forain.hub.returns.models import Return, Stage
from forain.hub.returns.preflight import possible
from forain.hub.workspaces.doors import PersonRequest, member
from forain.hub.workspaces.models import Workspace
from forain.trade.commands import CommandKind


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
    context = {
        "one": found,
        "possible": _possible(found),
        "commands": queries.commands_of_all([found])[found.pk][::-1],
    }
    return live(request, "returns/return.html", "returns/_return.html", context)


def _possible(row: Return) -> list[str]:
    """What the page offers: nothing about a marketplace that cannot be told, or while something is on its way."""
    offered = {CommandKind.RETURN_DECIDE: ("accept", "refuse"), CommandKind.RETURN_LABEL: ("label",)}
    names = [
        name for kind, found in offered.items() if row.connection.manifest.capability(kind) for name in found
    ]
    return [name for name in possible(row) if name in names]


def _tabs(workspace: Workspace, active: str) -> list[tuple[str, str, int]]:
    counts = queries.tab_counts(workspace)
    tabs = [(stage.value, str(stage.label), counts.get(stage.value, 0)) for stage in Stage]
    shown = [tab for tab in tabs if tab[2] or tab[0] != Stage.UNMAPPED or tab[0] == active]
    return [("", pgettext("returns", "All"), counts[""]), *shown]


routes = [
    path("returns/", return_list, name="returns"),
    path("returns/<uuid:return_id>/", return_page, name="return"),
    path("returns/<uuid:return_id>/accept", accept, name="return-accept"),
    path("returns/<uuid:return_id>/refuse", refuse, name="return-refuse"),
    path("returns/<uuid:return_id>/label", label, name="return-label"),
]
