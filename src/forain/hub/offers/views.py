"""Pages of offers: what is sold and where it stands, files taken in with their errors, the plan, and the breaker.

What became of what was sent is in `reports/views.py`.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from forain.hub.connections.models import Connection
from forain.hub.kit.refusal import NotAllowed
from forain.hub.kit.routes import in_language
from forain.hub.offers import breaker, checking, importing, plan, pushing, source_views, trouble
from forain.hub.offers.frame import frame
from forain.hub.offers.models import Listing, ListingState, Offer, OfferImport, Stop, StopState
from forain.hub.offers.trouble import BadFile
from forain.hub.workspaces.doors import PersonRequest, actor_of, member, operator

PAGE = 50


@member
def offer_list(request: PersonRequest) -> HttpResponse:
    """By SKU, each with where it stands on every account."""
    asked = {name: request.GET.get(name, "").strip()[:120] for name in ("text", "state", "after")}
    rows = Offer.objects.filter(workspace=request.workspace)
    if asked["text"]:
        rows = rows.filter(sku__startswith=asked["text"])
    if asked["state"] in ListingState.values:
        rows = rows.filter(listings__state=asked["state"]).distinct()
    if asked["after"]:
        rows = rows.filter(sku__gt=asked["after"])
    listings = Prefetch("listings", Listing.objects.select_related("connection").order_by("connection__name"))
    found = list(rows.order_by("sku").prefetch_related(listings)[: PAGE + 1])
    context = {
        **frame(request, "offers"),
        "offers": found[:PAGE],
        "next": found[PAGE - 1].sku if len(found) > PAGE else "",
        "asked": asked,
        "states": ListingState.choices,
    }
    return render(request, "offers/list.html", context)


@member
def plan_page(request: PersonRequest) -> HttpResponse:
    """The exact difference of one account: new, changed with old and new, ended. Looking sends nothing."""
    selling = [one for one in _connections(request) if one.manifest.offers is not None]
    wanted = request.GET.get("connection", "")
    connection = next((one for one in selling if str(one.pk) == wanted), selling[0] if selling else None)
    context: dict[str, Any] = {**frame(request, "offer-plan"), "selling": selling, "connection": connection}
    if connection is not None:
        after = request.GET.get("after", "")
        found, following = plan.page(connection, int(after) if after.isdecimal() and len(after) < 19 else 0)
        context |= {
            "differences": list(checking.looked_at(connection, found)),
            "next": following,
            "after": after,
            "summary": plan.summary(connection),
        }
    return render(request, "offers/plan.html", context)


def _connections(request: PersonRequest) -> Iterable[Connection]:
    rows = Connection.objects.filter(workspace=request.workspace).select_related("workspace")
    return rows.order_by("name")


@operator
@require_POST
def push(request: PersonRequest, connection_id: uuid.UUID) -> HttpResponse:
    """Queue what differs; what would empty or give away the shop is stopped and asks first."""
    connection = next((one for one in _connections(request) if one.pk == connection_id), None)
    if connection is None:
        raise Http404
    back = f"{reverse('offer-plan')}?connection={connection.pk}"
    try:
        queued = pushing.enqueue(connection, actor=actor_of(request))
    except NotAllowed as no:
        messages.error(request, no.words)
        return redirect(back)
    if queued.stops:
        return redirect("offer-stop", stop_id=queued.stops[0].pk)
    words = ngettext("%(n)d offer is on its way.", "%(n)d offers are on their way.", queued.lines)
    messages.success(request, words % {"n": queued.lines})
    return redirect("offer-pushes")


@operator
def stop_page(request: PersonRequest, stop_id: uuid.UUID) -> HttpResponse:
    """Why it was stopped, some examples; let through by typing the number, or left stopped."""
    row = Stop.objects.filter(workspace=request.workspace, pk=stop_id).select_related("connection").first()
    if row is None:
        raise Http404
    problem = ""
    if request.method == "POST":
        try:
            return _decided(request, row)
        except NotAllowed as no:
            problem = no.words
    context = {
        "stop": row,
        "words": breaker.explain(row),
        "problem": problem,
        "open": row.state == StopState.OPEN,
    }
    return render(request, "offers/stop.html", context, status=422 if problem else 200)


def _decided(request: PersonRequest, row: Stop) -> HttpResponse:
    actor = actor_of(request)
    if request.POST.get("what") == "dismiss":
        breaker.dismiss(row, actor=actor)
        messages.success(request, _("It stays stopped. Nothing was sent."))
        return redirect("offers")
    breaker.confirm(row, request.POST.get("typed", ""), actor=actor)
    messages.success(request, _("Let through: send it again, and it goes."))
    if row.connection_id is None:
        return redirect("offer-imports")
    return redirect(f"{reverse('offer-plan')}?connection={row.connection_id}")


@member
def imports_page(request: PersonRequest) -> HttpResponse:
    rows = OfferImport.objects.filter(workspace=request.workspace).order_by("-created_at")
    context = {
        **frame(request, "offer-imports"),
        "imports": rows.defer("bad_rows", "columns")[:60],
        "sources": source_views.shown(request.workspace),
    }
    return render(request, "offers/imports.html", context)


@operator
@require_POST
def take_file(request: PersonRequest) -> HttpResponse:
    """A file becomes the wish; its report says what became of every row."""
    upload = request.FILES.get("file")
    if upload is None:
        messages.error(request, _("Choose a file first."))
        return redirect("offer-imports")
    wish = importing.Wish(name=str(upload.name), complete=bool(request.POST.get("complete")))
    try:
        row = importing.take_file(
            request.workspace, cast("BinaryIO", upload.file), wish, actor=actor_of(request)
        )
    except BadFile as bad:
        messages.error(request, bad.words)
        return redirect("offer-imports")
    return redirect("offer-import", import_id=row.pk)


@dataclass(slots=True)
class Cause:
    """Bad rows that have the same thing wrong; `harmless` ones were left out for a later row of theirs."""

    code: str
    words: str
    fix: str
    harmless: bool
    rows: list[dict[str, Any]] = field(default_factory=list)


@member
def import_page(request: PersonRequest, import_id: uuid.UUID) -> HttpResponse:
    """What became of a file: counts, how its columns were understood, what is wrong grouped by its cause."""
    row = OfferImport.objects.filter(workspace=request.workspace, pk=import_id).first()
    if row is None:
        raise Http404
    context = {"import": row, "causes": _causes(row.bad_rows)}
    return render(request, "offers/import.html", context)


def _causes(bad_rows: Iterable[dict[str, Any]]) -> list[Cause]:
    """The most frequent first."""
    found: dict[str, Cause] = {}
    for bad in bad_rows:
        code = bad["code"]
        if code not in found:
            words = in_language(trouble.words_of(code, bad["words"]))
            fix = in_language(trouble.fix_of(code))
            found[code] = Cause(code, words or code, fix, code in trouble.HARMLESS)
        found[code].rows.append(bad)
    return sorted(found.values(), key=lambda one: -len(one.rows))


routes = [
    *source_views.routes,
    path("offers/", offer_list, name="offers"),
    path("offers/plan/", plan_page, name="offer-plan"),
    path("offers/plan/<uuid:connection_id>/push", push, name="offer-push"),
    path("offers/stops/<uuid:stop_id>/", stop_page, name="offer-stop"),
    path("offers/imports/", imports_page, name="offer-imports"),
    path("offers/imports/new", take_file, name="offer-take"),
    path("offers/imports/<uuid:import_id>/", import_page, name="offer-import"),
]
