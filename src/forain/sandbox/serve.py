"""The sandbox over sockets: a hand-routed ASGI application and the uvicorn server that runs it, plain and TLS.

World rules run on the loop, one call at a time; only waiting (slow answers, held connections) is concurrent.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from forain.sandbox.delivery import Delivery
from forain.sandbox.door import Door, too_large
from forain.sandbox.reading import Call
from forain.sandbox.stage import Answer

#: A request body larger than this is refused with 413.
BODY_LIMIT = 64 * 1024 * 1024
#: The key under which a request's scope holds its connection (see `listen.py`).
CONNECTION = "forain.connection"

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_BLANKS = b" " * 65536


class Closable(Protocol):
    def close(self) -> None: ...


class Gone(Exception):
    """The client went away before its request was complete."""


@dataclass(slots=True)
class Application:
    """`stopping` lets held connections go when the server ends."""

    door: Door
    body_limit: int = BODY_LIMIT
    stopping: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise RuntimeError("The sandbox speaks HTTP only.")
        headers = dict(scope["headers"])
        body: bytes | None = b""
        if b"content-length" in headers or b"transfer-encoding" in headers:
            try:
                body = await self._body(headers, receive)
            except Gone:
                return
        if body is None:
            delivery = too_large(scope["path"], self.body_limit)
        else:
            delivery = self.door.answer(_call(scope, headers, body))
        await self._deliver(delivery, scope, receive, send)

    async def _body(self, headers: dict[bytes, bytes], receive: Receive) -> bytes | None:
        """The whole body, or None when it is larger than allowed; then nothing more of it is kept."""
        declared = headers.get(b"content-length", b"")
        if declared.isdigit() and int(declared) > self.body_limit:
            return None
        body = bytearray()
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise Gone
            body += message.get("body", b"")
            if len(body) > self.body_limit:
                return None
            if not message.get("more_body", False):
                return bytes(body)

    async def _deliver(self, delivery: Delivery, scope: Scope, receive: Receive, send: Send) -> None:
        if delivery.wait and not await self._hold(delivery.wait, receive):
            return
        if delivery.answer is None:
            await _close(scope, receive)
            return
        await send(_start(delivery.answer, delivery.length))
        body = delivery.answer.body
        if delivery.cut is not None:
            await send({"type": "http.response.body", "body": body[: delivery.cut], "more_body": True})
            await _close(scope, receive)
            return
        await send({"type": "http.response.body", "body": body, "more_body": delivery.padding > 0})
        if delivery.padding:
            await _pad(delivery.padding, send)

    async def _hold(self, seconds: float, receive: Receive) -> bool:
        """Wait; False when the client has gone meanwhile."""
        gone = asyncio.ensure_future(_disconnected(receive))
        stop = asyncio.ensure_future(self.stopping.wait())
        try:
            await asyncio.wait((gone, stop), timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            return not gone.done()
        finally:
            gone.cancel()
            stop.cancel()


async def _disconnected(receive: Receive) -> None:
    """Ends when the connection has; the end of an unread body comes first."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _close(scope: Scope, receive: Receive) -> None:
    """End the connection and wait until it is really gone, so that the server adds nothing of its own."""
    connection: Closable = scope["state"][CONNECTION]
    connection.close()
    await _disconnected(receive)


async def _pad(size: int, send: Send) -> None:
    while size > 0:
        chunk = _BLANKS[:size]
        size -= len(chunk)
        await send({"type": "http.response.body", "body": chunk, "more_body": size > 0})
        await asyncio.sleep(0)  # others may speak while a huge body goes out


def _start(answer: Answer, length: int) -> Message:
    headers = [
        (b"content-type", answer.content_type.encode("latin-1")),
        (b"content-length", b"%d" % length),
    ]
    if answer.headers:
        headers += [
            (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers
        ]
    return {"type": "http.response.start", "status": answer.status, "headers": headers}


def _call(scope: Scope, headers: dict[bytes, bytes], body: bytes) -> Call:
    client = scope.get("client")
    return Call(
        method=scope["method"],
        path=scope["path"],
        query=scope["query_string"],
        content_type=headers.get(b"content-type", b""),
        host=headers.get(b"host", b"").decode("latin-1"),
        peer=client[0] if client else "",
        body=body,
    )
