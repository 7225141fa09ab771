"""What the tests share: a sandbox with Rakuten alone in it, and ways to call it as client, connector or stranger."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2

from forain.connect.contract import Account, Exchange
from forain.marketplaces.rakuten_fr.client import AsyncRakutenFrClient, RakutenFrClient
from forain.marketplaces.rakuten_fr.connector import RakutenFrConnector
from forain.marketplaces.rakuten_fr.messages import ErrorResponse, SoldItem
from forain.marketplaces.rakuten_fr.operations import OPERATIONS
from forain.marketplaces.rakuten_fr.sandbox import RakutenStage, stage
from forain.sandbox.inprocess import Sandbox
from forain.sdk.flow import NO_RETRY, Retry
from forain.wire.xml import decode

SAMPLES = Path(__file__).parents[1] / "samples"


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


Answerer = Callable[[httpx2.Request], httpx2.Response]


class Canned(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """Answers with the given bodies in turn, the last one for ever, and keeps what was asked."""

    def __init__(self, *bodies: bytes, status: int = 200) -> None:
        self.bodies, self.status = list(bodies), status
        self.requests: list[httpx2.Request] = []

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        body = self.bodies.pop(0) if len(self.bodies) > 1 else self.bodies[0]
        return httpx2.Response(self.status, content=body, headers={"content-type": "text/xml"})

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        return self.handle_request(request)


TOKEN = "0123456789abcdef0123456789abcdef"


def canned_client(*bodies: bytes, status: int = 200, retry: Retry = NO_RETRY) -> RakutenFrClient:
    return RakutenFrClient("atelier-lumiere", TOKEN, retry=retry, transport=Canned(*bodies, status=status))


@dataclass
class Play:
    """The pretend Rakuten and ways to call it."""

    sandbox: Sandbox
    exchanges: list[Exchange] = field(default_factory=list)

    @classmethod
    def begin(cls, start: datetime | None = None, *, empty: bool = True, seed: int = 1) -> Play:
        found = Sandbox(seed=seed, empty=empty, frozen=True, start=start, stages={"rakuten_fr": stage})
        return cls(found)

    @property
    def stage(self) -> RakutenStage:
        found = self.sandbox.stages["rakuten_fr"]
        assert isinstance(found, RakutenStage)
        return found

    @property
    def login(self) -> str:
        return str(self.sandbox.accounts["rakuten_fr"]["login"])

    @property
    def token(self) -> str:
        return str(self.sandbox.accounts["rakuten_fr"]["token"])

    def client(self, *, retry: Retry = NO_RETRY) -> RakutenFrClient:
        return RakutenFrClient(
            self.login,
            self.token,
            endpoint=self.sandbox.url,
            retry=retry,
            record=self.exchanges.append,
            transport=self.sandbox.transport(),
        )

    def async_client(self) -> AsyncRakutenFrClient:
        return AsyncRakutenFrClient(
            self.login,
            self.token,
            endpoint=self.sandbox.url,
            retry=NO_RETRY,
            transport=self.sandbox.async_transport(),
        )

    def connector(self, **credentials: str) -> RakutenFrConnector:
        known = {"login": self.login, "token": self.token, **credentials}
        account = Account(endpoint=self.sandbox.url, credentials=known)
        return RakutenFrConnector(account, self.exchanges.append, self.sandbox.async_transport())

    def call(self, service: str, path: str = "", /, **parameters: str | None) -> bytes:
        """A plain GET as any program would send it, with good credentials unless told otherwise; None leaves out."""
        operation = OPERATIONS.get(service)
        version = (operation.version if operation else "") or "2017-08-07"
        path = path or (operation.path if operation else "/sales_ws")
        given = {"action": service, "login": self.login, "pwd": self.token, "version": version, **parameters}
        query = {name: value for name, value in given.items() if value is not None}
        with httpx2.Client(transport=self.sandbox.transport()) as http:
            return http.get(f"{self.sandbox.url}{path}", params=query).content

    def post_file(
        self, service: str, content: bytes | None, part: str = "file", /, **parameters: str
    ) -> bytes:
        """A file as strangers post it: one part, named and typed as little as can be; None sends no part."""
        operation = OPERATIONS[service]
        given = {"action": service, "login": self.login, "pwd": self.token, "version": operation.version}
        files = {part: content} if content is not None else {"other": b""}
        with httpx2.Client(transport=self.sandbox.transport()) as http:
            address = f"{self.sandbox.url}{operation.path}"
            return http.post(address, params={**given, **parameters}, files=files).content

    def refusal(self, service: str, **parameters: str | None) -> tuple[str, str, str, str]:
        """Type, code, message and detail of the error document a call gets."""
        found = decode(ErrorResponse, self.call(service, **parameters)).value
        return found.type, found.code, found.message, found.details[0]

    # -- the world ------------------------------------------------------------------------------------------

    def sale(self, **fields: Any) -> list[str]:
        """A buyer orders; the item numbers."""
        return list(self.sandbox.control("sale", **fields)["items"])

    def item(self, *, accepted: bool = False, shipped: bool = False, **fields: Any) -> str:
        """One item of a new sale, brought to the wished state by its seller."""
        number = self.sale(**fields)[0]
        with self.client() as client:
            if accepted or shipped:
                client.acceptsale(number)
            if shipped:
                client.settrackingpackageinfos(number, "Colissimo", "8R00000000001")
        return number

    def tell(self, name: str, **fields: Any) -> Mapping[str, Any]:
        return self.sandbox.control(name, **fields)

    def pass_time(self, **units: float) -> None:
        self.sandbox.world.clock.move(timedelta(**units))
        self.sandbox.engine.pass_time()

    def upload(
        self, content: bytes, service: str = "genericimportfile", *, name: str = "stock.xml", **more: str
    ) -> bytes:
        """A POST with the one part `file`, as any program would send it."""
        version = OPERATIONS[service].version
        given = {"action": service, "login": self.login, "pwd": self.token, "version": version, **more}
        with httpx2.Client(transport=self.sandbox.transport()) as http:
            return http.post(
                f"{self.sandbox.url}/stock_ws", params=given, files={"file": (name, content)}
            ).content

    def effects(self, item: str) -> list[str]:
        return [one.effect for one in self.sandbox.ledger.entries if one.target == item]

    def status(self, item: str) -> str:
        return str(self.stage.ground.shop.items[item].status)

    def listed(self, **filters: Any) -> list[SoldItem]:
        with self.client() as client:
            return [item for sale in client.iter_currentsales(**filters) for item in sale.items]


#: Somebody else's item can only be another seller's.
OTHER_SELLER = "grenier-de-lea"
