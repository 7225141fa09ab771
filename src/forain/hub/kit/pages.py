"""Pages that refresh themselves: a live part is sent again only when it changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from forain.hub.kit.refusal import NotAllowed


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx asks for a live part of the page rather than the page."""
    return request.headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in request.headers


def live(request: HttpRequest, page: str, part: str, context: dict[str, Any]) -> HttpResponse:
    """The whole page, or its live part with an ETag: 304 without a body when the browser already shows it."""
    text: SafeString = render_to_string(part, context, request)
    etag = f'"{hashlib.blake2b(text.encode(), digest_size=12).hexdigest()}"'
    if not wants_part(request):
        response = render(request, page, {**context, "live_part": text, "live_etag": etag})
    elif request.headers.get("If-None-Match") == etag:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(text)
    if wants_part(request):
        response["ETag"] = etag
    response["Cache-Control"] = "private, no-store"
    response["Vary"] = "HX-Request, Cookie, Accept-Language"
    return response


def attempt(request: HttpRequest, act: Callable[[], object], words: str) -> bool:
    """Do it and say `words` on the next page, or say there why not."""
    try:
        act()
    except NotAllowed as no:
        messages.error(request, no.words)
        return False
    messages.success(request, words)
    return True
