"""Every write honours `Idempotency-Key`; no route has to think of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from ninja.operation import Operation
from ninja.responses import Status
from pydantic import BaseModel

from forain.hub.api.body import written
from forain.hub.kit.problems import Problem
from forain.hub.kit.routes import Rules
from forain.hub.outbox.idempotency import Answer, fingerprint, once
from forain.hub.workspaces.callers import Call

View = Callable[..., Any]
HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
SHAPE = r"[\x21-\x7e]{1,255}"


def answered_once(operation: Operation, rules: Rules) -> View:
    """The view of a write with the key of its request taken into account; other views as they are."""
    view: View = operation.view_func
    if operation.methods == ["GET"]:
        return view

    @wraps(view)
    def keyed(request: Call, **values: Any) -> Any:
        key = request.headers.get(HEADER)
        if key is None:
            return view(request, **values)
        if not re.fullmatch(SHAPE, key):
            raise Problem("idempotency_key_malformed")
        digest = fingerprint(str(request.method), request.path, request.body)
        answer = once(
            request.auth.workspace.pk,
            key,
            digest,
            lambda: _answer(operation, view(request, **values)),
            one_transaction=not rules.calls_out,
            secret=rules.secret,
        )
        return _response(answer)

    return keyed


def _answer(operation: Operation, result: Any) -> Answer:
    status = result.status_code if isinstance(result, Status) else next(iter(operation.response_models))
    value = result.value if isinstance(result, Status) else result
    data = value.model_dump() if isinstance(value, BaseModel) else value
    return Answer(status, written(data).decode())


def _response(answer: Answer) -> HttpResponse:
    headers = {REPLAYED: "true"} if answer.replayed else {}
    return HttpResponse(answer.body, status=answer.status, content_type="application/json", headers=headers)
