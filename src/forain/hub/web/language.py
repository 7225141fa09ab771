"""The reader's language (kept with the person and in a cookie) and the light or dark of the screen (a cookie)."""

from __future__ import annotations

from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from forain.hub.web.people import THEME_COOKIE, THEMES
from forain.hub.workspaces.models import Language

YEAR = 365 * 24 * 3600

R = TypeVar("R", bound=HttpResponseBase)


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    language = request.POST.get("language", "")
    response = HttpResponseRedirect(_back(request))
    if language not in Language.values:
        return response
    if request.user.is_authenticated:
        request.user.language = Language(language)
        request.user.save(update_fields=["language"])
    return remember_language(response, language)


def remember_language(response: R, language: str) -> R:
    _cookie(response, settings.LANGUAGE_COOKIE_NAME, language)
    return response


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    response = HttpResponseRedirect(_back(request))
    if request.POST.get("theme") in THEMES:
        _cookie(response, THEME_COOKIE, request.POST["theme"])
    return response


def _cookie(response: HttpResponseBase, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else "/"
