"""What the tests share: a sandbox with Spartoo alone in it, reached through real bytes and any host name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import httpx2

from forain.connect.contract import Account, Exchange
from forain.marketplaces.spartoo.client import AsyncSpartooClient, SpartooClient
from forain.marketplaces.spartoo.connector import SpartooConnector
from forain.marketplaces.spartoo.sandbox import stage
from forain.sandbox.inprocess import Sandbox
from forain.sandbox.reading import Call
from forain.sdk.flow import NO_RETRY, Retry
from forain.sdk.pacing import NO_PACE

SAMPLES = Path(__file__).parents[1] / "samples"
FORM = b"application/x-www-form-urlencoded"


def code_of(root: ET.Element) -> int:
    """The worst number anywhere in an answer; 1 when there is none below it. AssertionError without any."""
    texts = [one.text for one in root.iter("errors")] + [one.text for one in root.iterfind(".//error/id")]
    found = [int(text) for text in texts if text and text.strip()]
    assert found, "an answer without a code"
    return min(found)


def multipart(
    fields: Mapping[str, str], files: Mapping[str, tuple[str, bytes]] | None = None
) -> tuple[bytes, bytes]:
    """A multipart body written by hand, and its content type."""
    parts = [
        f'--zz\r\ncontent-disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for name, (filename, content) in (files or {}).items():
        head = f'--zz\r\ncontent-disposition: form-data; name="{name}"; filename="{filename}"\r\n'
        parts.append(f"{head}content-type: application/octet-stream\r\n\r\n".encode() + content + b"\r\n")
    return b"".join(parts) + b"--zz--\r\n", b"multipart/form-data; boundary=zz"


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


class Canned(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """Answers every call with the same bytes and keeps what was asked."""

    def __init__(self, body: bytes, status: int = 200) -> None:
        self.body, self.status = body, status
        self.requests: list[httpx2.Request] = []

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        return httpx2.Response(self.status, content=self.body, headers={"content-type": "text/xml"})

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        return self.handle_request(request)


class Scripted(Canned):
    """Answers changes with the codes of a list, one after the other, and reads with an order in one status."""

    def __init__(self, codes: Sequence[int], statut: int) -> None:
        super().__init__(b"")
        self.codes = list(codes)
        self.order = f"<orders><order><orders_id>X</orders_id><orders_status_id>{statut}</orders_status_id></order></orders>"

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        change = request.url.path == "/mp/xml_maj_orders.php"
        inside, code = ("", self.codes.pop(0)) if change else (self.order, 1)
        self.body = f"<root>{inside}<errors>{code}</errors></root>".encode()
        return super().handle_request(request)


@dataclass
class Play:
    """The pretend Spartoo and ways to call it."""

    sandbox: Sandbox
    exchanges: list[Exchange] = field(default_factory=list)

    @classmethod
    def begin(cls, start: datetime, *, empty: bool = True, seed: int = 1) -> Play:
        return cls(Sandbox(seed=seed, empty=empty, frozen=True, start=start, stages={"spartoo": stage}))

    @property
    def partenaire(self) -> str:
        found: str = self.sandbox.accounts["spartoo"]["partenaire"]
        return found

    def client(self, partner: str = "", *, site: str = "com", retry: Retry = NO_RETRY) -> SpartooClient:
        return SpartooClient(
            partner or self.partenaire,
            site=site,
            endpoint=self.sandbox.url,
            retry=retry,
            pace=NO_PACE,
            record=self.exchanges.append,
            transport=self.sandbox.transport(),
        )

    def async_client(self, *, site: str = "com") -> AsyncSpartooClient:
        return AsyncSpartooClient(
            self.partenaire,
            site=site,
            endpoint=self.sandbox.url,
            pace=NO_PACE,
            record=self.exchanges.append,
            transport=self.sandbox.async_transport(),
        )

    def connector(self, partner: str = "", **credentials: str) -> SpartooConnector:
        account = Account(
            endpoint=self.sandbox.url,
            credentials={"partenaire": partner or self.partenaire, **credentials},
        )
        return SpartooConnector(account, self.exchanges.append, self.sandbox.async_transport())

    def order(self, **wish: Any) -> str:
        found: str = self.sandbox.control("order", **wish)["id"]
        return found

    def return_(self, order: str, **wish: Any) -> str:
        found: str = self.sandbox.control("return", order=order, **wish)["id"]
        return found

    def status(self, order: str) -> int:
        found: int = self.seen(order)["status"]
        return found

    def seen(self, order: str) -> Mapping[str, Any]:
        return self.sandbox.stages["spartoo"].objects("orders")[order]

    def call(self, service: str, *, host: str = "sws.spartoo.com", **fields: str) -> ET.Element:
        """A form of the demo account, and its answer as a foreign parser sees it."""
        body = urlencode({"partenaire": self.partenaire, **fields}).encode()
        return ET.fromstring(self.raw(service, body=body, host=host))

    def later(self, **time: float) -> None:
        self.sandbox.world.clock.move(timedelta(**time))
        self.sandbox.engine.pass_time()

    def raw(
        self,
        service: str,
        query: bytes = b"",
        body: bytes = b"",
        *,
        host: str = "sws.spartoo.com",
        method: str = "POST",
        content_type: bytes = FORM,
    ) -> bytes:
        """A call as a foreign program makes it: bytes in, bytes out, HTTP 200."""
        call = Call(
            method=method,
            path=f"/mp/{service}.php",
            query=query,
            content_type=content_type,
            host=host,
            peer="127.0.0.1",
            body=body,
        )
        answer = self.sandbox.door.answer(call).answer
        assert answer is not None
        assert answer.status == 200
        return answer.body
