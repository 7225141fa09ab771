"""The engine: a world, the stages in it, and for each call the decision what happens and how the answer travels."""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from forain.sandbox.clock import Clock
from forain.sandbox.delivery import Delivery, plain
from forain.sandbox.faults import Faults, Rule
from forain.sandbox.mischief import KINDS, Case, failure
from forain.sandbox.stage import Request, Stage
from forain.sandbox.stages import Offer, offers
from forain.sandbox.world import World
from forain.wire.redaction import SECRET_PARAMETERS, redact

ARRIVAL = "engine.arrival"
#: After a jump of the clock at most so many buyers arrive at once; a jump of a year must not take an hour.
ARRIVALS_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a world begins. `start` None is the present; `arrivals` are simulated seconds between new orders."""

    seed: int = 1
    empty: bool = False
    speed: float = 1.0
    start: datetime | None = None
    arrivals: float | None = None


@dataclass(slots=True)
class Engine:
    """One lock makes calls and controls happen one at a time, whatever thread they come from."""

    options: Options
    offered: Mapping[str, Offer] = field(default_factory=offers)
    world: World = field(init=False)
    stages: dict[str, Stage] = field(init=False)
    faults: Faults = field(init=False)
    lock: threading.RLock = field(default_factory=threading.RLock)
    generation: int = 0
    changes: int = 0
    failures: int = 0

    def __post_init__(self) -> None:
        self.begin(self.options.seed)
        if not self.options.empty:
            self.populate()

    def begin(self, seed: int, *, arrivals: bool = True) -> None:
        """A new world with its stages set up and nothing in it yet; faults and ledger are forgotten."""
        clock = Clock(origin=self.options.start or datetime.now(UTC), speed=self.options.speed)
        self.world = World(seed=seed, clock=clock)
        made = [offer(self.world) for offer in self.offered.values()]
        self.stages = {stage.id: stage for stage in made}
        self.faults = Faults(seed)
        self.generation += 1
        self.changes += 1
        self.world.on(ARRIVAL, self._arrive)
        if arrivals:
            self.expect_arrivals()

    def populate(self) -> None:
        for stage in self.stages.values():
            stage.populate()

    def reset(self, seed: int | None, *, empty: bool) -> None:
        with self.lock:
            self.begin(self.world.seed if seed is None else seed)
            if not empty:
                self.populate()

    def respond(self, request: Request) -> Delivery:
        """What a marketplace answers, after whatever fell due before it."""
        with self.lock:
            self.pass_time()
            stage = self.stage_of(request.path)
            if stage is None:
                return Delivery(
                    answer=plain(
                        404, "No marketplace here has a service at this path; see /_control/openapi.json."
                    )
                )
            self.changes += 1
            try:
                return self._react(stage, request)
            except Exception:  # noqa: BLE001 - a defect in a stage is reported and counted, and never ends the server
                self.report(_secrets_in(request))
                return failure("The sandbox itself failed; its log says where.")

    def stage_of(self, path: str) -> Stage | None:
        for stage in self.stages.values():
            if stage.owns(path):
                return stage
        return None

    def _react(self, stage: Stage, request: Request) -> Delivery:
        rule = self._struck(stage, request)
        if rule is None:
            return Delivery(answer=stage.answer(request))
        kind = KINDS[rule.fault.kind]
        answer = stage.answer(request) if kind.applied else None
        parameters = rule.fault.parameters()
        return kind.act(
            Case(
                stage=stage, request=request, parameters=parameters, random=self.faults.random, answer=answer
            )
        )

    def _struck(self, stage: Stage, request: Request) -> Rule | None:
        if not self.faults.rules:
            return None
        return self.faults.strike(stage.id, stage.service(request), stage.account(request))

    def pass_time(self) -> int:
        """Let everything happen that fell due; a rule that fails is reported and the others still happen."""
        with self.lock:
            happened = 0
            while True:
                try:
                    happened += self.world.pass_time()
                    break
                except Exception:  # noqa: BLE001 - as in `respond`
                    self.report(())
                    happened += 1
            self.changes += happened
            return happened

    def report(self, secrets: tuple[str, ...]) -> None:
        """Write the traceback of the present exception to stderr, without credentials, and count it."""
        self.failures += 1
        known = {*secrets, *self.secrets()}
        sys.stderr.write(redact(traceback.format_exc(), known))
        sys.stderr.flush()

    def secrets(self) -> Iterator[str]:
        """Every credential of the demo accounts."""
        for stage in self.stages.values():
            yield from (value for value in stage.accounts().values() if isinstance(value, str))

    def expect_arrivals(self) -> None:
        """Let buyers come as the options say, from now on; those expected before are forgotten."""
        self.world.forget(ARRIVAL)
        if self.options.arrivals and self.stages:
            self.world.schedule(self.world.now() + timedelta(seconds=self.options.arrivals), ARRIVAL, "0")

    def _arrive(self, number: str) -> None:
        """One new order, at each stage in turn, and the next one expected."""
        step = timedelta(seconds=self.options.arrivals or 0)
        earliest = self.world.clock.now() - step * ARRIVALS_AT_ONCE
        following = max(self.world.now() + step, earliest)
        self.world.schedule(following, ARRIVAL, str(int(number) + 1))
        stages = list(self.stages.values())
        stages[int(number) % len(stages)].arrive()


def _secrets_in(request: Request) -> tuple[str, ...]:
    pairs = (*request.query, *request.form)
    return tuple(value for name, value in pairs if name.lower() in SECRET_PARAMETERS)
