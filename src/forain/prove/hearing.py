"""The back office's ears: an address on this machine that notes when the webhook of each order came first."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(slots=True)
class Arrivals:
    """Reference of an order -> when it was first told of, on the monotonic clock."""

    first: dict[str, float] = field(default_factory=dict)
    address: str = ""

    def take(self, body: bytes) -> None:
        about = json.loads(body)["data"]["object"] or {}
        if about.get("reference"):
            self.first.setdefault(str(about["reference"]), time.monotonic())


@contextmanager
def receiver() -> Iterator[Arrivals]:
    """Listen; processes started from here on may send to this machine."""
    os.environ["FORAIN_WEBHOOK_NETWORKS"] = "127.0.0.0/8"
    arrivals = Arrivals()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            body = self.rfile.read(length)
            if len(body) < length:  # the sender was killed: it comes again
                self.close_connection = True
                return
            arrivals.take(body)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Nothing is written for a request."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: Any, client_address: Any) -> None:
            """Senders are killed in the middle of a word; anything else is told."""
            if not isinstance(sys.exception(), ConnectionError):
                super().handle_error(request, client_address)

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    arrivals.address = f"http://127.0.0.1:{server.server_port}/"
    try:
        yield arrivals
    finally:
        server.shutdown()
        thread.join()


def subscribe(address: str) -> None:
    """Each new order is told to this address."""
    from forain.hub.webhooks.actions import add
    from forain.hub.workspaces.models import Workspace

    add(Workspace.objects.get(), "proof", address, kinds=["order.seen"], actor="proof")
