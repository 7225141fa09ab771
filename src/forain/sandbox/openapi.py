"""The OpenAPI 3.1 document of the control API, made from the table of routes that is served."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from forain.__about__ import __version__
from forain.sandbox import papers
from forain.sandbox.control import JSON, PREFIX, PROBLEM_JSON, TITLES, Route

_REF = "#/components/schemas/{name}"
_ABOUT = (
    "Play the buyer, the marketplace, the clock and bad luck in a running sandbox. "
    "Answers to loopback addresses only, unless the sandbox was started with --control-open."
)


def document(routes: Iterable[Route]) -> dict[str, Any]:
    table = list(routes)
    types = [papers.Problem, *(one.answer for one in table), *(one.body for one in table if one.body)]
    schemas, components = _as_read(msgspec.json.schema_components(types, ref_template=_REF))
    named = dict(zip(map(repr, types), schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for route in table:
        paths.setdefault(PREFIX + route.path, {})[route.method.lower()] = _operation(route, named)
    info = {"title": "Forain sandbox control", "version": __version__, "description": _ABOUT}
    return {"openapi": "3.1.0", "info": info, "paths": paths, "components": {"schemas": components}}


def _as_read(described: Any) -> Any:
    """msgspec describes a decimal as text and reads numbers too; say so."""
    if isinstance(described, dict):
        if described.get("format") == "decimal":
            return {**described, "type": ["string", "number"], "pattern": r"^-?[0-9]{1,15}(\.[0-9]{1,6})?$"}
        return {name: _as_read(one) for name, one in described.items()}
    if isinstance(described, (list, tuple)):
        return [_as_read(one) for one in described]
    return described


def _operation(route: Route, named: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": route.name,
        "summary": route.summary,
        "parameters": [*_path_parameters(route), *_query_parameters(route.query)],
        "responses": {
            "200": {"description": "Done.", "content": {JSON: {"schema": named[repr(route.answer)]}}}
        },
    }
    for status in route.statuses():
        told["responses"][str(status)] = _refused(status, named)
    if route.body:
        content = {JSON: {"schema": named[repr(route.body)]}}
        told["requestBody"] = {"required": _has_required(route.body), "content": content}
    return told


def _refused(status: int, named: dict[str, Any]) -> dict[str, Any]:
    content = {PROBLEM_JSON: {"schema": named[repr(papers.Problem)]}}
    return {"description": f"{TITLES[status]}.", "content": content}


def _has_required(body: type[Any]) -> bool:
    return any(one.required for one in msgspec.structs.fields(body))


def _path_parameters(route: Route) -> list[dict[str, Any]]:
    if not route.path.endswith("/{id}"):
        return []
    return [{"name": "id", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}]


def _query_parameters(query: type[msgspec.Struct]) -> list[dict[str, Any]]:
    schema = next(iter(msgspec.json.schema_components([query])[1].values()))
    return [
        {"name": name, "in": "query", "required": name in schema.get("required", ()), "schema": one}
        for name, one in schema["properties"].items()
    ]
