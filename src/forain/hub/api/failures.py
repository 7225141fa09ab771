"""Whatever goes wrong below a route becomes a problem: typed, in the caller's language, without a trace of the inside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import structlog
from django.core.exceptions import ObjectDoesNotExist, RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, RawPostDataException, UnreadablePostError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from forain.hub.connections.actions import CannotConnect
from forain.hub.kit.field_errors import invalid
from forain.hub.kit.paging import BadCursor
from forain.hub.kit.problems import KNOWN, FieldError, Problem, answer, for_status
from forain.hub.kit.refusal import NotAllowed
from forain.hub.outbox.idempotency import InProgress, Reused

log = structlog.get_logger(__name__)


def handle_failures(api: NinjaAPI) -> None:
    for kind in _TRANSLATED:
        api.add_exception_handler(kind, _answered)
    api.add_exception_handler(Exception, _unforeseen)


def problem_of(error: Exception) -> Problem:
    """The problem an exception stands for; the nearest of its classes in the table decides."""
    for kind in type(error).__mro__:
        if kind in _TRANSLATED:
            return _TRANSLATED[kind](error)
    return Problem("internal")


def _answered(request: HttpRequest, error: Any) -> HttpResponse:  # noqa: ARG001
    return answer(problem_of(error))


def _unforeseen(request: HttpRequest, error: Any) -> HttpResponse:
    log.error("api.broken", method=request.method, path=request.path, exc_info=error)
    return answer(Problem("internal"))


def _not_allowed(error: Any) -> Problem:
    return Problem(error.code, error.words, status=_status(error.code, 409), facts=error.facts)


def _status(code: str, usual: int) -> int:
    return KNOWN[code].status if code in KNOWN else usual


def _cannot_connect(error: Any) -> Problem:
    entry = FieldError(f"body.{error.field}" if error.field else "body", error.code, error.words)
    return Problem("cannot_connect", error.words, errors=[entry])


def _http_error(error: Any) -> Problem:
    """Ninja wraps what a parser raises; what it wrapped says more."""
    cause = error.__cause__
    return problem_of(cause) if cause is not None else for_status(error.status_code)


_TRANSLATED: dict[type[Exception], Callable[[Any], Problem]] = {
    Problem: lambda error: error,
    NotAllowed: _not_allowed,
    CannotConnect: _cannot_connect,
    BadCursor: lambda _: Problem("bad_cursor"),
    InProgress: lambda _: Problem("idempotency_in_progress", headers={"Retry-After": "2"}),
    Reused: lambda _: Problem("idempotency_key_reused"),
    ValidationError: lambda error: invalid(error.errors),
    AuthenticationError: lambda _: Problem("unauthorised"),
    HttpError: _http_error,
    Http404: lambda _: Problem("not_found"),
    ObjectDoesNotExist: lambda _: Problem("not_found"),
    RequestDataTooBig: lambda _: Problem("too_large"),
    UnreadablePostError: lambda _: Problem("bad_request"),
    RawPostDataException: lambda _: Problem("unsupported_media_type"),
    OperationalError: lambda _: Problem("unavailable", headers={"Retry-After": "5"}),
    InterfaceError: lambda _: Problem("unavailable", headers={"Retry-After": "5"}),
}
