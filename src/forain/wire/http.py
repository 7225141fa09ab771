"""One HTTP call as data: what to send, what came back, how long to wait. Secrets are redacted at construction.

Nothing that can be printed, logged or stored from these objects holds a secret; the real address and body are
read through `Send.address` and `Send.payload`, by the two SDK drivers only.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from forain.wire.redaction import redact, redact_bytes

Pairs = tuple[tuple[str, str], ...]


class Send:
    """An HTTP request ready to go. Printing it shows the redacted form."""

    __slots__ = ("_address", "_payload", "body", "headers", "method", "secrets", "service", "timeout", "url")

    def __init__(
        self,
        method: str,
        base: str,
        *,
        service: str,
        query: Pairs = (),
        form: Pairs = (),
        body: bytes = b"",
        headers: Pairs = (),
        secrets: frozenset[str] = frozenset(),
        timeout: float = 60.0,
    ) -> None:
        self.method = method
        self.service = service
        self.secrets = secrets
        self.timeout = timeout
        self._address = f"{base}?{urlencode(query)}" if query else base
        self._payload = urlencode(form).encode("ascii") if form else body
        self.headers = (*headers, *_form_header(form))
        self.url = redact(self._address, secrets)
        self.body = _shown_body(self._payload, secrets, bool(form))

    @property
    def address(self) -> str:
        """The real address, with secrets: for the drivers alone."""
        return self._address

    @property
    def payload(self) -> bytes:
        """The real body, with secrets: for the drivers alone."""
        return self._payload

    def __repr__(self) -> str:
        return f"Send({self.method} {self.url})"


def _form_header(form: Pairs) -> Pairs:
    return (("content-type", "application/x-www-form-urlencoded"),) if form else ()


def _shown_body(payload: bytes, secrets: frozenset[str], is_form: bool) -> bytes:
    if is_form:
        return redact(payload.decode("ascii"), secrets).encode()
    return redact_bytes(payload, secrets)


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer, body complete. The body may echo secrets, so it is left out of `repr`."""

    status: int
    headers: Pairs
    body: bytes = field(repr=False)
    elapsed: float


@dataclass(frozen=True, slots=True)
class Wait:
    """A pause a flow asks its driver for, in seconds."""

    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A finished call for the record: both sides redacted. Fits `forain.connect.contract.Exchange`."""

    service: str
    started_at: datetime
    elapsed: float
    method: str
    url: str
    request_headers: Pairs
    request_body: bytes
    status: int | None
    response_headers: Pairs
    response_body: bytes
    failure: str | None
    id: str = field(default_factory=lambda: str(uuid.uuid4()))


def exchange_of(
    send: Send, reply: Reply | None, failure: str | None, started_at: datetime, elapsed: float
) -> Exchange:
    """What is kept of a call, whether it was answered or not."""
    headers = tuple((name, redact(value, send.secrets)) for name, value in (reply.headers if reply else ()))
    return Exchange(
        service=send.service,
        started_at=started_at,
        elapsed=elapsed,
        method=send.method,
        url=send.url,
        request_headers=send.headers,
        request_body=send.body,
        status=reply.status if reply else None,
        response_headers=headers,
        response_body=redact_bytes(reply.body, send.secrets) if reply else b"",
        failure=redact(failure, send.secrets) if failure else None,
    )
