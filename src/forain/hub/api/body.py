"""Bodies in and out: JSON read strictly, and written fast."""

from __future__ import annotations

import json
from typing import Any, NoReturn

import msgspec
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.parser import Parser
from ninja.renderers import BaseRenderer

from forain.hub.kit.problems import FieldError, Problem


class Reader(Parser):
    """Refuses what no column could keep (NUL, lone surrogates), instead of failing on it later."""

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != "application/json":
            raise Problem("unsupported_media_type")
        try:
            parsed = json.loads(request.body.decode("utf-8"), parse_constant=_no_number)
            text = json.dumps(parsed, ensure_ascii=False)
            text.encode("utf-8")
        except (ValueError, RecursionError):
            raise Problem("malformed_json") from None
        if "\\u0000" in text:
            raise _nul("body")
        return parsed

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        for name, values in data.lists():
            if any("\0" in str(value) for value in values):
                raise _nul(f"query.{name}".replace("\0", ""))
        return super().parse_querydict(data, list_fields, request)


class Writer(BaseRenderer):
    """Times as RFC 3339 in UTC, identifiers as text."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:  # noqa: ARG002
        return written(data)


def written(data: Any) -> bytes:
    return msgspec.json.encode(data, enc_hook=str)


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _nul(place: str) -> Problem:
    return Problem("invalid", errors=[FieldError(place, "nul", "U+0000")])
