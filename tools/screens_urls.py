"""The hub's addresses, and two that always fail: pictures of what a person sees then."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path

from forain.hub import urls as hub

handler403, handler404, handler500 = hub.handler403, hub.handler404, hub.handler500


def forbidden(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  a view
    raise PermissionDenied


def broken(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    raise RuntimeError("for the picture of the page that tells of it")


urlpatterns = [
    path("screens/forbidden", forbidden),
    path("screens/broken", broken),
    *hub.urlpatterns,
]
