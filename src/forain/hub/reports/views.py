"""Pages of what became of offers that were sent: pushes, reports line by line, errors by cause, replacing everything.

Corrections are in `correct_views.py`.
"""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from forain.hub.connections.models import Connection
from forain.hub.kit.pages import attempt, live
from forain.hub.kit.paging import BadCursor
from forain.hub.kit.refusal import NotAllowed
from forain.hub.offers import plan, pushing
from forain.hub.offers.frame import frame
from forain.hub.offers.models import NOTHING, Listing, ListingState, Push, PushState
from forain.hub.reports import correcting, deciding, grouping, lines, queries, shapes
from forain.hub.reports.correct_views import correct
from forain.hub.workspaces.doors import PersonRequest, actor_of, administrator, member, operator

#: Pushes of one page, and lines of a report.
PAGE = 40


@member
def pushes_page(request: PersonRequest) -> HttpResponse:
    """What was sent, newest first, and how far the marketplace is with it."""
    try:
        found = queries.pushes(request.workspace, cursor=request.GET.get("cursor", ""), limit=PAGE)
    except BadCursor:
        found = queries.pushes(request.workspace, limit=PAGE)
    rejected = Listing.objects.filter(workspace=request.workspace, state=ListingState.REJECTED)
    context = {
        **frame(request, "offer-pushes"),
        "pushes": [(one, _size(one)) for one in found.rows],
        "next": found.next,
        "rejected": rejected.count(),
    }
    return live(request, "reports/pushes.html", "reports/_pushes.html", context)


def _size(push: Push) -> int:
    return sum(push.counts.get(kind, 0) for kind in ("new", "update", "end"))


@member
def push_page(request: PersonRequest, push_id: uuid.UUID) -> HttpResponse:
    """The report of one push: every offer in the order they were sent, with its errors explained."""
    push = _push(request, push_id)
    outcome = request.GET.get("outcome", "")
    outcome = outcome if outcome in list(shapes.PushedOutcome) else ""
    try:
        found = queries.lines(push, outcome=outcome, cursor=request.GET.get("cursor", ""))
    except BadCursor:
        found = queries.lines(push, outcome=outcome)
    context = {
        "push": push,
        "size": _size(push),
        "outcomes": _outcomes(push, outcome),
        "lines": [shapes.line(one, found.problems.get(one.listing_id, [])) for one in found.rows],
        "next": found.next,
        "needs_person": push.state == PushState.NEEDS_PERSON,
    }
    return render(request, "reports/push.html", context)


def _outcomes(push: Push, here: str) -> list[tuple[str, str, int, bool]]:
    words = {
        "": _("All"),
        lines.DONE: _("Taken in"),
        lines.REJECTED: pgettext("offers", "Rejected"),
        lines.LOST: _("Not told of"),
    }
    counts = {"": _size(push), **push.counts}
    return [(name, text, counts.get(name, 0), name == here) for name, text in words.items()]


def _push(request: PersonRequest, push_id: uuid.UUID) -> Push:
    try:
        return queries.one(request.workspace, push_id)
    except Push.DoesNotExist:
        raise Http404 from None


@operator
@require_POST
def decide_push(request: PersonRequest, push_id: uuid.UUID) -> HttpResponse:
    """What a person saw at the marketplace, for a push whose answer was lost."""
    push, arrived = _push(request, push_id), request.POST.get("arrived") == "yes"
    words = _("Taken as sent.") if arrived else _("Its offers differ again and go out with the next push.")
    attempt(request, lambda: deciding.decide(push, arrived=arrived, actor=actor_of(request)), words)
    return redirect("offer-push-report", push_id=push.pk)


@member
def errors_page(request: PersonRequest) -> HttpResponse:
    """What marketplaces rejected, grouped by what is to be done about it; pictures and files after lines."""
    accounts = Connection.objects.filter(workspace=request.workspace).defer("sealed").order_by("name")
    wanted = request.GET.get("connection", "")
    connection = next((one for one in accounts if str(one.pk) == wanted), None)
    rows = grouping.problems(request.workspace, connection=connection.pk if connection else None)
    context = {
        **frame(request, "offer-errors"),
        "groups": [one.explained(request.LANGUAGE_CODE) for one in grouping.groups(rows)],
        "accounts": accounts,
        "connection": connection,
        "corrections": correcting.of(request.workspace.pk)[:5],
    }
    return render(request, "reports/errors.html", context)


@administrator
def replace_page(request: PersonRequest, connection_id: uuid.UUID) -> HttpResponse:
    """What is wanted becomes the whole inventory of an account, once its name is typed."""
    connection = Connection.objects.filter(workspace=request.workspace, pk=connection_id).first()
    if connection is None or connection.manifest.offers is None or not connection.manifest.offers.replaces:
        raise Http404
    problem = ""
    if request.method == "POST":
        try:
            return _replaced(request, connection)
        except NotAllowed as no:
            problem = no.words
    context = {"connection": connection, "summary": plan.summary(connection), "problem": problem}
    wanted = Listing.objects.filter(connection=connection).exclude(wanted=NOTHING)
    context["wanted"] = wanted.count()
    return render(request, "reports/replace.html", context, status=422 if problem else 200)


def _replaced(request: PersonRequest, connection: Connection) -> HttpResponse:
    queued = pushing.replace(connection, request.POST.get("typed", ""), actor=actor_of(request))
    if queued.stops:
        return redirect("offer-stop", stop_id=queued.stops[0].pk)
    messages.success(request, _("The whole inventory is on its way."))
    return redirect("offer-pushes")


routes = [
    path("offers/pushes/", pushes_page, name="offer-pushes"),
    path("offers/pushes/<uuid:push_id>/", push_page, name="offer-push-report"),
    path("offers/pushes/<uuid:push_id>/decide", decide_push, name="offer-push-decide"),
    path("offers/errors/", errors_page, name="offer-errors"),
    path("offers/errors/<uuid:connection_id>/correct", correct, name="offer-correct"),
    path("offers/replace/<uuid:connection_id>/", replace_page, name="offer-replace"),
]
