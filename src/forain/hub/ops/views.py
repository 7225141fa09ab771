"""Addresses for machines: health for whoever restarts us, metrics for whoever watches us."""

from __future__ import annotations

from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from forain.__about__ import __version__
from forain.hub.database.scope import everywhere
from forain.hub.ops.health import checks


@require_safe
@never_cache
def healthz(_request: HttpRequest) -> HttpResponse:
    """200 when the hub can do its work, 503 otherwise; the body says what is missing."""
    with everywhere("health of the whole hub"):
        found = checks()
    well = all(one.ok for one in found)
    body = {
        "status": "ok" if well else "unavailable",
        "version": __version__,
        "checks": {one.name: {"ok": one.ok, "detail": one.words} for one in found},
    }
    return JsonResponse(body, status=200 if well else 503)


@require_safe
@never_cache
def metrics(_request: HttpRequest) -> HttpResponse:
    """Prometheus' text format, computed from the database for this answer."""
    from forain.hub.ops.metrics import CONTENT_TYPE, exposition

    try:
        with everywhere("figures of the whole hub"):
            return HttpResponse(exposition(), content_type=CONTENT_TYPE)
    except Error:
        return HttpResponse("the database does not answer\n", status=503, content_type="text/plain")
