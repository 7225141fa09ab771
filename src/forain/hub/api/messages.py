"""The `webhooks` part of the OpenAPI document: every kind of event as the message a receiver gets, from the table of
kinds and the shapes that are sent."""

from __future__ import annotations

from typing import Any

from forain.hub.journal.kinds import TOLD, Told
from forain.hub.webhooks.payload import TEST, shape_of
from forain.trade.events import EventKind

Part = dict[str, Any]

HEADERS: dict[str, Part] = {
    "webhook-id": {
        "description": "The same for every try and replay of a message",
        "schema": {"type": "string"},
    },
    "webhook-timestamp": {"description": "Seconds since 1970 of this try", "schema": {"type": "string"}},
    "webhook-signature": {
        "description": "`v1,` and the signature in base64; two of them, parted by a blank, while a secret is changed",
        "schema": {"type": "string"},
    },
}
ANSWERS: Part = {
    "2XX": {"description": "Taken"},
    "410": {"description": "Never again: the webhook is disabled"},
    "429": {"description": "Not now; `Retry-After` is kept, up to an hour"},
    "default": {"description": "Not taken; it is sent again for 24 hours"},
}


def messages() -> Part:
    """Kind -> path item."""
    found = {kind.value: _item(kind.value, told, _shown(kind)) for kind, told in TOLD.items()}
    nothing: Part = {"type": "null"}
    test = _item(
        TEST, Told("Somebody tries whether the webhook works"), {"event": nothing, "object": nothing}
    )
    return {**found, TEST: test}


def _shown(kind: EventKind) -> Part:
    shape = shape_of(kind.value).__name__
    about: Part = {
        "description": "What it is about, as it stands when it is sent; null when it is gone",
        "anyOf": [{"$ref": f"#/components/schemas/{shape}"}, {"type": "null"}],
    }
    return {"event": {"$ref": "#/components/schemas/Event"}, "object": about}


def _item(kind: str, told: Told, data: Part) -> Part:
    return {
        "post": {
            "operationId": f"told_{kind.replace('.', '_')}",
            "summary": told.when,
            "description": _description(told),
            "tags": ["Sent to webhooks"],
            "security": [],
            "parameters": [
                {"in": "header", "name": name, "required": True, **one} for name, one in HEADERS.items()
            ],
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": _message(kind, data)}},
            },
            "responses": ANSWERS,
        }
    }


def _message(kind: str, data: Part) -> Part:
    return {
        "type": "object",
        "required": ["type", "timestamp", "data"],
        "properties": {
            "type": {"const": kind},
            "timestamp": {"type": "string", "format": "date-time", "description": "When it happened, UTC"},
            "data": {"type": "object", "required": ["event", "object"], "properties": data},
        },
    }


def _description(told: Told) -> str:
    members = [f"- `{name}`: {meaning}" for name, meaning in told.data.items()]
    return (
        "\n".join(["`data.event.data` holds:", *members])
        if members
        else "`data.event.data` holds nothing more."
    )
