"""What both drivers share: settings of the HTTP library, limits, and which failure means "not sent"."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any

import httpx2

from forain.sdk.errors import AnswerLost, NotSent, TransportError
from forain.wire.http import Exchange, Reply, Send, exchange_of

#: A marketplace document larger than this is refused; streamed reports have their own, larger limit.
BODY_LIMIT = 64 * 1024 * 1024

Record = Callable[[Exchange], None]

# The library logs whole addresses at INFO, and ours carry secrets.
for _name in ("httpx2", "httpcore2", "httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)

_NEVER_ARRIVED = (
    httpx2.ConnectError,
    httpx2.ConnectTimeout,
    httpx2.PoolTimeout,
    httpx2.UnsupportedProtocol,
    httpx2.InvalidURL,
)


@cache
def tls_context() -> ssl.SSLContext:
    """One context for all clients: making one costs tens of milliseconds."""
    return httpx2.create_ssl_context()


def transport_error(error: Exception, send: Send) -> TransportError:
    """Ours for the library's; its own words are dropped, because they may hold the address."""
    if isinstance(error, _NEVER_ARRIVED):
        return NotSent(f"No connection to the marketplace ({type(error).__name__}).", service=send.service)
    return AnswerLost(f"The answer did not arrive ({type(error).__name__}).", service=send.service)


def too_large(send: Send) -> AnswerLost:
    return AnswerLost(f"The answer is larger than {BODY_LIMIT // 2**20} MiB.", service=send.service)


def now() -> datetime:
    return datetime.now(UTC)


def reply_of(response: Any, body: bytes, elapsed: float) -> Reply:
    return Reply(response.status_code, tuple(response.headers.items()), body, elapsed)


def record_call(
    record: Record | None,
    send: Send,
    reply: Reply | None,
    error: Exception | None,
    begun: datetime,
    took: float,
) -> None:
    if record is not None:
        record(exchange_of(send, reply, str(error) if error else None, begun, took))
