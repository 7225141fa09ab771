"""What a person does about a return: accept at once, refuse with a reason, give a label."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forain.hub.kit.pages import wants_part
from forain.hub.kit.refusal import NotAllowed
from forain.hub.outbox.models import Command
from forain.hub.returns import actions, queries
from forain.hub.returns.models import Return
from forain.hub.workspaces.doors import PersonRequest, actor_of, operator

Ask = Callable[[Return], Command]

#: Bytes of a file that are read at all: more than any marketplace takes, so that the refusal can say so.
MOST = 16 * 2**20


@require_POST
@operator
def accept(request: PersonRequest, return_id: uuid.UUID) -> HttpResponse:
    row = _row(request, return_id)
    try:
        actions.accept(row, actor=actor_of(request))
    except NotAllowed as no:
        messages.error(request, no.words)
        return _to(request, row)
    return _told(request, row)


@operator
def refuse(request: PersonRequest, return_id: uuid.UUID) -> HttpResponse:
    def ask(row: Return) -> Command:
        return actions.refuse(row, reason=request.POST.get("reason", ""), actor=actor_of(request))

    return _dialog(request, return_id, "returns/_refuse.html", ask)


@operator
def label(request: PersonRequest, return_id: uuid.UUID) -> HttpResponse:
    def ask(row: Return) -> Command:
        paper, link = request.FILES.get("file"), request.POST.get("link", "").strip()
        if paper is not None:
            return actions.label_file(row, paper.name or "", paper.read(MOST), actor=actor_of(request))
        if not link:
            raise NotAllowed("label_missing", _("Enter the address of the label, or choose its file."))
        return actions.label_link(row, link, actor=actor_of(request))

    return _dialog(request, return_id, "returns/_label.html", ask)


def _dialog(request: PersonRequest, return_id: uuid.UUID, part: str, ask: Ask) -> HttpResponse:
    row, problem = _row(request, return_id), ""
    if request.method == "POST":
        try:
            ask(row)
            return _told(request, row)
        except NotAllowed as no:
            problem = no.words
    context = {"one": row, "order": row, "problem": problem, "asked": request.POST}
    if wants_part(request):
        return render(request, part, context)
    return render(request, "web/dialog.html", {**context, "part": part})


def _row(request: PersonRequest, return_id: uuid.UUID) -> Return:
    try:
        return queries.one(request.workspace, return_id)
    except Return.DoesNotExist:
        raise Http404 from None


def _told(request: PersonRequest, row: Return) -> HttpResponse:
    words = _("Asked for; it is on its way to %(marketplace)s.")
    messages.success(request, words % {"marketplace": row.connection.manifest.name})
    return _to(request, row)


def _to(request: PersonRequest, row: Return) -> HttpResponse:
    address = reverse("return", args=[row.pk])
    if wants_part(request):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)
