"""`forain prove concurrency`: many connections, several workers, lists told twice and out of order; what comes of it.

Row counts and states are held against the sandbox, the database is asked for deadlocks, and the time is taken from
the moment a sale exists at the sandbox to the moment its webhook arrives.
"""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any, Final

from forain.prove.compare import Findings
from forain.prove.crew import Crew
from forain.prove.hearing import subscribe
from forain.prove.people import Buyers, Merchant, Office
from forain.prove.plan import Dice, Plan, draw
from forain.prove.shop import moving, open_commands, open_shop
from forain.prove.stage import Progress, Stage, Tell, come_to_rest, stage

#: Lists are told twice, or in another order, so often.
MESS: Final = 0.4
#: Beyond one visit, what a sale may take to arrive (seconds, at the 95th percentile).
GOAL: Final = 2.0
_TICK = 0.2
_LAST_READS = 6
#: How long everything may take to come to its end after the last sale.
_REST_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Wish:
    """`seconds` of sales, `rate` of them a second, over `connections` that are read every `every` seconds."""

    connections: int = 50
    workers: int = 4
    seconds: float = 120.0
    every: float = 5.0
    rate: float = 4.0
    seed: int = 1
    keep: bool = False


@dataclass(slots=True)
class Proof:
    """What a run found. Times are in seconds."""

    wish: Wish
    findings: Findings
    deadlocks: int
    calls: int
    sales: int
    arrived: int
    median: float
    p95: float
    slowest: float
    unplanned: int
    moving: dict[str, int]  #: what had not come to its end when the time was over
    folder: str = ""

    @property
    def goal(self) -> float:
        return self.wish.every + GOAL

    @property
    def in_time(self) -> bool:
        """Every sale's webhook came, nearly all of them soon enough."""
        return self.arrived == self.sales and self.p95 <= self.goal

    @property
    def kept(self) -> bool:
        return not self.moving and self.findings.kept and not self.deadlocks and self.in_time

    def told(self) -> dict[str, Any]:
        told = asdict(self)
        told["findings"]["commands"] = dict(self.findings.commands)
        return {**told, "goal": self.goal, "in_time": self.in_time, "kept": self.kept}


def run(wish: Wish, tell: Tell) -> Proof:
    """Run the proof. It must be the only thing a process does."""
    with stage(wish.seed, tell, keep=wish.keep) as scene:
        proof = _Run(wish, scene).go()
        proof.folder = scene.folder(kept=proof.kept)
    return proof


class _Run:
    """One run: workers that nobody kills, buyers at an even pace, a merchant who answers."""

    def __init__(self, wish: Wish, scene: Stage) -> None:
        self.wish, self.scene, self.control = wish, scene, scene.control
        self.plan: Plan = draw(wish.seed, round(wish.seconds * wish.rate), 0, wish.connections)
        self.crew = Crew(scene.ground.folder, [])
        self.progress = Progress()
        self.created: dict[str, float] = {}

    def go(self) -> Proof:
        sellers, key = open_shop(
            self.control, self.scene.accounts, self.wish.every, self.wish.connections - 1
        )
        subscribe(self.scene.arrivals.address)
        for kind in ("duplicated", "reordered"):
            self.control.post("/faults", kind=kind, probability=MESS)
        buyers = Buyers(self.control, sellers, list(self.plan.buyers))
        merchant = Merchant(self.plan, Office("", key, enabled=False), Dice(self.wish.seed))
        try:
            self.crew.hire(self.wish.workers)
            self._warm_up()
            self._sell(buyers, merchant)
            unrest = self._come_to_rest(merchant)
            findings = self.scene.compare(self.crew, sellers, self.progress, _LAST_READS)
        finally:
            self.crew.end()
        return self._proof(findings, unrest)

    def _warm_up(self) -> None:
        """The first visit of each connection reads a month; the clock runs from when all had theirs."""
        from forain.hub.connections.models import Reading

        until = time.monotonic() + 60
        while Reading.objects.filter(last_ok_at=None).exists() and time.monotonic() < until:
            self._turn(None)

    def _sell(self, buyers: Buyers, merchant: Merchant) -> None:
        self.progress.step = "working"
        begun = time.monotonic()
        while buyers.waiting:
            wanted = min(len(self.plan.buyers), int((time.monotonic() - begun) * self.wish.rate) + 1)
            while buyers.placed < wanted:
                buyers.order(buyers.placed + 1)
                self.created[buyers.last] = time.monotonic()
            self.progress.orders = buyers.placed
            self._turn(merchant)

    def _turn(self, merchant: Merchant | None) -> None:
        self.crew.look()
        if merchant is not None:
            merchant.look()
        self.progress.open_commands = open_commands()
        self.scene.tell(self.progress)
        time.sleep(_TICK)

    def _come_to_rest(self, merchant: Merchant) -> dict[str, int]:
        """Until nothing moved for two visits; what moves even then."""
        self.progress.step = "settling"
        return come_to_rest(
            partial(self._turn, merchant),
            partial(moving, self.progress.orders),
            enough=round(2.2 * self.wish.every / _TICK),
            until=time.monotonic() + _REST_SECONDS,
        )

    def _proof(self, findings: Findings, unrest: dict[str, int]) -> Proof:
        arrived = self.scene.arrivals.first
        times = sorted(
            arrived[reference] - created
            for reference, created in self.created.items()
            if reference in arrived
        )
        return Proof(
            wish=self.wish,
            findings=findings,
            deadlocks=_deadlocks(),
            calls=_exchanges(),
            sales=len(self.created),
            arrived=len(times),
            median=_at(times, 0.5),
            p95=_at(times, 0.95),
            slowest=times[-1] if times else 0.0,
            unplanned=self.crew.unplanned,
            moving=unrest,
        )


def _at(times: list[float], share: float) -> float:
    return times[min(len(times) - 1, int(len(times) * share))] if times else 0.0


def _deadlocks() -> int:
    """As PostgreSQL counts them, for our database."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def _exchanges() -> int:
    from forain.hub.exchanges.models import Exchange

    return Exchange.objects.count()
