"""Activity: everything that happened, newest first, of one connection or about one thing when asked."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from forain.hub.journal import queries
from forain.hub.kit.pages import live
from forain.hub.workspaces.doors import PersonRequest, member

PAGE = 50
#: First part of an event's kind, and what it is about.
ABOUT = (
    ("order", _("Orders")),
    ("line", _("Lines")),
    ("command", _("What was asked for and sent")),
    ("return", _("Returns")),
    ("message", _("Messages")),
    ("claim", _("Claims")),
    ("todo", _("To-dos")),
    ("offers", _("Offers")),
    ("push", _("Offers sent")),
    ("connection", _("Connections")),
)


@member
def activity(request: PersonRequest) -> HttpResponse:
    before, asked = request.GET.get("before", ""), _asked(request)
    cursor = int(before) if before.isdecimal() and len(before) < 19 else None
    choice = queries.Choice(connection=asked, about=_about(request))
    events = queries.recent(request.workspace, before=cursor, limit=PAGE + 1, choice=choice)
    more = len(events) > PAGE
    context = {
        "events": events[:PAGE],
        "next": events[PAGE - 1].id if more else None,
        "before": cursor,
        "abouts": ABOUT,
        "about": choice.about,
        "connection": asked,
    }
    return live(request, "journal/list.html", "journal/_list.html", context)


def _about(request: PersonRequest) -> str:
    wanted = request.GET.get("about", "")
    return wanted if wanted in dict(ABOUT) else ""


def _asked(request: PersonRequest) -> uuid.UUID | None:
    """A connection nobody knows of finds nothing; a word that is no id is left out."""
    try:
        return uuid.UUID(request.GET.get("connection", ""))
    except ValueError:
        return None


routes = [path("activity/", activity, name="activity")]
