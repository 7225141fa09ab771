"""Listening: uvicorn with both sockets on one loop, connections that can be closed, and a tick each second."""

from __future__ import annotations

import asyncio
import re
import signal
import socket
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from forain.sandbox.serve import CONNECTION, Application

Tick = Callable[[], Awaitable[None]]


class PortTaken(OSError):
    """The address cannot be listened on; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the sandbox listens, as base URLs without a final slash."""

    url: str
    tls_url: str | None


def bind(host: str, port: int) -> socket.socket:
    """A listening socket. Raises PortTaken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        reason = str(error.strerror).partition(" (while")[0]
        raise PortTaken(f"Cannot listen on {host}:{port}: {reason}.") from error


def address(scheme: str, sock: socket.socket) -> str:
    host, port = sock.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - a name for the answer, nothing is bound
    return f"{scheme}://[{shown}]:{port}" if ":" in shown else f"{scheme}://{shown}:{port}"


_UPGRADE = re.compile(rb"\r\nupgrade:[^\r\n]*", re.IGNORECASE)
_HIGH = re.compile(rb"[\x80-\xff]")


def _mended(data: bytes) -> bytes:
    """A request head that real clients send and the parser stumbles over.

    Java's client offers `Upgrade: h2c` with every plain request, and the parser would then lose the body. Scripts
    put raw bytes into the query, which the parser refuses; the marketplaces' servers take both.
    """
    head, end, rest = data.partition(b"\r\n\r\n")
    line, feed, headers = head.partition(b"\r\n")
    line = _HIGH.sub(lambda found: b"%%%02X" % found[0][0], line)
    return line + _UPGRADE.sub(b"", feed + headers) + end + rest


def _reachable(base: type[Any]) -> type[Any]:
    """The protocol with its connection put where the application finds it: faults must be able to close it."""

    class Reachable(base):  # type: ignore[misc]
        app_state: dict[str, Any]

        def connection_made(self, transport: asyncio.Transport) -> None:
            self.app_state = {**self.app_state, CONNECTION: transport}
            super().connection_made(transport)

        def data_received(self, data: bytes) -> None:
            odd = not data.isascii() or b"pgrade:" in data or b"PGRADE:" in data
            if odd and (self.cycle is None or not self.cycle.more_body):
                data = _mended(data)
            super().data_received(data)

    return Reachable


def _protocol() -> type[Any]:
    """httptools where it is installed, h11 elsewhere; both keep their state the same way."""
    try:
        from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
    except ImportError:
        return _reachable(H11Protocol)
    return _reachable(HttpToolsProtocol)


class Server(uvicorn.Server):
    """Adds to uvicorn's: a second listener with TLS, a tick each second, held connections let go at the end."""

    def __init__(
        self, application: Application, tick: Tick, tls: tuple[socket.socket, ssl.SSLContext] | None
    ) -> None:
        super().__init__(_config(application))
        self._application = application
        self._tick = tick
        self._tls = tls
        self.listening = threading.Event()
        self.on_listening: Callable[[], None] = lambda: None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self._tls:
            self.servers.append(await self._listen_with_tls(*self._tls))
        self.listening.set()
        self.on_listening()

    async def _listen_with_tls(self, sock: socket.socket, context: ssl.SSLContext) -> asyncio.Server:
        def protocol() -> asyncio.Protocol:
            made: asyncio.Protocol = self.config.http_protocol_class(  # type: ignore[call-arg]
                config=self.config, server_state=self.server_state, app_state={}
            )
            return made

        return await asyncio.get_running_loop().create_server(protocol, sock=sock, ssl=context)

    async def on_tick(self, counter: int) -> bool:
        if counter % 10 == 0:
            await self._tick()
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._application.stopping.set()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """As uvicorn does, but a signal that was obeyed is not raised again: a clean stop ends with status 0."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        asked: Sequence[signal.Signals] = (signal.SIGINT, signal.SIGTERM)
        before = {one: signal.signal(one, self.handle_exit) for one in asked}
        try:
            yield
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)


def loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop's where it is installed."""
    return uvicorn.Config("", log_config=None).get_loop_factory()


def _config(application: Application) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        http=_protocol(),
        ws="none",
        lifespan="off",
        interface="asgi3",
        access_log=False,
        log_config=None,
        log_level="error",
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=2,
    )
