"""The pretend world under random hands: buyer, seller, customer service and clock, 10,000 steps.

After every step: each item is in a state it may be in, money adds up to the cent, and the ledger tells of each end
once. Every call of the seller is also a question: did the service do what `availableactions` said it would?
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from forain.marketplaces.rakuten_fr import decisions
from forain.marketplaces.rakuten_fr.operations import OPERATIONS
from forain.marketplaces.rakuten_fr.sandbox import rules
from forain.marketplaces.rakuten_fr.sandbox.money import bill
from forain.marketplaces.rakuten_fr.sandbox.state import Item, Line, Payment, Status
from forain.marketplaces.rakuten_fr.tests.support import Play
from forain.sandbox.stage import Request
from forain.wire.values import PARIS

STEPS, EXAMPLES = 10_000, 80
MOST_OPEN = 8  #: items under way at a time
#: What the seller sends with each action on an item.
TRIES: dict[str, dict[str, str]] = {
    "acceptsale": {"shippingfromcountry": "249"},
    "refusesale": {},
    "settrackingpackageinfos": {"transporter_name": "GLS", "tracking_number": "1"},
    "contactusaboutitem": {"content": "Bonjour"},
    "contactuseraboutitem": {"content": "Bonjour"},
    "cancelitem": {"comment": "Cassé"},
}
ENDS = {Status.CLOSED, Status.CANCELLED, Status.REFUSED}
#: From which states an item may go where in one step (rakuten.md section 11).
MOVES: dict[Status, set[Status]] = {
    Status.REQUESTED: {Status.REMINDED, Status.COMMITTED, Status.PENDING, Status.CANCELLED, Status.REFUSED},
    Status.REMINDED: {Status.COMMITTED, Status.PENDING, Status.CANCELLED, Status.REFUSED},
    Status.PENDING: {Status.COMMITTED, Status.CANCELLED},
    Status.COMMITTED: {Status.ON_HOLD, Status.CLOSED, Status.CANCELLED},
    Status.ON_HOLD: {Status.COMMITTED, Status.CLOSED, Status.CANCELLED},
    Status.CLOSED: {Status.ON_HOLD, Status.CANCELLED},
    Status.CANCELLED: set(),
    Status.REFUSED: set(),
}
numbers = st.integers(0, 10**6)


class World(RuleBasedStateMachine):
    """One seller's shop. `steps` and `seen` are counted over all runs."""

    steps = 0
    seen: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.play = Play.begin(datetime(2031, 5, 6, 9, 0, tzinfo=UTC))
        self.shop = self.play.stage.ground.shop
        self.before: dict[str, Status] = {}
        self.let_time_pass = False

    # -- who acts -------------------------------------------------------------------------------------------

    @precondition(lambda self: self._open() < MOST_OPEN)
    @rule(
        units=st.integers(1, 3),
        preorder=st.booleans(),
        mode=st.sampled_from(["Suivi", "Normal", "So Colissimo"]),
    )
    def buyer_orders(self, units: int, preorder: bool, mode: str) -> None:
        self.play.sale(mode=mode, items=[{"sku": "LAMPE-007", "quantity": units, "preorder": preorder}])

    @precondition(lambda self: self._open() < MOST_OPEN)
    @rule(shipped=st.booleans(), received=st.booleans())
    def a_sale_goes_well(self, shipped: bool, received: bool) -> None:
        """So that much is under way, and not only waiting or cancelled."""
        item = self.play.item(accepted=True, shipped=shipped)
        self.before[item] = Status.COMMITTED
        if received:
            self._tell("receipt", item=item)

    @precondition(lambda self: self.shop.items)
    @rule(which=numbers, service=st.sampled_from(sorted(TRIES)))
    def seller_acts(self, which: int, service: str) -> None:
        """The action succeeds exactly when it was told to be available."""
        item = self._item(which)
        told = service in rules.actions(self.play.stage.ground, item)
        body = self._call(service, itemid=item.id, **TRIES[service])
        assert (b"<errorresponse" not in body) is told, (service, item.status, body)

    @precondition(lambda self: self.shop.items)
    @rule(which=numbers)
    def seller_looks(self, which: int) -> None:
        """All notes are read afterwards, and the to-do list names open claims only for this item."""
        item = self._item(which)
        self._call("getiteminfos", itemid=item.id)
        assert not [one for one in item.notes if one.status == "UNREAD"]

    @precondition(lambda self: self.shop.items)
    @rule(units=st.integers(1, 3))
    def stock_arrives(self, units: int) -> None:
        waiting = self._in(Status.PENDING)
        body = self._call("confirmpreorder", advertid="880000007", stock=str(units))
        assert b"<statut>OK" in body
        assert self._in(Status.PENDING) == max(0, waiting - units)

    @precondition(lambda self: self.shop.items)
    @rule(which=numbers, act=st.sampled_from(["message", "cancel", "cancel_request", "claim", "receipt"]))
    def buyer_acts(self, which: int, act: str) -> None:
        more = {"text": "Bonjour"} if act == "message" else {}
        self._tell(act, item=self._item(which).id, **more)

    @precondition(lambda self: self.shop.items)
    @rule(which=numbers, winner=st.sampled_from(["buyer", "seller"]))
    def customer_service_ends_a_claim(self, which: int, winner: str) -> None:
        self._tell("claim_end", item=self._item(which).id, winner=winner)

    @precondition(lambda self: self.shop.items)
    @rule(which=numbers, act=st.sampled_from(["cancel", "refund", "adjustment"]))
    def customer_service_acts(self, which: int, act: str) -> None:
        more = {"cancel": {"by": "marketplace"}, "adjustment": {"amount": "1.99"}}.get(act, {})
        self._tell(act, item=self._item(which).id, **more)

    @rule(hours=st.sampled_from([0.2, 0.2, 2, 2, 20, 20, 49, 49, 24 * 4, 24 * 9, 24 * 23]))
    def time_passes(self, hours: float) -> None:
        self.let_time_pass = True
        self.play.pass_time(hours=hours)

    # -- what always holds ----------------------------------------------------------------------------------

    @invariant()
    def items_move_as_the_life_cycle_allows(self) -> None:
        for item in self.shop.items.values():
            was = self.before.get(item.id, Status.REQUESTED)
            assert item.status is was or item.status in _reachable(was, self.let_time_pass), (
                was,
                item.status,
            )
        World.steps += 1
        World.seen.update(
            str(one.status) for one in self.shop.items.values() if self.before.get(one.id) is not one.status
        )
        self.before = {one.id: one.status for one in self.shop.items.values()}
        self.let_time_pass = False

    @invariant()
    def items_are_whole(self) -> None:
        for item in self.shop.items.values():
            assert (item.status is Status.ON_HOLD) is (item.open_claim is not None)
            assert len([one for one in item.claims if one.state != "CLOSED"]) <= 1
            assert (item.ended_at is not None) or item.status not in ENDS
            assert not (item.shipment and item.accepted_at is None)
            assert (item.payment is Payment.CANCELLED) is (item.status in {Status.CANCELLED, Status.REFUSED})
            assert (item.payment is Payment.PAID) <= bool(item.payout)

    @invariant()
    def the_ledger_tells_each_end_once(self) -> None:
        ends = {"cancelled", "refused", "expired"}
        told = Counter(one.target for one in self.play.sandbox.ledger.entries if one.effect in ends)
        ended = {
            one.id for one in self.shop.items.values() if one.status in {Status.CANCELLED, Status.REFUSED}
        }
        assert set(told) == ended
        assert set(told.values()) <= {1}
        assert all(
            times == 1
            for (_, effect, _), times in self.play.sandbox.ledger.repeated().items()
            if effect in ends
        )

    @invariant()
    def money_adds_up_to_the_cent(self) -> None:
        wallet = {one.payout: one.amount for one in self.shop.wallet}
        assert wallet == {one.id: one.total for one in self.shop.payouts.values()}
        lines = [line for one in self.shop.payouts.values() for line in one.lines]
        paid = Counter(one.item for one in lines if one.kind is Line.PAYMENT)
        assert set(paid) == {one.id for one in self.shop.items.values() if one.payout}
        assert set(paid.values()) <= {1}
        owed = [line for found in self.shop.owed.values() for line in found]
        taken = Counter(one.item for one in (*lines, *owed) if one.kind is Line.CANCELLATION)
        given_up = {
            one.id for one in self.shop.items.values() if one.payout and one.status is Status.CANCELLED
        }
        assert set(taken) == given_up
        for item in self.shop.items.values():
            self._balance(item, [one for one in lines + owed if one.item == item.id])

    def teardown(self) -> None:
        """Count the lines of the payouts that were made."""
        World.seen.update(str(line.kind) for one in self.shop.payouts.values() for line in one.lines)

    def _balance(self, item: Item, lines: list[Any]) -> None:
        """What an item brought is its net while it is paid, nothing once taken back, less what was given away."""
        found = bill(item)
        assert found.net == found.price + found.shipping - found.fees
        assert found.net == found.net.quantize(Decimal("0.01"))
        without = sum((one.signed for one in lines if one.kind is not Line.ADJUSTMENT), Decimal(0))
        expected = found.net if item.payout and item.status is not Status.CANCELLED else Decimal(0)
        assert without == expected

    @invariant()
    def payouts_come_on_their_days(self) -> None:
        for one in self.shop.payouts.values():
            local = one.at.astimezone(PARIS)
            assert local.weekday() in decisions.PAYOUT_WEEKDAYS
            assert local.hour == decisions.PAYOUT_HOUR

    # -- hands ----------------------------------------------------------------------------------------------

    def _item(self, which: int) -> Item:
        """One of the latest, so that most are not over yet."""
        found = list(self.shop.items.values())[-MOST_OPEN:]
        return found[which % len(found)]

    def _open(self) -> int:
        return sum(one.status not in ENDS for one in self.shop.items.values())

    def _in(self, status: Status) -> int:
        return sum(one.status is status for one in self.shop.items.values())

    def _tell(self, name: str, **fields: str) -> None:
        """What the present state does not allow is said and changes nothing."""
        with suppress(ValueError):
            self.play.tell(name, **fields)

    def _call(self, service: str, **parameters: str) -> bytes:
        operation = OPERATIONS[service]
        head = {
            "action": service,
            "login": self.play.login,
            "pwd": self.play.token,
            "version": operation.version,
        }
        query = tuple({**head, **parameters}.items())
        return self.play.stage.answer(Request(method="GET", path=operation.path, query=query)).body


def _reachable(start: Status, far: bool) -> set[Status]:
    """Where an item may be after one step, or after many when time passed."""
    found = set(MOVES[start])
    if far:
        for _ in MOVES:
            found |= {after for one in found for after in MOVES[one]}
    return found


def test_the_world_stays_whole_for_ten_thousand_steps() -> None:
    """And all that can become of an item became of some, so that the invariants were put to the test."""
    World.steps, World.seen = 0, Counter()
    run_state_machine_as_test(World, settings=LONG)
    if not {*Status, *Line} <= set(
        World.seen
    ):  # what is drawn depends on which modules the process has loaded
        run_state_machine_as_test(World, settings=settings(LONG, max_examples=3 * EXAMPLES))
    print(f"{World.steps} steps; {dict(World.seen)}")
    assert World.steps >= STEPS
    assert {*Status, *Line} <= set(World.seen)


LONG = settings(
    max_examples=EXAMPLES,
    stateful_step_count=200,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
