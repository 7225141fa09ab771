"""Secrets of endpoints and signatures, by the reference library of Standard Webhooks."""

from __future__ import annotations

import base64
import secrets
from datetime import UTC, datetime

from forain.hub.kit.clock import now
from forain.hub.kit.sealed import seal, unseal
from forain.hub.webhooks.models import Endpoint

#: Bytes of a secret; the specification allows 24 to 64.
LENGTH = 32


def new_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(LENGTH)).decode()


def first_secret(endpoint: Endpoint) -> str:
    """Give the endpoint its secret; the caller saves it and shows the text this once."""
    text = new_secret()
    endpoint.sealed, endpoint.previous_until = seal({"current": text}), None
    return text


def rotate(endpoint: Endpoint, previous_until: datetime | None) -> str:
    """A new secret; the one before goes on signing until `previous_until` (not at all for None)."""
    text, before = new_secret(), unseal(endpoint.sealed)["current"]
    kept = {"previous": before} if previous_until else {}
    endpoint.sealed, endpoint.previous_until = seal({"current": text, **kept}), previous_until
    return text


def live_secrets(endpoint: Endpoint) -> list[str]:
    """The newest first; two while the one before still lives."""
    found = unseal(endpoint.sealed)
    alive = endpoint.previous_until is not None and endpoint.previous_until > now()
    return [found["current"], *([found["previous"]] if alive and "previous" in found else [])]


def headers(message_id: str, body: str, keys: list[str], moment: datetime | None = None) -> dict[str, str]:
    """Id, time and one signature for each secret, as the specification names them."""
    from standardwebhooks.webhooks import Webhook

    at = (moment or datetime.now(UTC)).astimezone(UTC)
    signatures = [Webhook(key).sign(message_id, at, body) for key in keys]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
