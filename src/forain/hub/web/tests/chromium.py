"""A real browser on a real server, for the pages' tests."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

_THREADS = 8


class _Server(WSGIServer):
    """Requests go to a few threads that stay, as in the product: each keeps its connection to the database."""

    threads: ThreadPoolExecutor

    def process_request(self, request: Any, client_address: Any) -> None:
        self.threads.submit(self._answer, request, client_address)

    def _answer(self, request: Any, client_address: Any) -> None:
        try:
            self.finish_request(request, client_address)
        except Exception:  # noqa: BLE001  as in socketserver: it is told, and the next is served
            self.handle_error(request, client_address)
        finally:
            self.shutdown_request(request)


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  its name upstream
        pass


@contextmanager
def served() -> Iterator[str]:
    """The hub's pages at a free port of this machine."""
    from django.core.wsgi import get_wsgi_application
    from django.db import connection, connections

    def application(environ: dict[str, object], start: object) -> object:
        kept.add(connections[connection.alias])
        return list(inner(environ, start))  # type: ignore[arg-type]

    kept: set[Any] = set()
    inner = get_wsgi_application()
    server = make_server("127.0.0.1", 0, application, _Server, _Quiet)  # type: ignore[arg-type]
    with ThreadPoolExecutor(_THREADS) as server.threads:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()
    for one in kept:
        one.inc_thread_sharing()  # its thread has ended
        one.close()


@contextmanager
def browsing(base: str, **options: object) -> Iterator[Page]:
    """A page of Chromium that fails the test on any error of a script or of the content policy."""
    from playwright.sync_api import sync_playwright

    complaints: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        page = browser.new_context(base_url=base, **options).new_page()  # type: ignore[arg-type]
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: complaints.append(message.text) if "Content Security" in message.text else None,
        )
        yield page
        browser.close()
    assert not complaints


def log_in(page: Page) -> None:
    """As Marie, the administrator."""
    from forain.hub.web.tests.fixtures import PASSWORD

    page.goto("/login")
    page.fill("#username", "marie")
    page.fill("#password", PASSWORD)
    page.click("form[action='/login'] button")
    page.wait_for_selector(".main h1")
