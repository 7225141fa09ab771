"""The OpenAPI document: what ninja knows of the routes, and what all of them share, which it does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import override
from ninja.operation import Operation

from forain.hub.api.body import written
from forain.hub.api.messages import messages
from forain.hub.api.service import service
from forain.hub.api.shapes import ProblemDocument
from forain.hub.api.writes import HEADER, REPLAYED
from forain.hub.journal.kinds import table
from forain.hub.kit.problems import KNOWN, MEDIA_TYPE
from forain.hub.kit.routes import Level, Rules, rules_of

Part = dict[str, Any]

ABOUT = f"""\
Orders, returns, to-dos and connections of one workspace, whatever the marketplace they come from.

**Sources.** Every state names the exchange it was read from (`exchange_id`; open it at `GET /exchanges/{{id}}`), the
marketplace's own words stand verbatim under `observed` and `raw`. Fulfilment moves only because the marketplace was
*seen* to agree: a command first becomes `confirmed` (sent), and `seen_at` tells when the effect was seen.

**Units.** Times are RFC 3339 in UTC. Money is `minor` (integer cents) with an ISO 4217 `currency`; `amount` is the same
as a decimal text. `money_state` tells provisional from final amounts.

**Being told.** Webhooks (`POST /webhooks`) send every event, signed as Standard Webhooks tells; each kind of message is
described under `webhooks` in this document.

**Lists** are pages: pass `next` back as `cursor` until it is null. The change feed (`GET /events`) never skips an event.

**Writing.** Send an `{HEADER}` (any text of up to 255 visible ASCII characters, such as a UUID) with every write:
recommended, not required. The same key with the same request gives the stored answer with `{REPLAYED}: true` and
has no second effect; with another request it is refused. Answers are kept for at least 7 days. A refused request
(4xx) changed nothing and is not stored: mend the cause and send it again with the same key. Without a key, accepting,
refusing or shipping twice is harmless too: the command under way is given back.

**Errors** are `{MEDIA_TYPE}` (RFC 9457) in the language of `Accept-Language` (`fr`, `en`); `code` is for programs and
`way_out` says what to do. A 503 means that the database did not answer; try again after `Retry-After` seconds.

**Caching.** Answers to GET carry an `ETag`; send it as `If-None-Match` to get 304 when nothing changed.
"""

NOT_MODIFIED: Part = {"description": "Nothing changed since the ETag sent as If-None-Match"}
KEY_PARAMETER: Part = {
    "in": "header",
    "name": HEADER,
    "required": False,
    "description": "Makes the write safe to repeat: same key and same request, same answer and one effect.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": r"^[\x21-\x7e]+$"},
    "example": "7f0c1f0e-6f5f-4f0e-9c43-0d8f0a9f7b11",
}
KNOWN_TAG_PARAMETER: Part = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "description": "The ETag of the answer you have.",
    "schema": {"type": "string", "pattern": r'^(W/)?"[0-9a-f]{32}"$'},
}
REPLAYED_HEADER: Part = {
    "description": "`true` when this is the stored answer of an earlier request with the same key",
    "schema": {"type": "string", "enum": ["true"]},
}


def openapi(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The document itself; public, because it tells nothing about anybody."""
    return HttpResponse(_rendered(), content_type="application/json")


@cache
def _rendered() -> bytes:
    return written(document())


def document() -> Part:
    """The whole document as plain data."""
    api = service()
    made: Part = dict(api.get_openapi_schema(path_prefix="/api/v1/"))
    made["info"]["description"] = ABOUT + "\n" + table()
    made["info"]["license"] = {"name": "MIT", "identifier": "MIT"}
    made["webhooks"] = messages()
    made["servers"] = [{"url": "/", "description": "This hub"}]
    made["components"]["schemas"].update(_problem_schemas())
    for path, method, operation in operations():
        _complete(made["paths"][path][method], path, operation)
    return made


def _problem_schemas() -> Part:
    schema = ProblemDocument.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**schema.pop("$defs"), "Problem": schema}


def operations() -> Iterator[tuple[str, str, Operation]]:
    """Path as in the document, method in lower case, and ninja's operation."""
    for bound in service()._get_bound_routers():
        for path, view in bound.path_operations.items():
            for operation in view.operations:
                yield _plain(path), operation.methods[0].lower(), operation


def _plain(path: str) -> str:
    """`/orders/{uuid:order_id}` as the document writes it."""
    return "/api/v1" + re.sub(r"{[^}:]+:", "{", path)


def _complete(described: Part, path: str, operation: Operation) -> None:
    rules = rules_of(operation.view_func, operation.methods)
    codes = _codes(described, path, rules, operation)
    reading = operation.methods == ["GET"]
    for parameter in described["parameters"]:
        parameter["schema"] = _without_null(parameter["schema"])
    described["parameters"].append(KNOWN_TAG_PARAMETER if reading else KEY_PARAMETER)
    described["responses"].update(_problems(codes))
    if reading:
        described["responses"]["304"] = NOT_MODIFIED
        return
    for status, response in described["responses"].items():
        if int(status) < HTTPStatus.BAD_REQUEST:
            response["headers"] = {REPLAYED: REPLAYED_HEADER}


def _without_null(schema: Part) -> Part:
    """A parameter that may be left out is not one that may be null: an address has no null."""
    choices = [one for one in schema.get("anyOf", ()) if one != {"type": "null"}]
    if len(choices) != 1:
        return schema
    return {**{name: value for name, value in schema.items() if name != "anyOf"}, **choices[0]}


def _codes(described: Part, path: str, rules: Rules, operation: Operation) -> set[str]:
    """Every problem an operation can answer with."""
    codes = {"unknown_parameter", *rules.codes}
    if operation.auth_callbacks:
        codes |= {"unauthorised"}
    if rules.level is not Level.LOOK:
        codes |= {"forbidden"}
    if "{" in path:
        codes |= {"not_found"}
    if any(one["in"] == "query" for one in described["parameters"]):
        codes |= {"invalid"}
    return codes | (set() if operation.methods == ["GET"] else _codes_of_writes(described))


def _codes_of_writes(described: Part) -> set[str]:
    codes = {"csrf_failed", "idempotency_in_progress", "idempotency_key_malformed", "idempotency_key_reused"}
    if "requestBody" in described:
        codes |= {"malformed_json", "too_large", "unsupported_media_type", "invalid"}
    return codes


def _problems(codes: set[str]) -> Part:
    """Problem responses by status, each with its codes in the description."""
    return {str(status): _problem(status, codes) for status in sorted({KNOWN[code].status for code in codes})}


def _problem(status: int, codes: set[str]) -> Part:
    mine = sorted({code for code in codes if KNOWN[code].status == status})
    words = "; ".join(f"`{code}`: {_english(code)}" for code in mine)
    response: Part = {
        "description": words,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if status == HTTPStatus.UNAUTHORIZED:
        response["headers"] = {"WWW-Authenticate": {"schema": {"type": "string"}}}
    return response


def _english(code: str) -> str:
    with override("en"):
        return str(KNOWN[code].title)
