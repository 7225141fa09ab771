"""Every request begins with no workspace at all; whoever lets it in says which one exists for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase, StreamingHttpResponse

from forain.hub.database.scope import in_this_scope, nowhere

Handler = Callable[[HttpRequest], HttpResponseBase]


def one_workspace(get_response: Handler) -> Handler:
    """Middleware, the outermost."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        with nowhere():
            response = get_response(request)
            if isinstance(response, StreamingHttpResponse) and not response.is_async:
                response.streaming_content = _kept_inside(cast("Iterable[Any]", response.streaming_content))
            return response

    return middleware


def _kept_inside(content: Iterable[Any]) -> Iterator[Any]:
    """What is read while an answer is sent is read as it was let in."""
    pieces = iter(content)
    step = in_this_scope(lambda: next(pieces, None))
    return iter(step, None)
