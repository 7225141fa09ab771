"""What both drivers share: settings of the HTTP library, limits, and which failure means "not sent"."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any

import httpx2

from forain.sdk.bulk import STORED_LIMIT, Fetch, Keeper, Stored
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


def too_large(send: Send, limit: int = BODY_LIMIT) -> AnswerLost:
    return AnswerLost(f"The answer is larger than {limit // 2**20} MiB.", service=send.service)


class Taker:
    """Takes an answer in as it arrives: whole in memory, or into a file for a `Fetch`."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._body = bytearray()
        self._keeper = Keeper() if isinstance(send, Fetch) else None

    def take(self, piece: bytes) -> None:
        """Raises AnswerLost for one that is too large."""
        if self._keeper is not None:
            if not self._keeper.take(piece):
                raise too_large(self._send, STORED_LIMIT)
            return
        self._body += piece
        if len(self._body) > BODY_LIMIT:
            raise too_large(self._send)

    def reply(self, response: Any, elapsed: float) -> Reply:
        headers = tuple(response.headers.items())
        if self._keeper is None:
            return Reply(response.status_code, headers, bytes(self._body), elapsed)
        return Stored(response.status_code, headers, self._keeper.head(), elapsed, self._keeper.file)


def now() -> datetime:
    return datetime.now(UTC)


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
