"""What all pretend marketplaces share: one clock, one seeded generator, one ledger, one list of things to come."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from forain.sandbox.clock import Clock
from forain.sandbox.ledger import Entry, Ledger

Handler = Callable[[str], None]


@dataclass(order=True, frozen=True, slots=True)
class Due:
    """Something that happens at `at`: `what` names a handler, `target` the object. Plain data, so it can be saved."""

    at: datetime
    number: int
    what: str
    target: str


@dataclass(slots=True)
class World:
    """Rules call `schedule`; the server calls `pass_time` before it answers and once a second."""

    seed: int = 1
    clock: Clock = field(default_factory=Clock)
    ledger: Ledger = field(default_factory=Ledger)
    random: random.Random = field(init=False)
    _due: list[Due] = field(default_factory=list)
    _handlers: dict[str, Handler] = field(default_factory=dict)
    _number: int = 0
    _moment: datetime | None = None

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)

    def now(self) -> datetime:
        """The time rules see: while a due thing happens, the time it was due."""
        return self._moment or self.clock.now()

    def on(self, what: str, handler: Handler) -> None:
        """Say what happens when something named `what` falls due. Names start with the stage's id."""
        self._handlers[what] = handler

    def schedule(self, at: datetime, what: str, target: str) -> None:
        self._number += 1
        heapq.heappush(self._due, Due(at, self._number, what, target))

    def forget(self, what: str) -> None:
        """Nothing named `what` is to come any more."""
        self._due = [one for one in self._due if one.what != what]
        heapq.heapify(self._due)

    def pass_time(self) -> int:
        """Let everything happen that fell due, oldest first; how many things happened."""
        happened = 0
        until = self.clock.now()
        while self._due and self._due[0].at <= until:
            due = heapq.heappop(self._due)
            self._moment = due.at
            try:
                self._handlers[due.what](due.target)
            finally:
                self._moment = None
            happened += 1
        return happened

    def saved(self) -> dict[str, Any]:
        """Everything to be saved, as plain data; handlers are code and are set up again by the stages."""
        return {
            "seed": self.seed,
            "clock": (self.clock.now(), self.clock.speed),
            "saved_at": datetime.now(UTC),
            "random": self.random.getstate(),
            "due": [(one.at, one.number, one.what, one.target) for one in self._due],
            "number": self._number,
            "ledger": [{key: getattr(one, key) for key in Entry.__slots__} for one in self.ledger.entries],
        }

    def restore(self, saved: dict[str, Any]) -> None:
        """Continue where `saved` ended.

        A clock at natural speed kept running while nobody was here, as a marketplace's does; any other stood still.
        """
        now, speed = saved["clock"]
        away = datetime.now(UTC) - saved["saved_at"] if speed == 1 else timedelta()
        self.seed = saved["seed"]
        self.clock.set(now + away)
        self.clock.speed = speed
        self.random.setstate(saved["random"])
        self._due = [Due(*one) for one in saved["due"]]
        self._number = saved["number"]
        self.ledger.entries = [Entry(**one) for one in saved["ledger"]]
