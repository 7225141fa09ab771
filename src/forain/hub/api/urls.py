"""Addresses below `/api/v1/`; include this list at the root of the hub's addresses."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import RedirectView

from forain.hub.api.document import openapi
from forain.hub.api.service import service
from forain.hub.kit.problems import Problem, answer


@csrf_exempt
def unknown(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """No route has this address."""
    return answer(Problem("not_found"))


urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/openapi.json", openapi, name="api-openapi"),
    path("api/v1/", RedirectView.as_view(pattern_name="api-openapi")),
    path("api/v1/", include((service().urls[0], "api-v1"), namespace="api-v1")),
    re_path(r"^api/", unknown),
]
