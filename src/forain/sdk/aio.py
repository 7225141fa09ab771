"""The asynchronous driver: the same flows over asyncio, one connection pool for each event loop."""

from __future__ import annotations

import asyncio
import time
import weakref
from collections.abc import AsyncIterator
from typing import Self

import httpx2

from forain.sdk import _network
from forain.sdk.bulk import SendFile
from forain.sdk.errors import TransportError
from forain.sdk.flow import Flow, Result
from forain.wire.http import Reply, Send, Wait

_pools: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, httpx2.AsyncClient] = weakref.WeakKeyDictionary()


def shared_pool() -> httpx2.AsyncClient:
    """The pool of the running loop: visits share connections and one TLS context."""
    loop = asyncio.get_running_loop()
    pool = _pools.get(loop)
    if pool is None or pool.is_closed:
        limits = httpx2.Limits(max_connections=400, max_keepalive_connections=100)
        pool = httpx2.AsyncClient(verify=_network.tls_context(), limits=limits, follow_redirects=False)
        _pools[loop] = pool
    return pool


class AsyncDriver:
    """Runs flows. Without `transport` it borrows the loop's shared pool and `aclose` leaves that open."""

    def __init__(
        self, *, record: _network.Record | None = None, transport: httpx2.AsyncBaseTransport | None = None
    ) -> None:
        self._record = record
        self._own = httpx2.AsyncClient(transport=transport, follow_redirects=False) if transport else None

    async def run(self, flow: Flow[Result]) -> Result:
        """Carry the flow out to its result; raises what the flow raises."""
        try:
            step = next(flow)
            while True:
                if isinstance(step, Wait):
                    await asyncio.sleep(step.seconds)
                    step = next(flow)
                    continue
                # The flow is resumed here and not in a coroutine of its own: none may be left by StopIteration.
                answer = await self._answer(step)
                step = flow.throw(answer) if isinstance(answer, TransportError) else flow.send(answer)
        except StopIteration as end:
            result: Result = end.value
            return result

    async def _answer(self, send: Send) -> Reply | TransportError:
        try:
            return await self._send(send)
        except TransportError as error:
            return error

    async def _send(self, send: Send) -> Reply:
        begun, start = _network.now(), time.perf_counter()
        reply, failure = None, None
        try:
            reply = await self._call(send, start)
            return reply
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            failure = _network.transport_error(error, send)
            raise failure from None
        except TransportError as error:
            failure = error
            raise
        finally:
            _network.record_call(self._record, send, reply, failure, begun, time.perf_counter() - start)

    async def _call(self, send: Send, start: float) -> Reply:
        taker = _network.Taker(send)
        content = _given(send) if isinstance(send, SendFile) else send.payload
        async with (self._own or shared_pool()).stream(
            send.method, send.address, content=content, headers=send.headers, timeout=send.timeout
        ) as response:
            async for chunk in response.aiter_bytes():
                taker.take(chunk)
            return taker.reply(response, time.perf_counter() - start)

    async def aclose(self) -> None:
        if self._own is not None:
            await self._own.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()


async def _given(send: SendFile) -> AsyncIterator[bytes]:
    """A file piece by piece; each is a read of 64 KiB, too short to leave the loop for."""
    for piece in send.pieces():
        yield piece
