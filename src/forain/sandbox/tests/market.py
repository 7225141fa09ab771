"""A small marketplace of the tests' own: one shop, orders that can be shipped and that expire after a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any

import msgspec

from forain.sandbox.stage import Answer, Control, Request
from forain.sandbox.world import World

TOKEN = "s3cr3t-token-of-the-shop"
XML = "text/xml;charset=UTF-8"


class Buy(msgspec.Struct, forbid_unknown_fields=True):
    """A buyer buys."""

    sku: Annotated[str, msgspec.Meta(min_length=1, max_length=40, description="What is bought.")]
    quantity: Annotated[int, msgspec.Meta(ge=1, le=99)] = 1
    note: str | None = None


class Cancel(msgspec.Struct, forbid_unknown_fields=True):
    """The buyer cancels."""

    order: str


class Market:
    id = "toymart"

    def __init__(self, world: World) -> None:
        self.world = world
        self.orders: dict[str, dict[str, Any]] = {}
        world.on("toymart.expire", self._expire)

    def owns(self, path: str) -> bool:
        return path.startswith("/toy/")

    def service(self, request: Request) -> str:
        return request.path.removeprefix("/toy/")

    def account(self, request: Request) -> str:
        return "shop" if request.parameters(first="query").get("token") == TOKEN else ""

    def answer(self, request: Request) -> Answer:
        given = request.parameters(first="query")
        service = self.service(request)
        if service == "crash":
            raise RuntimeError(f"a defect that talks about {given}")
        if service == "echo":
            told = [f"{name}={value}" for name, value in (*request.query, *request.form)]
            told += [
                f"{name}:{one.name}:{one.content_type}:{len(one.content)}"
                for name, one in request.files.items()
            ]
            return _xml("".join(f"<p>{one.replace('&', '&amp;')}</p>" for one in told))
        if service == "ship":
            self.orders[given["order"]]["state"] = "shipped"
            self._record("ship", "shipped", given["order"])
        listed = "".join(f"<order id='{key}'>{one['state']}</order>" for key, one in self.orders.items())
        return _xml(f"<é/>{listed}")

    def refuse(self, request: Request, why: str) -> Answer:
        return _xml(f"<error>{why}</error>")

    def accounts(self) -> Mapping[str, Any]:
        return {"login": "shop", "token": TOKEN}

    def populate(self) -> None:
        for _ in range(3):
            self.arrive()

    def arrive(self) -> None:
        self.buy(Buy(sku=f"sku-{self.world.random.randint(1, 99)}"))

    def buy(self, wish: Buy) -> Mapping[str, Any]:
        key = f"o{len(self.orders) + 1}"
        self.orders[key] = {"sku": wish.sku, "state": "new", "at": self.world.now()}
        self.world.schedule(self.world.now() + timedelta(days=1), "toymart.expire", key)
        self._record("", "bought", key, by="buyer")
        return {"id": key, **self.orders[key]}

    def cancel(self, wish: Cancel) -> Mapping[str, Any]:
        if wish.order not in self.orders:
            raise LookupError(f"There is no order {wish.order!r}.")
        if self.orders[wish.order]["state"] != "new":
            raise ValueError("Only a new order can be cancelled.")
        self.orders[wish.order]["state"] = "cancelled"
        return {"id": wish.order}

    def controls(self) -> tuple[Control, ...]:
        return (
            Control(name="buy", summary="A buyer buys.", body=Buy, run=self.buy),
            Control(name="cancel", summary="A buyer cancels.", body=Cancel, run=self.cancel),
        )

    def kinds(self) -> tuple[str, ...]:
        return ("orders",)

    def objects(self, kind: str) -> Mapping[str, Mapping[str, Any]]:
        return self.orders

    def state(self) -> Any:
        return {"orders": self.orders}

    def restore(self, state: Any) -> None:
        self.orders = state["orders"]

    def _expire(self, key: str) -> None:
        if self.orders[key]["state"] == "new":
            self.orders[key]["state"] = "expired"
            self._record("", "expired", key, by="clock")

    def _record(self, service: str, effect: str, target: str, by: str = "seller") -> None:
        self.world.ledger.record(
            at=self.world.now(),
            stage=self.id,
            account="shop",
            service=service,
            effect=effect,
            target=target,
            by=by,
        )


def stage(world: World) -> Market:
    return Market(world)


def _xml(inner: str) -> Answer:
    return Answer(
        body=f'<?xml version="1.0" encoding="UTF-8"?>\n<root>{inner}</root>'.encode(), content_type=XML
    )
