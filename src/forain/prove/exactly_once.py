"""`forain prove exactly-once`: workers are killed at their commit points, and nothing is lost or done twice."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from forain.prove.compare import Findings
from forain.prove.crew import Crew, Web
from forain.prove.hearing import subscribe
from forain.prove.people import Buyers, Merchant, Office, hurry
from forain.prove.plan import Dice, Plan, draw
from forain.prove.shop import hang_up, moving, open_commands, open_shop
from forain.prove.stage import Progress, Stage, Tell, come_to_rest, stage

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
    moving: dict[str, int]  #: what had not come to its end when the time was over
    folder: str = ""

    @property
    def quiet(self) -> bool:
        return not self.moving

    @property
    def kept(self) -> bool:
        """Every promise, and the run came to its end."""
        return self.quiet and self.findings.kept

    def told(self) -> dict[str, Any]:
        """The same for programs."""
        told = asdict(self)
        told["findings"]["commands"] = dict(self.findings.commands)
        return {**told, "quiet": self.quiet, "kept": self.kept}


def run(wish: Wish, tell: Tell) -> Proof:
    """Run the proof. It must be the only thing a process does."""
    with stage(wish.seed, tell, keep=wish.keep) as scene:
        proof = _Run(wish, scene).go()
        proof.folder = scene.folder(kept=proof.kept)
    return proof


class _Run:
    """One run: its processes, its people, its clock."""

    def __init__(self, wish: Wish, scene: Stage) -> None:
        self.wish, self.scene, self.control = wish, scene, scene.control
        self.plan: Plan = draw(wish.seed, wish.orders, wish.crashes, RAKUTEN_ACCOUNTS + 1)
        self.begun = time.monotonic()
        self.progress = Progress()
        self.crew = Crew(scene.ground.folder, list(self.plan.dooms))
        self.web = Web(scene.ground.logs)
        self.database_kills = list(self.plan.database_kills)
        self.web_kills = list(self.plan.web_kills)

    def go(self) -> Proof:
        sellers, key = open_shop(self.control, self.scene.accounts, self.wish.visit_seconds, RAKUTEN_ACCOUNTS)
        subscribe(self.scene.arrivals.address)
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
            unrest = self._come_to_rest(merchant)
            findings = self.scene.compare(self.crew, sellers, self.progress, _LAST_READS)
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
            moving=unrest,
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
        if buyers.waiting or self.crew.died < self.wish.crashes:
            return False
        return not self._moving(merchant)

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
        self.scene.tell(self.progress)
        time.sleep(_TICK)

    def _kill_others(self) -> None:
        if self.database_kills and self.crew.died >= self.database_kills[0]:
            self.database_kills.pop(0)
            self.scene.ground.kill_database()
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

    def _come_to_rest(self, merchant: Merchant) -> dict[str, int]:
        """Until nothing is open, nothing is unseen and nothing new was decided for two visits; what moves even then."""
        return come_to_rest(
            partial(self._turn, merchant),
            partial(self._moving, merchant),
            enough=round(2.2 * self.wish.visit_seconds / _TICK),
            until=self.begun + self.wish.limit,
        )

    def _moving(self, merchant: Merchant) -> dict[str, int]:
        calls = {
            "calls of the back office": len(merchant.office.unanswered),
            "decisions put off": merchant.put_off,
        }
        return {**moving(self.progress.orders), **{name: count for name, count in calls.items() if count}}
