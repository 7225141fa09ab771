"""Pages for when something is in the way: each says what happened and what to do, and loses nothing typed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from forain.hub.kit.resend import kept_form


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  Django's shape
    return render(request, "web/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return render(request, "web/404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Touches neither the database nor the session: they may be what is broken."""
    return HttpResponse(render_to_string("web/500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    return render(request, "web/csrf.html", {"kept": kept_form(request)}, status=403)
