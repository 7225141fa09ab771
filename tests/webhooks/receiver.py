"""A receiver over real HTTP that does what it is told: takes, refuses, hangs, ends, sends elsewhere."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Got:
    """One request as it arrived; `began` and `ended` are monotonic seconds."""

    headers: dict[str, str]
    body: bytes
    began: float
    ended: float

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def event(self) -> int:
        return int(self.json["data"]["event"]["id"])


@dataclass
class Reply:
    status: int = 204
    body: bytes = b""
    seconds: float = 0.0
    headers: dict[str, str] = field(default_factory=dict)


class Receiver:
    """`answer` decides on each request, given how many came before with the same id; all that came is in `got`."""

    def __init__(self) -> None:
        self.answer: Callable[[Got, int], Reply] = lambda _got, _before: Reply()
        self.got: list[Got] = []
        self.address = ""
        self._lock = threading.Lock()

    def always(self, status: int, body: bytes = b"", seconds: float = 0.0, **headers: str) -> None:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answer = lambda _got, _before: Reply(status, body, seconds, names)

    @property
    def ids(self) -> list[str]:
        return [one.id for one in self.got]

    def take(self, handler: BaseHTTPRequestHandler) -> None:
        began = time.monotonic()
        size = int(handler.headers.get("Content-Length", 0))
        body = handler.rfile.read(size)
        if len(body) < size:
            return  # the sender was killed in the middle
        headers = {name.lower(): value for name, value in handler.headers.items()}
        got = Got(headers, body, began, began)
        with self._lock:
            before = self.ids.count(got.id)
        reply = self.answer(got, before)
        time.sleep(reply.seconds)
        with self._lock:
            self.got.append(Got(headers, body, began, time.monotonic()))
        handler.send_response(reply.status)
        for name, value in reply.headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(reply.body)))
        handler.end_headers()
        handler.wfile.write(reply.body)


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            receiver.take(self)

        def log_message(self, *_: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 64

        def handle_error(self, request: Any, client_address: Any) -> None:
            pass  # a sender that was killed or lost patience

    server = Server(("127.0.0.1", 0), Handler)
    receiver.address = f"http://127.0.0.1:{server.server_address[1]}/hook?shop=1"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
