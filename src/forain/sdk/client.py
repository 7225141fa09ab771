"""The synchronous driver: steps through a flow with a blocking HTTP client."""

from __future__ import annotations

import time
from typing import Self

import httpx2

from forain.sdk import _network
from forain.sdk.bulk import SendFile
from forain.sdk.errors import TransportError
from forain.sdk.flow import Flow, Result
from forain.wire.http import Reply, Send, Wait


class SyncDriver:
    """Runs flows. Use as a context manager, or call `close`. `record` is told of every exchange, redacted."""

    def __init__(
        self, *, record: _network.Record | None = None, transport: httpx2.BaseTransport | None = None
    ) -> None:
        self._record = record
        self._http = httpx2.Client(verify=_network.tls_context(), transport=transport, follow_redirects=False)

    def run(self, flow: Flow[Result]) -> Result:
        """Carry the flow out to its result; raises what the flow raises."""
        try:
            step = next(flow)
            while True:
                step = self._answer(flow, step)
        except StopIteration as end:
            result: Result = end.value
            return result

    def _answer(self, flow: Flow[Result], step: Send | Wait) -> Send | Wait:
        if isinstance(step, Wait):
            time.sleep(step.seconds)
            return next(flow)
        try:
            reply = self._send(step)
        except TransportError as error:
            return flow.throw(error)
        return flow.send(reply)

    def _send(self, send: Send) -> Reply:
        begun, start = _network.now(), time.perf_counter()
        reply, failure = None, None
        try:
            reply = self._call(send, start)
            return reply
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            failure = _network.transport_error(error, send)
            raise failure from None
        except TransportError as error:
            failure = error
            raise
        finally:
            _network.record_call(self._record, send, reply, failure, begun, time.perf_counter() - start)

    def _call(self, send: Send, start: float) -> Reply:
        taker = _network.Taker(send)
        content = send.pieces() if isinstance(send, SendFile) else send.payload
        with self._http.stream(
            send.method, send.address, content=content, headers=send.headers, timeout=send.timeout
        ) as response:
            for chunk in response.iter_bytes():
                taker.take(chunk)
            return taker.reply(response, time.perf_counter() - start)

    def close(self) -> None:
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
