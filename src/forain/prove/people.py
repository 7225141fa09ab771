"""Who acts in a proof besides the workers: buyers, the merchant with a back office, and a person who waits for nothing."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from forain.prove.plan import Buyer, Dice, Plan
from forain.prove.truth import Control, ControlRefused

#: One decision in so many is asked for through the REST API, with an `Idempotency-Key`, until it is answered.
THROUGH_API: Final = 0.15
REFUSED_SHARE: Final = 0.1
CANCELLED_SHARE: Final = 0.03
WRITTEN_SHARE: Final = 0.05
LOST_SHARE: Final = 0.05
#: Waits of the hub that are longer than this are over sooner, as if the hour had passed.
LONGEST_WAIT: Final = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Seller:
    """An account of the sandbox and the connection made for it."""

    stage: str
    account: str
    connection: uuid.UUID


@dataclass(slots=True)
class Buyers:
    """Order at the sandbox, and now and then take an order back."""

    control: Control
    sellers: list[Seller]
    waiting: list[Buyer]
    regrets: list[tuple[str, str]] = field(default_factory=list)
    last: str = ""  #: reference of the newest order, as the marketplace names it
    placed: int = 0

    def order(self, up_to: int) -> None:
        """Place orders until so many are placed."""
        while self.waiting and self.placed < up_to:
            buyer = self.waiting.pop(0)
            seller = self.sellers[buyer.account]
            self._regret()
            self.last, subject = (
                self._rakuten(seller, buyer) if seller.stage == "rakuten_fr" else self._spartoo(buyer)
            )
            if buyer.cancels:
                self.regrets.append((seller.stage, subject))
            self.placed += 1

    def _rakuten(self, seller: Seller, buyer: Buyer) -> tuple[str, str]:
        """The sale, and the item that a cancellation names."""
        unit = {"sku": f"PROVE-{buyer.number}", "price": "19.90", "preorder": buyer.preorder}
        asked = {"account": seller.account, "items": [{**unit, "quantity": buyer.units}]}
        made = self.control.post("/rakuten_fr/sale", **asked)
        return str(made["sale"]), str(made["items"][0])

    def _spartoo(self, buyer: Buyer) -> tuple[str, str]:
        sizes = [{"size_reference": f"PROVE-{buyer.number}-{size}"} for size in range(buyer.units)]
        order = str(self.control.post("/spartoo/order", site="com", items=sizes)["id"])
        return order, order

    def _regret(self) -> None:
        """One earlier buyer tries to cancel; the marketplace may say that it is too late."""
        if len(self.regrets) < 3:
            return
        stage, reference = self.regrets.pop(0)
        subject = {"item": reference} if stage == "rakuten_fr" else {"order": reference}
        try:
            self.control.post(f"/{stage}/cancel", **subject)
        except ControlRefused:
            return


@dataclass(slots=True)
class Office:
    """The merchant's back office: calls the REST API, and repeats a call until it is answered."""

    url: str
    key: str
    enabled: bool = True
    unanswered: dict[str, tuple[str, Mapping[str, Any]]] = field(default_factory=dict)
    calls: int = 0
    lost: int = 0

    def ask(self, key: str, path: str, **body: Any) -> None:
        self.unanswered[key] = (path, body)

    def go_on(self) -> None:
        """Call again whatever has no answer yet, under its own key."""
        for key, (path, body) in list(self.unanswered.items())[:10]:
            self.calls += 1
            try:
                self._post(key, path, body)
            except urllib.error.HTTPError as error:
                if error.code not in (409, 422, 404):
                    self.lost += 1
                    return
                if error.code == 409 and b"in_progress" in error.read():
                    return
            except (urllib.error.URLError, OSError):
                self.lost += 1
                return
            del self.unanswered[key]

    def _post(self, key: str, path: str, body: Mapping[str, Any]) -> None:
        headers = {
            "Authorization": f"Bearer {self.key}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        }
        request = urllib.request.Request(  # noqa: S310  our own web process
            f"{self.url}/api/v1{path}", json.dumps(body).encode(), headers, method="POST"
        )
        with urllib.request.urlopen(request, timeout=20):  # noqa: S310
            return


@dataclass(slots=True)
class Merchant:
    """Decides about every line once: accept or refuse, ship or cancel, write, report a loss."""

    plan: Plan
    office: Office
    dice: Dice
    asked: set[tuple[str, uuid.UUID]] = field(default_factory=set)
    refused: int = 0
    put_off: int = 0  #: decisions of the last look that the connection's trouble does not allow yet
    _until: float = 0.0

    def look(self) -> None:
        """Decide what may be decided now, for a second at most: others have their turn too."""
        from forain.hub.orders.models import Stand

        self._until, self.put_off = time.monotonic() + 1.0, 0
        self._decide(Stand.AWAITING_ACCEPTANCE, self._answer)
        self._decide(Stand.TO_SHIP, self._send)
        self._decide(Stand.SHIPPED, self._after)
        self.office.go_on()

    def _decide(self, state: str, decide: Any) -> None:
        from forain.hub.orders.models import Line

        rows = Line.objects.filter(fulfilment=state, do_not_ship=False).order_by("order_id")
        by_order: dict[uuid.UUID, list[tuple[uuid.UUID, str]]] = defaultdict(list)
        for order_id, line_id, reference in rows.values_list("order_id", "id", "reference"):
            if (state, line_id) not in self.asked:
                by_order[order_id].append((line_id, reference))
        for order_id, lines in by_order.items():
            if time.monotonic() > self._until:
                return
            if decide(order_id, lines):
                self.asked.update((state, line_id) for line_id, _ in lines)
            else:
                self.put_off += 1

    def _answer(self, order_id: uuid.UUID, lines: list[tuple[uuid.UUID, str]]) -> bool:
        number = self.dice.of("answer", lines[0][1])
        return self._ask("refuse" if number < REFUSED_SHARE else "accept", order_id, lines)

    def _send(self, order_id: uuid.UUID, lines: list[tuple[uuid.UUID, str]]) -> bool:
        if self.dice.of("cancel", lines[0][1]) < CANCELLED_SHARE:
            return self._ask("cancel", order_id, lines, reason="Rupture de stock")
        number = f"6A{int(self.dice.of('parcel', lines[0][1]) * 10**11):011d}"
        return self._ask("ship", order_id, lines, carrier="colissimo", tracking_number=number)

    def _after(self, order_id: uuid.UUID, lines: list[tuple[uuid.UUID, str]]) -> bool:
        if self.dice.of("write", lines[0][1]) < WRITTEN_SHARE:
            return self._ask("message_marketplace", order_id, lines[:1], text=f"Colis parti : {lines[0][1]}")
        if self.dice.of("lost", lines[0][1]) < LOST_SHARE:
            return self._ask("mark_lost", order_id, lines)
        return True

    def _ask(
        self, kind: str, order_id: uuid.UUID, lines: list[tuple[uuid.UUID, str]], **details: str
    ) -> bool:
        """Whether it is decided."""
        offered = ("accept", "refuse", "ship") if self.office.enabled else ()
        if kind in offered and self.dice.of("api", kind, lines[0][1]) < THROUGH_API:
            body = {**details, "lines": [str(line_id) for line_id, _ in lines]}
            self.office.ask(
                f"prove-{self.plan.seed}-{kind}-{lines[0][1]}", f"/orders/{order_id}/{kind}", **body
            )
            return True
        return self._here(kind, order_id, [line_id for line_id, _ in lines], details)

    def _here(
        self, kind: str, order_id: uuid.UUID, lines: Iterable[uuid.UUID], details: Mapping[str, str]
    ) -> bool:
        """As the pages do. A pre-flight that says no is an answer too (the line moved meanwhile), unless it speaks of
        the connection: then the merchant tries again."""
        from forain.hub.kit.refusal import NotAllowed
        from forain.hub.orders import actions
        from forain.hub.orders.models import Line, Order
        from forain.trade.commands import CommandKind

        order = Order.objects.select_related("connection").get(pk=order_id)
        chosen = list(Line.objects.filter(pk__in=list(lines)))
        try:
            if kind == "ship":
                actions.ship(order, chosen, **details, actor="merchant")
            else:
                actions.ask(CommandKind(kind), order, chosen, actor="merchant", details=details)
        except NotAllowed as no:
            self.refused += 1
            return no.code != "connection_stopped"
        return True


def hurry() -> None:
    """Waits of the hub (an hour's quota, a pause after trouble) are over after seconds: nobody waits in a proof.

    Nothing but times is changed, and only times that lie far ahead.
    """
    from django.db.models import Q

    from forain.hub.connections.models import Connection
    from forain.hub.kit.clock import now
    from forain.hub.outbox.models import OPEN, Command

    soon = now() + LONGEST_WAIT
    Connection.objects.filter(blocked_until__gt=soon).update(blocked_until=soon)
    Connection.objects.filter(~Q(health="well"), next_at__gt=soon).update(next_at=soon)
    Command.objects.filter(state__in=[one.value for one in OPEN], next_at__gt=soon).update(next_at=soon)
