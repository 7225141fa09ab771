"""The sandbox without a socket, for tests: the same door, with faults turned into the HTTP library's exceptions.

Nothing sleeps here. A wait that is longer than the caller's read time-out becomes `ReadTimeout` at once, a shorter
one is skipped. `listen()` serves the same world on a real socket, where waits are real.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import httpx2
import msgspec

from forain.sandbox.control import ControlRoom, accounts
from forain.sandbox.delivery import Delivery
from forain.sandbox.door import Door
from forain.sandbox.engine import Engine, Options
from forain.sandbox.faults import NewFault, Rule
from forain.sandbox.ledger import Ledger
from forain.sandbox.reading import Call
from forain.sandbox.stage import Stage
from forain.sandbox.stages import Offer
from forain.sandbox.world import World

URL = "http://sandbox.invalid"
_LISTENING_WITHIN = 10.0
_BLANKS = b" " * 65536


class Sandbox:
    """A world of its own. Every path of every marketplace is at `url`, through `transport()` only.

    `frozen` stops the clock at `start` (the present when None); `stages` replaces the stages that are found.
    """

    url = URL

    def __init__(
        self,
        *,
        seed: int = 1,
        empty: bool = False,
        frozen: bool = False,
        start: datetime | None = None,
        stages: Mapping[str, Offer] | None = None,
    ) -> None:
        options = Options(seed=seed, empty=empty, speed=0.0 if frozen else 1.0, start=start)
        self.engine = Engine(options) if stages is None else Engine(options, stages)
        self._room = ControlRoom(self.engine)
        self.door = Door(self.engine, self._room)

    @property
    def world(self) -> World:
        return self.engine.world

    @property
    def stages(self) -> Mapping[str, Stage]:
        return self.engine.stages

    @property
    def ledger(self) -> Ledger:
        return self.engine.world.ledger

    @property
    def accounts(self) -> dict[str, Any]:
        """Credentials of the demo accounts, by stage."""
        return accounts(self.engine)

    def control(self, name: str, **fields: Any) -> Mapping[str, Any]:
        """Make something happen: `sale`, or `rakuten_fr/cancel` where two marketplaces have the name.

        Raises LookupError and ValueError as the control does, and msgspec.ValidationError for wrong fields.
        """
        stage, _, control = name.rpartition("/")
        found = [
            one
            for owner in self.engine.stages.values()
            if stage in {"", owner.id}
            for one in owner.controls()
            if one.name == control
        ]
        if len(found) != 1:
            raise LookupError(f"{len(found)} controls are called {name!r}; write it as stage/control.")
        with self.engine.lock:
            self.engine.pass_time()
            body = msgspec.convert(fields, found[0].body)
            self.engine.changes += 1
            return found[0].run(body)

    def fault(self, kind: str, **fields: Any) -> Rule:
        """Make calls go wrong: `fault("timeout_after", service="acceptsale", count=1)`."""
        return self.engine.faults.add(msgspec.convert({"kind": kind, **fields}, NewFault))

    def transport(self) -> httpx2.BaseTransport:
        return _Transport(self.door)

    def async_transport(self) -> httpx2.AsyncBaseTransport:
        return _AsyncTransport(self.door)

    @contextmanager
    def listen(self, *, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
        """Serve this world on a socket, in a thread, and give its base URL."""
        from forain.sandbox.listen import Server, address, bind
        from forain.sandbox.serve import Application

        sock = bind(host, port)
        server = Server(Application(self.door), self._tick, None)
        thread = threading.Thread(target=_serve, args=(server, sock), name="forain-sandbox", daemon=True)
        thread.start()
        try:
            if not server.listening.wait(_LISTENING_WITHIN):
                raise TimeoutError("The sandbox did not listen in time.")
            yield address("http", sock)
        finally:
            server.should_exit = True
            thread.join()

    async def _tick(self) -> None:
        self.engine.pass_time()


def _serve(server: Any, sock: Any) -> None:
    asyncio.run(server.serve(sockets=[sock]))


class _Transport(httpx2.BaseTransport):
    def __init__(self, door: Door) -> None:
        self._door = door

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        delivery = self._door.answer(_call(request, request.read()))
        return _response(delivery, request, _Body(delivery))


class _AsyncTransport(httpx2.AsyncBaseTransport):
    def __init__(self, door: Door) -> None:
        self._door = door

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        delivery = self._door.answer(_call(request, await request.aread()))
        return _response(delivery, request, _AsyncBody(delivery))


def _call(request: httpx2.Request, body: bytes) -> Call:
    return Call(
        method=request.method,
        path=request.url.path,
        query=request.url.query,
        content_type=request.headers.get("content-type", "").encode("latin-1"),
        host=_host(request),
        peer="127.0.0.1",
        body=body,
    )


def _host(request: httpx2.Request) -> str:
    """The host a client names (Spartoo's sites differ by it); our own address is this machine."""
    named: str = request.headers.get("host", "")
    return "localhost" if named in {"", httpx2.URL(URL).host} else named


def _response(
    delivery: Delivery, request: httpx2.Request, stream: httpx2.SyncByteStream | httpx2.AsyncByteStream
) -> httpx2.Response:
    patience = request.extensions.get("timeout", {}).get("read")
    if delivery.wait and patience is not None and delivery.wait >= patience:
        raise httpx2.ReadTimeout("The sandbox keeps silent.", request=request)
    if delivery.answer is None:
        raise httpx2.RemoteProtocolError("Server disconnected without sending a response.", request=request)
    headers = [("content-type", delivery.answer.content_type), ("content-length", str(delivery.length))]
    return httpx2.Response(
        delivery.answer.status, headers=[*headers, *delivery.answer.headers], stream=stream
    )


def _chunks(delivery: Delivery) -> Iterator[bytes]:
    body = delivery.answer.body if delivery.answer else b""
    yield body[: delivery.cut]
    if delivery.cut is not None:
        raise httpx2.RemoteProtocolError("The sandbox closed the connection in the middle of the body.")
    left = delivery.padding
    while left > 0:
        yield _BLANKS[:left]
        left -= len(_BLANKS)


class _Body(httpx2.SyncByteStream):
    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery

    def __iter__(self) -> Iterator[bytes]:
        return _chunks(self._delivery)


class _AsyncBody(httpx2.AsyncByteStream):
    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in _chunks(self._delivery):
            yield chunk
