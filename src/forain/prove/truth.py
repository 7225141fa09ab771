"""What really happened, read from the sandbox itself: its world and its ledger. The hub is not asked.

One small table for each marketplace says how its world is read; everything else is the same for all.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from forain.trade.commands import CommandKind
from forain.trade.lifecycle import Fulfilment

_F = Fulfilment
_PAGE = 1000


class ControlRefused(Exception):
    """The sandbox did not carry a control call out; the message has its reason."""


@dataclass(frozen=True, slots=True)
class Control:
    """The sandbox's control API."""

    url: str

    def get(self, path: str) -> Any:
        return self._call("GET", path, None)

    def post(self, path: str, **body: Any) -> Any:
        return self._call("POST", path, body)

    def patch(self, path: str, **body: Any) -> Any:
        return self._call("PATCH", path, body)

    def delete(self, path: str) -> Any:
        return self._call("DELETE", path, None)

    def pages(self, path: str) -> Iterator[dict[str, Any]]:
        """Every object of a kind."""
        cursor: int | None = 0
        while cursor is not None:
            page = self.get(f"{path}?limit={_PAGE}&cursor={cursor}")
            yield from page["objects"]
            cursor = page["next"]

    def ledger(self) -> Iterator[dict[str, Any]]:
        """Every effect, in order."""
        after, total = 0, 1
        while after < total:
            paper = self.get(f"/ledger?limit={_PAGE}&after={after}")
            yield from paper["entries"]
            after, total = after + _PAGE, paper["total"]

    def _call(self, method: str, path: str, body: Mapping[str, Any] | None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(  # noqa: S310  our own sandbox
            f"{self.url}/_control{path}", data, {"Content-Type": "application/json"}, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise ControlRefused(error.read().decode(errors="replace")) from error


@dataclass(frozen=True, slots=True)
class TrueOrder:
    """`lines`: where each line stands. Its name is the marketplace's where it has one, else its place."""

    stage: str
    account: str
    reference: str
    lines: Mapping[str, Fulfilment]
    named: bool


@dataclass(slots=True)
class Truth:
    """`effects`: how often each change of a seller was applied, by (stage, effect, target)."""

    orders: dict[tuple[str, str, str], TrueOrder] = field(default_factory=dict)
    effects: Counter[tuple[str, str, str]] = field(default_factory=Counter)


#: What each command leaves in the ledger, by marketplace. A kind that is missing here cannot be proved yet.
EFFECTS: Final[Mapping[str, Mapping[CommandKind, str]]] = {
    "rakuten_fr": {
        CommandKind.ACCEPT: "accepted",
        CommandKind.REFUSE: "refused",
        CommandKind.SHIP: "shipped",
        CommandKind.CANCEL: "cancelled",
        CommandKind.CORRECT_TRACKING: "tracking_corrected",
        CommandKind.MESSAGE_BUYER: "buyer_written_to",
        CommandKind.MESSAGE_MARKETPLACE: "message_sent",
        CommandKind.CONFIRM_PREORDER: "preorder_confirmed",
    },
    "spartoo": {
        CommandKind.ACCEPT: "accepted",
        CommandKind.REFUSE: "cancelled",
        CommandKind.SHIP: "shipped",
        CommandKind.CANCEL: "cancelled",
        CommandKind.MARK_LOST: "lost",
        CommandKind.MARK_UNDELIVERABLE: "undeliverable",
    },
}
#: Seller's effects that no command asks for: reading marks messages as read at Rakuten.
UNASKED: Final = frozenset({"marked_read"})

_RAKUTEN: Final[Mapping[str, Fulfilment]] = {
    "REQUESTED": _F.AWAITING_ACCEPTANCE,
    "REMINDED": _F.AWAITING_ACCEPTANCE,
    "PENDING": _F.AWAITING_STOCK,
    "CLOSED": _F.CLOSED,
    "CANCELLED": _F.CANCELLED,
    "REFUSED": _F.REFUSED,
}
_SPARTOO: Final[Mapping[int, Fulfilment]] = {
    11: _F.AWAITING_ACCEPTANCE,
    2: _F.TO_SHIP,
    3: _F.SHIPPED,
    41: _F.CANCELLED,
    45: _F.LOST,
    47: _F.UNDELIVERABLE,
}


def read(control: Control) -> Truth:
    """The whole truth, as it is now."""
    truth = Truth()
    for order in (*_rakuten(control), *_spartoo(control)):
        truth.orders[order.stage, order.account, order.reference] = order
    for entry in control.ledger():
        if entry["by"] == "seller" and entry["effect"] not in UNASKED:
            truth.effects[entry["stage"], entry["effect"], entry["target"]] += 1
    return truth


def _rakuten(control: Control) -> Iterator[TrueOrder]:
    items = {one["id"]: one for one in control.pages("/rakuten_fr/items")}
    for sale in control.pages("/rakuten_fr/sales"):
        lines = {item: _rakuten_line(items[item]) for item in sale["items"]}
        yield TrueOrder("rakuten_fr", sale["seller"], sale["id"], lines, named=True)


def _rakuten_line(item: Mapping[str, Any]) -> Fulfilment:
    if item["status"] in ("COMMITTED", "ON_HOLD"):
        return _F.SHIPPED if item["shipment"] else _F.TO_SHIP
    return _RAKUTEN[item["status"]]


def _spartoo(control: Control) -> Iterator[TrueOrder]:
    for order in control.pages("/spartoo/orders"):
        lines = {str(place): _SPARTOO[order["status"]] for place in range(len(order["lines"]))}
        yield TrueOrder("spartoo", order["partner"], order["id"], lines, named=False)
