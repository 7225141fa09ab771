"""A web server over real HTTP that gives files, and can do everything an address does to whoever fetches it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Answer:
    """`piece` is written `times` times with a pause between; `cut` promises more bytes than come."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    piece: bytes = b""
    times: int = 1
    pause: float = 0.0
    cut: int = 0


@dataclass
class Web:
    """`pages`: path -> what is answered, told the request's headers; `asked`: what came, in order."""

    address: str = ""
    pages: dict[str, Callable[[dict[str, str]], Answer]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def gives(self, path: str, body: str | bytes, **headers: str) -> None:
        piece = body.encode() if isinstance(body, str) else body
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = lambda _asked: Answer(headers=names, piece=piece)

    def answers(self, path: str, answer: Answer) -> None:
        self.pages[path] = lambda _asked: answer


@contextmanager
def serving() -> Iterator[Web]:
    web = Web()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            web.asked.append((self.path, headers))
            page = web.pages.get(self.path)
            answer = page(headers) if page else Answer(404)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.piece) * answer.times + answer.cut))
            self.send_header("Connection", "close")
            self.end_headers()
            for _ in range(answer.times):
                self.wfile.write(answer.piece)
                time.sleep(answer.pause)
            self.close_connection = True

        def log_message(self, *_: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            pass  # whoever fetched lost patience

    server = Server(("127.0.0.1", 0), Handler)
    web.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
