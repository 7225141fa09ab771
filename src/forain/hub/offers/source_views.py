"""Pages of what comes by itself: a source is added, changed, paused, read at once and removed by a person."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forain.hub.kit.pages import attempt
from forain.hub.kit.refusal import NotAllowed
from forain.hub.kit.routes import in_language
from forain.hub.offers import sources
from forain.hub.offers.models import OfferSource
from forain.hub.offers.sourceform import SourceForm, pace
from forain.hub.workspaces.doors import PersonRequest, actor_of, administrator, operator
from forain.hub.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Shown:
    """A source as the list shows it; `place` without what may be secret."""

    row: OfferSource
    place: str
    pace: str
    trouble: str


def shown(workspace: Workspace) -> list[Shown]:
    return [
        Shown(row, sources.shown(row), pace(row.every_seconds), in_language(row.trouble_words))
        for row in sources.of(workspace)
    ]


@administrator
def add_source(request: PersonRequest) -> HttpResponse:
    """Watched or fetched from now on, the first time at once."""
    return _form(request, None)


@administrator
def change_source(request: PersonRequest, source_id: uuid.UUID) -> HttpResponse:
    return _form(request, _one(request, source_id))


def _form(request: PersonRequest, row: OfferSource | None) -> HttpResponse:
    form = SourceForm(row, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = _save(request, row, form)
        except NotAllowed as no:
            form.explain(no)
        else:
            words = _("“%(name)s” is kept, and read within seconds.")
            messages.success(request, words % {"name": kept.name})
            return redirect("offer-imports")
    context = {"form": form, "source": row}
    return render(request, "offers/source.html", context, status=422 if form.errors else 200)


def _save(request: PersonRequest, row: OfferSource | None, form: SourceForm) -> OfferSource:
    values, actor = form.values(), actor_of(request)
    if row is None:
        return sources.add(request.workspace, values.pop("name"), values, actor=actor)
    return sources.change(row, values, actor=actor)


@operator
@require_POST
def read_source(request: PersonRequest, source_id: uuid.UUID) -> HttpResponse:
    """A worker reads it within seconds, whatever was seen before."""
    row = _one(request, source_id)
    words = _("“%(name)s” is being read.") % {"name": row.name}
    attempt(request, lambda: sources.read_again(row, actor=actor_of(request)), words)
    return redirect("offer-imports")


@administrator
@require_POST
def pause_source(request: PersonRequest, source_id: uuid.UUID) -> HttpResponse:
    """As asked, not the other way round of what it is: a second press changes nothing."""
    row = _one(request, source_id)
    if request.POST.get("paused") == "1":
        sources.pause(row, actor=actor_of(request))
        messages.success(request, _("“%(name)s” is paused.") % {"name": row.name})
    else:
        sources.resume(row, actor=actor_of(request))
        messages.success(request, _("“%(name)s” is read again from now on.") % {"name": row.name})
    return redirect("offer-imports")


@administrator
@require_POST
def remove_source(request: PersonRequest, source_id: uuid.UUID) -> HttpResponse:
    row = _one(request, source_id)
    name = row.name
    sources.remove(row, actor=actor_of(request))
    messages.success(request, _("Nothing more comes from “%(name)s”. What came stays.") % {"name": name})
    return redirect("offer-imports")


def _one(request: PersonRequest, source_id: uuid.UUID) -> OfferSource:
    row = OfferSource.objects.filter(workspace=request.workspace, pk=source_id).first()
    if row is None:
        raise Http404
    return row


routes = [
    path("offers/sources/new/", add_source, name="offer-source-add"),
    path("offers/sources/<uuid:source_id>/", change_source, name="offer-source"),
    path("offers/sources/<uuid:source_id>/read", read_source, name="offer-source-read"),
    path("offers/sources/<uuid:source_id>/pause", pause_source, name="offer-source-pause"),
    path("offers/sources/<uuid:source_id>/remove", remove_source, name="offer-source-remove"),
]
