"""The page of carriers: try a number, say what a carrier goes by on an account, add one of your own, the registry."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forain.hub.carriers import actions, queries
from forain.hub.carriers.forms import MapForm, OwnForm
from forain.hub.carriers.models import CarrierMapping, OwnCarrier
from forain.hub.connections.models import Connection
from forain.hub.kit.refusal import NotAllowed
from forain.hub.workspaces.doors import PersonRequest, actor_of, administrator, member
from forain.trade.carriers import Carrier, Registry

#: What the tester takes at most.
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Shown:
    """A carrier with what it goes by on each account that takes carriers: name '' where it has to be mapped."""

    carrier: Carrier
    own: bool
    names: list[str]
    weak: bool


@member
def carrier_page(request: PersonRequest) -> HttpResponse:
    return _page(request)


@require_POST
@administrator
def map_carrier(request: PersonRequest) -> HttpResponse:
    form = MapForm(_taking(request), request.POST)
    if not form.is_valid():
        return _page(request, mapping=form, status=422)
    try:
        connection = queries.connection_for(request.workspace, form.cleaned_data["connection"])
        row = actions.map_carrier(connection, **form.wanted(), actor=actor_of(request))
    except Connection.DoesNotExist:
        raise Http404 from None
    except NotAllowed as no:
        form.explain(no)
        return _page(request, mapping=form, status=422)
    facts = {"carrier": row.carrier, "name": row.name, "account": connection.name}
    messages.success(request, _("On %(account)s, %(carrier)s now goes as “%(name)s”.") % facts)
    return redirect("carriers")


@require_POST
@administrator
def unmap_carrier(request: PersonRequest, mapping_id: uuid.UUID) -> HttpResponse:
    try:
        row = queries.mapping(request.workspace, mapping_id)
    except CarrierMapping.DoesNotExist:
        raise Http404 from None
    actions.unmap(row, actor=actor_of(request))
    messages.success(request, _("The mapping of %(carrier)s is gone.") % {"carrier": row.carrier})
    return redirect("carriers")


@require_POST
@administrator
def add_carrier(request: PersonRequest) -> HttpResponse:
    form = OwnForm(queries.registry_of(request.workspace.pk), request.POST)
    if not form.is_valid():
        return _page(request, own=form, status=422)
    try:
        row = actions.add_own(
            request.workspace, form.cleaned_data["code"], form.wanted(), actor=actor_of(request)
        )
    except NotAllowed as no:
        form.explain(no)
        return _page(request, own=form, status=422)
    messages.success(request, _("%(name)s was added.") % {"name": row.name})
    return redirect("carriers")


@require_POST
@administrator
def remove_carrier(request: PersonRequest, code: str) -> HttpResponse:
    try:
        row = actions.remove_own(request.workspace, code, actor=actor_of(request))
    except OwnCarrier.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("%(name)s was removed.") % {"name": row.name})
    return redirect("carriers")


def _page(
    request: PersonRequest, *, mapping: MapForm | None = None, own: OwnForm | None = None, status: int = 200
) -> HttpResponse:
    registry, taking = queries.registry_of(request.workspace.pk), _taking(request)
    asked = {name: request.GET.get(name, "").strip()[:LONGEST] for name in ("number", "postcode", "text")}
    context: dict[str, Any] = {
        "asked": asked,
        "judged": queries.judged(registry, asked["number"], asked["postcode"]) if asked["number"] else None,
        "connections": taking,
        "mapping_form": mapping or MapForm(taking, initial=_wished(request, registry)),
        "own_form": own or OwnForm(registry),
        "own_open": own is not None,
        "mappings": _mappings(request),
        "registry": registry.sorted(),
        "shown": _shown(request, registry, asked["text"]),
        "names": sorted({name for one in taking for name in one.room.carriers.names}, key=str.casefold),
    }
    return render(request, "carriers/carriers.html", context, status=status)


def _wished(request: PersonRequest, registry: Registry) -> dict[str, str]:
    """What a link to this page has filled in, as that of a refused shipment."""
    carrier = request.GET.get("carrier", "").strip()[:60]
    known = registry.find(carrier) if carrier else None
    return {
        "connection": request.GET.get("connection", ""),
        "carrier": carrier,
        "url": known.url if known else "",
    }


def _taking(request: PersonRequest) -> list[Connection]:
    """The accounts whose marketplace takes carriers."""
    rows = Connection.objects.filter(workspace=request.workspace).defer("sealed").order_by("name")
    return [row for row in rows if row.room.carriers.names]


def _mappings(request: PersonRequest) -> list[tuple[CarrierMapping, str]]:
    """Each with the code of what is wrong with it by now."""
    rows = queries.mappings_of(request.workspace)
    return [(row, queries.problem_with(row)) for row in rows]


def _shown(request: PersonRequest, registry: Registry, text: str) -> list[Shown]:
    own = {row.code for row in queries.own_of(request.workspace)}
    wanted = text.casefold()
    found = [one for one in registry.sorted() if wanted in f"{one.code} {one.name}".casefold()]
    return [
        Shown(one, one.code in own, sorted(set(one.names.values())), bool(one.weak_name)) for one in found
    ]


routes = [
    path("carriers/", carrier_page, name="carriers"),
    path("carriers/map", map_carrier, name="carrier-map"),
    path("carriers/add", add_carrier, name="carrier-add"),
    path("carriers/mappings/<uuid:mapping_id>/remove", unmap_carrier, name="carrier-unmap"),
    path("carriers/own/<str:code>/remove", remove_carrier, name="carrier-remove"),
]
