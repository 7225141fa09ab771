"""A seller who does anything at any time: the pretend server keeps to the table, and the ledger to the server."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from forain.marketplaces.spartoo.tests.support import Play
from forain.sdk import errors as sdk

#: spartoo.md section 14, written out by hand and not taken from the rules under test.
TABLE = {(11, 2), (2, 3), (11, 41), (2, 41), (45, 41), (47, 41), (3, 45), (3, 47)}


class Seller(RuleBasedStateMachine):
    """Calls through the client; `believed` is what the table says must be true."""

    orders = Bundle("orders")

    def __init__(self) -> None:
        super().__init__()
        self.play = Play.begin(datetime(2031, 5, 9, 12, 0, tzinfo=UTC))
        self.play.sandbox.control("rules", calls_per_hour=100_000, returns_arise=False)
        self.client = self.play.client()
        self.believed: dict[str, int] = {}
        self.applied = 0

    @rule(target=orders)
    def place(self) -> str:
        order = self.play.order()
        self.believed[order] = 11
        return order

    @rule(order=orders, to=st.sampled_from([2, 3, 11, 41, 45, 47, 99]))
    def move(self, order: str, to: int) -> None:
        before = self.believed[order]
        try:
            self.client.maj_orders(order, to, tracking_number="ZX1")
        except sdk.AlreadySo:
            assert to == before
        except sdk.WrongState:
            assert (before, to) not in TABLE
            assert to != before
        else:
            assert (before, to) in TABLE
            self.believed[order] = to
            self.applied += 1

    @rule(order=orders)
    def lose_an_answer(self, order: str) -> None:
        """The effect happens, the answer does not come: reading back tells the truth."""
        self.play.sandbox.fault("drop_after", service="xml_maj_orders", count=1)
        try:
            self.client.maj_orders(order, 41)
        except sdk.AnswerLost:
            (seen,) = self.client.export_orders(oid=order).message.orders
        assert seen.status_id is not None
        self.applied += seen.status_id != self.believed[order]
        self.believed[order] = seen.status_id

    @rule(order=orders)
    def buyer_cancels(self, order: str) -> None:
        if self.believed[order] in (11, 2):
            self.play.sandbox.control("cancel", order=order)
            self.believed[order] = 41

    @invariant()
    def the_server_agrees(self) -> None:
        for order, status in self.believed.items():
            assert self.play.status(order) == status

    @invariant()
    def the_ledger_counts_every_effect_once(self) -> None:
        entries = self.play.sandbox.ledger.entries
        assert len([one for one in entries if one.by == "seller"]) == self.applied
        assert self.play.sandbox.ledger.repeated() == {}

    def teardown(self) -> None:
        self.client.close()


TestSeller = Seller.TestCase
TestSeller.settings = settings(max_examples=15, stateful_step_count=15, deadline=None, database=None)
