"""Assembles the REST API: every room that has an `api.py` with `routes` is found, none is listed here."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from functools import cache, wraps
from importlib.util import find_spec
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import NinjaAPI, Router
from ninja.operation import Operation

import forain.hub
from forain.hub.api.body import Reader, Writer
from forain.hub.api.failures import handle_failures
from forain.hub.api.writes import answered_once
from forain.hub.kit.problems import FieldError, Problem
from forain.hub.kit.routes import rules_of
from forain.hub.workspaces.callers import ApiKey, Session

View = Callable[..., Any]


@cache
def service() -> NinjaAPI:
    """The one API object; its `urls` go under `/api/v1/`."""
    api = NinjaAPI(
        title="Forain",
        version="1.0.0",
        urls_namespace="api-v1",
        openapi_url=None,
        docs_url=None,
        auth=[ApiKey(), Session()],
        parser=Reader(),
        renderer=Writer(),
    )
    handle_failures(api)
    api.add_decorator(_with_rules, mode="view")
    for router in room_routers():
        api.add_router("", router)
    return api


def room_routers() -> list[Router]:
    """`routes` of every `forain.hub.<room>.api`, in the order of the rooms' names."""
    rooms = [one.name for one in pkgutil.iter_modules(forain.hub.__path__) if one.ispkg]
    names = [f"forain.hub.{room}.api" for room in rooms]
    return [importlib.import_module(name).routes for name in names if find_spec(name)]


def _with_rules(run: View) -> View:
    """Around the whole of an operation: its rules are on the request before the caller is known."""
    operation: Operation = run.__self__  # type: ignore[attr-defined]
    rules = rules_of(operation.view_func, operation.methods)
    operation.view_func = _strictly(operation, answered_once(operation, rules))

    @wraps(run)
    def ruled(request: HttpRequest, **values: Any) -> HttpResponseBase:
        request.rules = rules  # type: ignore[attr-defined]
        result: HttpResponseBase = run(request, **values)
        return result

    return ruled


def _strictly(operation: Operation, view: View) -> View:
    """A query parameter nobody declared is a misspelt filter: say so instead of answering with too much."""
    known = frozenset(query_names(operation))

    @wraps(view)
    def strict(request: HttpRequest, **values: Any) -> Any:
        strange = sorted(set(request.GET) - known)
        if strange:
            errors = [
                FieldError(f"query.{name}", "unknown", f"{', '.join(sorted(known)) or '-'}")
                for name in strange
            ]
            raise Problem("unknown_parameter", errors=errors)
        return view(request, **values)

    return strict


def query_names(operation: Operation) -> list[str]:
    models = [model for model in operation.models if model.__ninja_param_source__ == "query"]
    return [name for model in models for name in getattr(model, "__ninja_flatten_map__", {})]
