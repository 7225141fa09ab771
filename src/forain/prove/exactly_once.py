"""`forain prove exactly-once`: workers are killed at their commit points, and nothing is lost or done twice."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from forain.prove import truth
from forain.prove.compare import Findings, compare
from forain.prove.crew import Crew, Place, Web, place, sandbox
from forain.prove.hearing import Arrivals, receiver, subscribe
from forain.prove.people import Buyers, Merchant, Office, Seller, hurry
from forain.prove.plan import Dice, Plan, draw
from forain.prove.shop import hang_up, is_quiet, open_commands, open_shop, read_everything
from forain.prove.truth import Control

#: Accounts of Rakuten; the sandbox's Spartoo has one whose credentials it tells.
RAKUTEN_ACCOUNTS = 3
_TICK = 0.25
#: At the end the hub may read once more, so often, until every line stands where the marketplace says.
_LAST_READS = 12


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be proved, and for how long (seconds) it may take at most."""

    orders: int = 2000
    crashes: int = 100
    seed: int = 1
    workers: int = 3
    limit: float = 1200.0
    keep: bool = False

    @property
    def visit_seconds(self) -> float:
        """Each resource is read so often; a small proof must not wait for a large one's visits."""
        return 2.0 if self.orders <= 200 else 5.0


@dataclass(slots=True)
class Progress:
    """Where a run is; told every quarter of a second."""

    orders: int = 0
    crashes: int = 0
    open_commands: int = 0
    step: str = "starting"


@dataclass(slots=True)
class Proof:
    """What a run found. `kept` is the verdict."""

    wish: Wish
    findings: Findings
    crashes: Mapping[str, int]
    database_kills: int
    web_kills: int
    unplanned: int
    faults_struck: int
    api_calls: int
    api_unanswered: int
    seconds: float
    quiet: bool
    folder: str = ""
    failed_jobs: list[str] = field(default_factory=list)

    @property
    def kept(self) -> bool:
        """Every promise, and the run came to its end."""
        return self.quiet and self.findings.kept

    def told(self) -> dict[str, Any]:
        """The same for programs."""
        told = asdict(self)
        told["findings"]["commands"] = dict(self.findings.commands)
        return {**told, "kept": self.kept}


Tell = Callable[[Progress], None]


def run(wish: Wish, tell: Tell) -> Proof:
    """Run the proof. Sets Django up on a database of its own, so it must be the only thing a process does."""
    with place() as ground, receiver() as arrivals:
        ground.keep = wish.keep
        from forain.hub.boot import boot

        boot(ground.folder)
        with sandbox(ground.logs, wish.seed) as (control, accounts):
            proof = _Run(wish, ground, control, arrivals, tell).go(accounts)
        ground.keep = wish.keep or not proof.kept
        proof.folder = str(ground.folder) if ground.keep else ""
        hang_up()
        return proof


class _Run:
    """One run: its processes, its people, its clock."""

    def __init__(self, wish: Wish, ground: Place, control: Control, arrivals: Arrivals, tell: Tell) -> None:
        self.wish, self.ground, self.control, self.tell = wish, ground, control, tell
        self.arrivals = arrivals
        self.plan: Plan = draw(wish.seed, wish.orders, wish.crashes, RAKUTEN_ACCOUNTS + 1)
        self.begun = time.monotonic()
        self.progress = Progress()
        self.crew = Crew(ground.folder, list(self.plan.dooms))
        self.web = Web(ground.logs)
        self.database_kills = list(self.plan.database_kills)
        self.web_kills = list(self.plan.web_kills)

    def go(self, accounts: Mapping[str, Any]) -> Proof:
        sellers, key = open_shop(self.control, accounts, self.wish.visit_seconds, RAKUTEN_ACCOUNTS)
        subscribe(self.arrivals.address)
        for fault in self.plan.faults:
            self.control.post("/faults", **fault)
        buyers = Buyers(self.control, sellers, list(self.plan.buyers))
        office = Office(self.web.url, key)
        merchant = Merchant(self.plan, office, Dice(self.wish.seed))
        try:
            self.web.start()
            self.crew.hire(self.wish.workers)
            self.web.wait()
            self._work(buyers, merchant)
            struck = self._calm_down()
            quiet = self._come_to_rest(merchant)
            findings = self._compare(sellers)
        finally:
            self.crew.end()
            self.web.end()
        return Proof(
            wish=self.wish,
            findings=findings,
            crashes=dict(self.crew.crashes),
            database_kills=len(self.plan.database_kills) - len(self.database_kills),
            web_kills=self.web.kills,
            unplanned=self.crew.unplanned,
            faults_struck=struck,
            api_calls=office.calls,
            api_unanswered=office.lost,
            seconds=time.monotonic() - self.begun,
            quiet=quiet,
        )

    # -- while everything goes wrong ------------------------------------------------------------------------

    def _work(self, buyers: Buyers, merchant: Merchant) -> None:
        self.progress.step = "working"
        while self._goes_on() and not self._is_done(buyers, merchant):
            buyers.order(self._wanted())
            self.progress.orders = buyers.placed
            self._turn(merchant)

    def _is_done(self, buyers: Buyers, merchant: Merchant) -> bool:
        """Every buyer came, every doomed worker died, and once nothing was under way."""
        if buyers.waiting or self.crew.died < self.wish.crashes or merchant.office.unanswered:
            return False
        return is_quiet(buyers.placed)

    def _wanted(self) -> int:
        """Orders come in step with the crashes, so that both end together."""
        ahead = max(20, self.wish.orders // 12)
        if not self.wish.crashes:
            return self.wish.orders
        return ahead + self.wish.orders * self.crew.died // self.wish.crashes

    def _turn(self, merchant: Merchant) -> None:
        """A quarter of a second of everybody's life."""
        from django.db import Error

        self.crew.look()
        self.web.look()
        self._kill_others()
        try:
            merchant.look()
            hurry()
            self.progress.open_commands = open_commands()
        except Error:  # the database is being killed by ourselves: everybody tries again
            hang_up()
        self.progress.crashes = self.crew.died
        self.tell(self.progress)
        time.sleep(_TICK)

    def _kill_others(self) -> None:
        if self.database_kills and self.crew.died >= self.database_kills[0]:
            self.database_kills.pop(0)
            self.ground.kill_database()
        if self.web_kills and self.crew.died >= self.web_kills[0]:
            self.web_kills.pop(0)
            self.web.kill()

    def _goes_on(self) -> bool:
        return time.monotonic() - self.begun < self.wish.limit

    # -- the end --------------------------------------------------------------------------------------------

    def _calm_down(self) -> int:
        """No more faults; how many calls they struck."""
        struck: int = sum(one["struck"] for one in self.control.get("/faults")["faults"])
        self.control.delete("/faults")
        self.progress.step = "settling"
        return struck

    def _come_to_rest(self, merchant: Merchant) -> bool:
        """Until nothing is open, nothing is unseen and nothing new was decided for two visits."""
        calm, rest = 0, round(2.2 * self.wish.visit_seconds / _TICK)
        while self._goes_on() and calm < rest:
            self._turn(merchant)
            busy = merchant.office.unanswered or not is_quiet(self.progress.orders)
            calm = 0 if busy else calm + 1
        return calm >= rest

    def _compare(self, sellers: list[Seller]) -> Findings:
        """Held against the truth; what only lags behind gets a few more reads to catch up."""
        self.progress.step = "comparing"
        for _ in range(_LAST_READS):
            self.tell(self.progress)
            read_everything(self.crew)
            findings = compare(truth.read(self.control), sellers, self.arrivals.first)
            if findings.kept:
                break
        return findings
