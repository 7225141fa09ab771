"""Around everything below /api/: errors of the layers outside the routes become problems too, answers get an ETag."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers, set_response_etag

from forain.hub.kit.problems import MEDIA_TYPE, answer, for_status

Handler = Callable[[HttpRequest], HttpResponseBase]
PREFIX = "/api/"


def api_frame(get_response: Handler) -> Handler:
    """Middleware; only what packs and protects every answer is outside of it."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX):
            return get_response(request)
        asked = request.method
        if asked == "HEAD":  # worked out like GET; the web server leaves the body out
            request.method = "GET"
        response = get_response(request)
        framed = _framed(request, response) if isinstance(response, HttpResponse) else response
        request.method = asked
        return framed

    return middleware


def _framed(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    if response.status_code >= HTTPStatus.BAD_REQUEST:
        return _as_problem(response)
    response.headers.setdefault("Cache-Control", "private, no-cache")
    patch_vary_headers(response, ["Authorization", "Cookie", "Accept-Language"])
    if request.method != "GET" or response.status_code != HTTPStatus.OK:
        return response
    if not response.content:  # an empty file has nothing to compare
        return response
    set_response_etag(response)
    return get_conditional_response(request, response.headers["ETag"], None, response) or response


def _as_problem(response: HttpResponse) -> HttpResponse:
    """What is no problem document yet (method not allowed, a refused host, a broken layer) becomes one; its other
    headers stay: Allow, Retry-After and those that protect."""
    if response.headers.get("Content-Type", "").startswith(MEDIA_TYPE):
        return response
    problem = answer(for_status(response.status_code))
    response.content = problem.content
    for name, value in (*problem.items(), ("Content-Length", str(len(problem.content)))):
        response[name] = value
    return response
