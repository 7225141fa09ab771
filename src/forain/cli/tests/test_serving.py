"""When a hub counts as started: what it runs itself must be well, workers elsewhere may come later."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from forain.cli import serving
from forain.cli.exits import Failure


class _WithoutWorker(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        found = {"database": True, "schema": True, "worker": False}
        body = json.dumps({"checks": {name: {"ok": ok, "detail": ""} for name, ok in found.items()}})
        self.send_response(503)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *args: object) -> None:
        """Nothing on our stderr."""


@pytest.fixture
def port() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), _WithoutWorker) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def hub(port: int, workers: int) -> serving.Serving:
    return serving.Serving(data=Path(), host="127.0.0.1", port=port, workers=workers, kind="up")


def test_a_web_without_workers_of_its_own_waits_for_none(port: int) -> None:
    """Else a container's web would end after a minute, and never meet the worker that starts beside it."""
    hub(port, workers=0).wait_until_healthy()


def test_a_hub_with_workers_is_not_ready_before_one_lives(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "_HEALTHY_SECONDS", 0.2)
    with pytest.raises(Failure, match="healthy"):
        hub(port, workers=1).wait_until_healthy()
