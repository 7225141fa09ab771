"""The proof: one exchange with a marketplace, as it was, with secrets redacted; pretty or raw, to copy."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path

from forain.hub.exchanges.models import Exchange
from forain.hub.exchanges.reading import as_curl, body_of
from forain.hub.workspaces.doors import PersonRequest, member


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
    path("exchanges/<uuid:exchange_id>/", exchange_page, name="exchange"),
    path("exchanges/<uuid:exchange_id>/request", exchange_raw, {"side": "request"}, name="exchange-request"),
    path(
        "exchanges/<uuid:exchange_id>/response", exchange_raw, {"side": "response"}, name="exchange-response"
    ),
]
