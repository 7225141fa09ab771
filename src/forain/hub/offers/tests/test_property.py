"""After any sequence of imports, ends, sales, rules, pushes, rejections, lost files and drift: once quiet, a marketplace that
does what it is sent shows exactly what is wanted, rules and reservations applied.

The marketplace here is a table that applies the lines of a push as OFFERS settles them; the connectors and their sandbox are
not in it.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forain.hub.offers.tests.test_plan import settle_all
from forain.hub.testing import rolled_back

if TYPE_CHECKING:
    from forain.hub.connections.models import Connection
    from forain.hub.workspaces.models import Workspace

SKUS = st.sampled_from(["A", "B", "C"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("file"), SKUS, st.integers(0, 9), st.integers(1000, 1500)),
        st.tuples(st.just("end"), SKUS),
        st.tuples(st.just("sale"), SKUS, st.integers(1, 3)),
        st.tuples(st.just("buffer"), st.integers(0, 3)),
        st.sampled_from([("queue",), ("done",), ("lost",), ("rejected",), ("somebody", "A", 7)]),
    ),
    max_size=14,
)


@dataclass
class Shop:
    """The hub's side is real; `wanted` is what a person would expect, `shown` what the marketplace has."""

    workspace: Workspace
    account: Connection
    shown: dict[str, tuple[int, int]] = field(default_factory=dict)
    stock: dict[str, list[int]] = field(default_factory=dict)
    buffer: int = 0

    def file(self, sku: str, quantity: int, price: int) -> None:
        self._take(f"sku,qty,price,ended\n{sku},{quantity},{price // 100}.{price % 100:02d},\n")
        before = self.stock.get(sku)
        sold = before[2] if before and before[0] == quantity else 0
        self.stock[sku] = [quantity, price, sold, 1]

    def end(self, sku: str) -> None:
        if sku in self.stock:
            quantity, price = self.stock[sku][:2]
            self._take(f"sku,qty,price,ended\n{sku},{quantity},{price // 100}.{price % 100:02d},yes\n")
            self.stock[sku][3] = 0

    def _take(self, text: str) -> None:
        from forain.hub.offers.importing import Wish, take_file

        take_file(self.workspace, BytesIO(text.encode()), Wish(name="f"), actor="test")

    def sale(self, sku: str, quantity: int) -> None:
        from forain.hub.offers.tests.test_reserving import sale, seen

        if sku in self.stock:
            seen(sale(self.account, sku, quantity))
            self.stock[sku][2] += quantity

    def set_buffer(self, units: int) -> None:
        from forain.hub.offers import rules

        rules.put(self.account, {"stock_buffer": units}, actor="test")
        self.buffer = units

    def queue(self) -> int:
        from forain.hub.offers.pushing import enqueue

        return enqueue(self.account, actor="test").lines

    def done(self) -> None:
        """Everything under way takes effect and is told."""
        from forain.hub.offers.models import PushLine

        for line in PushLine.objects.filter(push__state="queued"):
            if line.kind == "end":
                self.shown.pop(line.sku, None)
            else:
                self.shown[line.sku] = (line.quantity, line.price_minor)
        settle_all(self.account)

    def lost(self) -> None:
        """The file never arrived, and that is known."""
        self._release("NULL")

    def rejected(self) -> None:
        """The marketplace refused every line; a person asks for them again later."""
        self._release("sent")

    def _release(self, refused: str) -> None:
        from django.db import connection

        from forain.hub.offers.models import Push

        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE offers_listing SET refused = {refused}, sent = NULL, push_id = NULL, state = 'pending' "
                "WHERE sent IS NOT NULL"
            )
        Push.objects.filter(state="queued").update(state="failed")

    def somebody(self, sku: str, quantity: int) -> None:
        """Somebody changes the stock by hand at the marketplace; a drift audit finds it."""
        from forain.connect.offers import PublishedOffer
        from forain.hub.offers import drift
        from forain.trade.money import Money

        if sku in self.shown:
            self.shown[sku] = (quantity, self.shown[sku][1])
        audit = drift.begin(self.account, actor="test")
        offers = [
            PublishedOffer(sku=one, quantity=q, price=Money(p, "EUR")) for one, (q, p) in self.shown.items()
        ]
        drift.take_published(audit, offers)
        drift.finish(audit)

    @property
    def expected(self) -> dict[str, tuple[int, int]]:
        return {
            sku: (max(0, quantity - sold - self.buffer), price)
            for sku, (quantity, price, sold, is_sold) in self.stock.items()
            if is_sold
        }


@settings(
    max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None
)
@given(steps=STEPS)
def test_once_quiet_what_is_shown_is_what_is_wanted(steps: list[tuple[Any, ...]]) -> None:
    with rolled_back():
        shop = _shop()
        acts: dict[str, Callable[..., object]] = {
            "file": shop.file, "end": shop.end, "sale": shop.sale, "buffer": shop.set_buffer, "queue": shop.queue,
            "done": shop.done, "lost": shop.lost, "rejected": shop.rejected, "somebody": shop.somebody,
        }  # fmt: skip
        for name, *values in steps:
            acts[name](*values)
        _quiet(shop)
        assert shop.shown == shop.expected


def _quiet(shop: Shop) -> None:
    """What is under way arrives, what was refused is asked for again, and the rest goes out."""
    from forain.hub.offers.models import Listing

    shop.done()
    Listing.objects.update(refused=None)
    shop.queue()
    shop.done()
    assert shop.queue() == 0, "nothing is sent twice"


def _shop() -> Shop:
    from forain.hub.testing import account_of
    from forain.hub.workspaces.models import Workspace

    workspace = Workspace.objects.create(name=uuid.uuid4().hex)
    return Shop(workspace, account_of(workspace))
