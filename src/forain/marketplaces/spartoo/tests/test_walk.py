"""Ten thousand steps of a careless seller over orders and returns, through real bytes: the tables hold in every one.

The tables are written out here by hand, from spartoo.md sections 14 and 15, and not taken from the rules under test.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime

from forain.marketplaces.spartoo.tests.support import Play, code_of

ORDERS = {(11, 2), (2, 3), (11, 41), (2, 41), (45, 41), (47, 41), (3, 45), (3, 47)}
RETURNS = {(2, 4), (3, 4), (2, 3)}
STEPS = 10_000


@dataclass
class Walker:
    """`orders` and `returns`: where the tables say that each stands."""

    play: Play
    dice: random.Random
    orders: dict[str, int] = field(default_factory=dict)
    returns: dict[str, int] = field(default_factory=dict)
    met: Counter[tuple[str, bool]] = field(default_factory=Counter)
    links: int = 0

    def step(self) -> None:
        # Many moves for each newcomer, so that every state is met from every other.
        dice = self.dice.random()
        if dice < 0.06 or not self.orders:
            self.orders[self.play.order()] = 11
        elif dice < 0.12:
            self.open_return()
        elif dice < 0.55:
            self.move_order()
        elif self.returns:
            self.move_return() if dice < 0.85 else self.give_label()

    def open_return(self) -> None:
        shipped = [order for order, status in self.orders.items() if status == 3]
        if shipped:
            label = self.dice.random() < 0.5
            opened = self.play.return_(self.dice.choice(shipped), seller_label=label)
            self.returns[opened] = 14 if label else 2

    def move_order(self) -> None:
        order, to = self.dice.choice(list(self.orders)), self.dice.choice((2, 3, 11, 41, 45, 47, 99))
        before = self.orders[order]
        root = self.play.call("xml_maj_orders", oID=order, statut=str(to), tracking_number="ZX1")
        self.orders[order] = self._judge("order", ORDERS, before, to, code_of(root))
        assert root.findtext("statut/id") == str(self.orders[order])

    def move_return(self) -> None:
        case, to = self.dice.choice(list(self.returns)), self.dice.choice((2, 3, 3, 4, 5, 7, 14))
        before = self.returns[case]
        root = self.play.call("xml_maj_returns", rID=case, statut=str(to))
        self.returns[case] = self._judge("return", RETURNS, before, to, code_of(root))
        assert root.findtext("statut/id") == str(self.returns[case])

    def give_label(self) -> None:
        """From 14 to 2, in 2 without a change, nowhere else."""
        case = self.dice.choice(list(self.returns))
        self.links += 1
        link = f"https://labels.example.test/{self.links}.pdf"
        before = self.returns[case]
        code = code_of(self.play.call("xml_maj_returns", rID=case, label_link=link))
        allowed = before in (14, 2)
        self.met["label", allowed] += 1
        assert code == (1 if allowed else -7)
        self.returns[case] = 2 if before == 14 else before

    def _judge(self, kind: str, table: set[tuple[int, int]], before: int, to: int, code: int) -> int:
        allowed = (before, to) in table
        self.met[kind, allowed] += 1
        assert code == (1 if allowed else -9 if before == to else -7), (kind, before, to, code)
        return to if allowed else before

    def agree(self) -> None:
        """What the exports tell is what the tables say."""
        root = self.play.call("xml_export_orders", date="2031-01-01")
        told = {one.findtext("orders_id"): one.findtext("orders_status_id") for one in root[0]}
        assert told == {order: str(status) for order, status in self.orders.items()}
        root = self.play.call("xml_export_returns", date="2031-01-01")
        told = {one.findtext("return_id"): one.findtext("return_status") for one in root[0]}
        assert told == {case: str(status) for case, status in self.returns.items()}


def test_ten_thousand_steps_keep_to_the_tables() -> None:
    """No forbidden move is ever accepted and no allowed one refused; every kind of both is met often."""
    play = Play.begin(datetime(2031, 5, 9, 12, 0, tzinfo=UTC))
    play.sandbox.control("rules", calls_per_hour=1_000_000, returns_arise=False)
    walker = Walker(play, random.Random(4))
    for step in range(STEPS):
        walker.step()
        if step % 500 == 499:
            walker.agree()
    wanted = [(kind, allowed) for kind in ("order", "return", "label") for allowed in (True, False)]
    assert all(walker.met[one] >= 50 for one in wanted), walker.met
    effects = Counter(one.effect for one in play.sandbox.ledger.entries if one.by == "seller")
    accepted = sum(walker.met[kind, True] for kind in ("order", "return", "label"))
    assert sum(effects.values()) == accepted
    assert play.sandbox.ledger.repeated() == {}
