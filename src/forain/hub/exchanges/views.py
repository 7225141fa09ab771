"""The proof: one exchange with a marketplace, as it was, with secrets redacted; pretty or raw, to copy."""

from __future__ import annotations

import uuid

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path

from forain.hub.connections.models import Connection
from forain.hub.exchanges.models import Exchange
from forain.hub.exchanges.reading import as_curl, body_of
from forain.hub.kit.paging import BadCursor, pack, unpack
from forain.hub.workspaces.doors import PersonRequest, member

#: Exchanges of one page.
PAGE = 60


@member
def exchange_list(request: PersonRequest) -> HttpResponse:
    """Every call to the marketplaces, newest first, by connection, service, outcome."""
    asked = {
        name: request.GET.get(name, "").strip()[:80]
        for name in ("connection", "service", "outcome", "text", "cursor")
    }
    found, following = _found(request, asked)
    services = _mine(request).values_list("service", flat=True).distinct().order_by("service")
    context = {
        "exchanges": found,
        "asked": asked,
        "next": following,
        "services": services[:100],
        "connections": Connection.objects.filter(workspace=request.workspace)
        .defer("sealed")
        .order_by("name"),
    }
    return render(request, "exchanges/list.html", context)


def _mine(request: PersonRequest) -> QuerySet[Exchange, Exchange]:
    return Exchange.objects.filter(connection__workspace=request.workspace)


def _found(request: PersonRequest, asked: dict[str, str]) -> tuple[list[Exchange], str]:
    rows = _mine(request).select_related("connection").defer("request_packed", "response_packed")
    if key := _uuid(asked["connection"]):
        rows = rows.filter(connection_id=key)
    if asked["service"]:
        rows = rows.filter(service=asked["service"])
    if asked["text"]:
        rows = rows.filter(url__icontains=asked["text"])
    if asked["outcome"] == "failed":
        rows = rows.filter(~Q(status=200) | Q(status=None))
    try:
        _way, moment, key = unpack(asked["cursor"]) if asked["cursor"] else ("", None, None)
    except BadCursor:
        moment = None
    if moment is not None:
        rows = rows.filter(Q(started_at__lt=moment) | Q(started_at=moment, id__lt=key))
    found = list(rows.order_by("-started_at", "-id")[: PAGE + 1])
    more = len(found) > PAGE
    return found[:PAGE], pack("after", found[PAGE - 1].started_at, found[PAGE - 1].pk) if more else ""


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None


@member
def exchange_page(request: PersonRequest, exchange_id: uuid.UUID) -> HttpResponse:
    exchange = _one(request, exchange_id)
    context = {
        "exchange": exchange,
        "sent": body_of(exchange.request_body, exchange.request_headers),
        "answered": body_of(exchange.response_body, exchange.response_headers),
        "curl": as_curl(exchange),
    }
    return render(request, "exchanges/exchange.html", context)


@member
def exchange_raw(request: PersonRequest, exchange_id: uuid.UUID, side: str) -> HttpResponse:
    """The bytes as they were, as plain text or a download; never as something a browser would run."""
    exchange = _one(request, exchange_id)
    raw = exchange.request_body if side == "request" else exchange.response_body
    response = HttpResponse(raw, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{exchange.service}-{side}-{exchange.pk}.xml"'
    return response


def _one(request: PersonRequest, exchange_id: uuid.UUID) -> Exchange:
    mine = Exchange.objects.filter(workspace=request.workspace).select_related("connection")
    found = mine.filter(pk=exchange_id).first()
    if found is None:
        raise Http404
    return found


routes = [
    path("exchanges/", exchange_list, name="exchanges"),
    path("exchanges/<uuid:exchange_id>/", exchange_page, name="exchange"),
    path("exchanges/<uuid:exchange_id>/request", exchange_raw, {"side": "request"}, name="exchange-request"),
    path(
        "exchanges/<uuid:exchange_id>/response", exchange_raw, {"side": "response"}, name="exchange-response"
    ),
]
