"""Activity: everything that happened, newest first."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path

from forain.hub.journal import queries
from forain.hub.kit.pages import live
from forain.hub.workspaces.doors import PersonRequest, member

PAGE = 50


@member
def activity(request: PersonRequest) -> HttpResponse:
    before = request.GET.get("before", "")
    cursor = int(before) if before.isdecimal() and len(before) < 19 else None
    events = queries.recent(request.workspace, before=cursor, limit=PAGE + 1)
    more = len(events) > PAGE
    context = {"events": events[:PAGE], "next": events[PAGE - 1].id if more else None, "before": cursor}
    return live(request, "journal/list.html", "journal/_list.html", context)


routes = [path("activity/", activity, name="activity")]
