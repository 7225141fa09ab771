"""Pages of connections: how each fares, connecting an account step by step, its mode."""

from __future__ import annotations

import uuid
from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Sum
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forain.connect import registry
from forain.connect.contract import Marketplace
from forain.hub.connections import actions, scans
from forain.hub.connections.actions import CannotConnect
from forain.hub.connections.budget import spent
from forain.hub.connections.connectform import ConnectForm
from forain.hub.connections.models import CallCount, Connection, Mode, Scan
from forain.hub.connections.reasons import reasons
from forain.hub.kit.clock import now
from forain.hub.kit.pages import attempt, live
from forain.hub.workspaces.doors import PersonRequest, actor_of, administrator, member


@member
def connection_list(request: PersonRequest) -> HttpResponse:
    connections = list(_of(request))
    context = {"connections": connections, "calls": _calls(connections), "marketplaces": _rooms()}
    return live(request, "connections/list.html", "connections/_list.html", context)


@member
def connection_page(request: PersonRequest, connection_id: uuid.UUID) -> HttpResponse:
    connection = _one(request, connection_id)
    context = {
        "connection": connection,
        "readings": _readings(connection),
        "spent": spent(connection),
        "reasons": [one for one in reasons(connection) if one.code != connection.trouble_code],
        "modes": Mode.choices,
        "scans": connection.scans.order_by("-started_at")[:6],
        "recent": connection.exchanges.defer("request_packed", "response_packed").order_by("-started_at")[
            :15
        ],
    }
    return live(request, "connections/connection.html", "connections/_connection.html", context)


@administrator
@require_POST
def read_in_depth(request: PersonRequest, connection_id: uuid.UUID, kind: str) -> HttpResponse:
    """A deep scan now, or a backfill since a day."""
    connection = _one(request, connection_id)
    if kind == "deep":
        words = _("Everything is looked at now, beside the normal reading.")
        attempt(request, lambda: scans.deep_scan(connection, actor=actor_of(request)), words)
    else:
        since = parse_date(request.POST.get("since", "")) or timezone.localdate()
        moment = timezone.make_aware(datetime.combine(since, time.min))
        words = _("Orders are read since %(day)s.") % {"day": date_format(since)}
        attempt(request, lambda: scans.backfill(connection, moment, actor=actor_of(request)), words)
    return redirect("connection", connection_id=connection.pk)


@administrator
@require_POST
def stop_scan(request: PersonRequest, scan_id: uuid.UUID) -> HttpResponse:
    rows = Scan.objects.filter(connection__workspace=request.workspace).select_related("connection")
    row = rows.filter(pk=scan_id).first()
    if row is None:
        raise Http404
    attempt(request, lambda: scans.stop(row, actor=actor_of(request)), _("Stopped; what it brought stays."))
    return redirect("connection", connection_id=row.connection_id)


@administrator
def connect(request: PersonRequest, marketplace_id: str = "") -> HttpResponse:
    if not marketplace_id:
        return render(request, "connections/choose.html", {"marketplaces": _rooms()})
    room = _room(marketplace_id)
    form = ConnectForm(room, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            connection = _connected(request, room, form)
        except CannotConnect as no:
            form.explain(no)
        else:
            messages.success(request, _("%(name)s is connected.") % {"name": connection.name})
            return redirect("connection", connection_id=connection.pk)
    return render(request, "connections/connect.html", {"form": form, "room": room}, status=_status(form))


@administrator
def new_credentials(request: PersonRequest, connection_id: uuid.UUID) -> HttpResponse:
    connection = _one(request, connection_id)
    form = ConnectForm(
        connection.room, request.POST if request.method == "POST" else None, only_credentials=True
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.replace_credentials(connection, form.credentials(), actor=actor_of(request))
        except CannotConnect as no:
            form.explain(no)
        else:
            messages.success(request, _("The new credentials work and are kept."))
            return redirect("connection", connection_id=connection.pk)
    context = {"form": form, "room": connection.room, "connection": connection}
    return render(request, "connections/credentials.html", context, status=_status(form))


@administrator
def change_mode(request: PersonRequest, connection_id: uuid.UUID) -> HttpResponse:
    """Asks first what the change means, then does it."""
    connection = _one(request, connection_id)
    wanted = (request.POST if request.method == "POST" else request.GET).get("mode", "")
    if wanted not in Mode.values:
        raise Http404
    if request.method != "POST":
        context = {"connection": connection, "wanted": wanted, "wanted_words": Mode(wanted).label}
        return render(request, "connections/mode.html", context)
    actions.set_mode(connection, wanted, actor=actor_of(request))
    messages.success(
        request, _("%(name)s: %(mode)s.") % {"name": connection.name, "mode": Mode(wanted).label}
    )
    return redirect("connection", connection_id=connection.pk)


def _connected(request: PersonRequest, room: Marketplace, form: ConnectForm) -> Connection:
    return actions.connect(
        request.workspace,
        room.manifest.id,
        form.cleaned_data["name"],
        form.credentials(),
        endpoint=form.cleaned_data["endpoint"],
        mode=form.cleaned_data["mode"],
        actor=actor_of(request),
    )


def _status(form: ConnectForm) -> int:
    return 422 if form.is_bound and form.errors else 200


def _rooms() -> list[Marketplace]:
    return list(registry.marketplaces().values())


def _room(marketplace_id: str) -> Marketplace:
    try:
        return registry.marketplace(marketplace_id)
    except registry.UnknownMarketplace:
        raise Http404 from None


def _of(request: PersonRequest) -> Any:
    return Connection.objects.filter(workspace=request.workspace).defer("sealed").order_by("name")


def _one(request: PersonRequest, connection_id: uuid.UUID) -> Connection:
    found: Connection | None = _of(request).select_related("workspace").filter(pk=connection_id).first()
    if found is None:
        raise Http404
    return found


def _readings(connection: Connection) -> list[dict[str, Any]]:
    """Each reading with its label; one the marketplace no longer offers keeps its name."""
    labels = {one.name: one.label for one in connection.manifest.resources}
    rows = connection.readings.order_by("id")
    return [{"row": row, "label": labels.get(row.resource, {"en": row.resource})} for row in rows]


def _calls(connections: list[Connection]) -> dict[uuid.UUID, int]:
    """Calls of the running hour by connection."""
    hour = now() - timedelta(hours=1)
    counts = CallCount.objects.filter(connection__in=connections, hour__gt=hour)
    return dict(counts.values("connection_id").annotate(n=Sum("calls")).values_list("connection_id", "n"))


routes = [
    path("connections/", connection_list, name="connections"),
    path("connections/new/", connect, name="connect"),
    path("connections/new/<slug:marketplace_id>/", connect, name="connect-to"),
    path("connections/<uuid:connection_id>/", connection_page, name="connection"),
    path("connections/<uuid:connection_id>/mode", change_mode, name="connection-mode"),
    path("connections/<uuid:connection_id>/read/<str:kind>", read_in_depth, name="connection-read"),
    path("scans/<uuid:scan_id>/stop", stop_scan, name="scan-stop"),
    path("connections/<uuid:connection_id>/credentials", new_credentials, name="connection-credentials"),
]
