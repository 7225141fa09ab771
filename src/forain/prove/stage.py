"""What every proof happens on: a database, a sandbox, a receiver of webhooks; and how it waits and compares at the end."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from forain.prove import truth
from forain.prove.compare import Findings, compare
from forain.prove.crew import Crew, Place, place, sandbox
from forain.prove.hearing import Arrivals, receiver
from forain.prove.people import Seller
from forain.prove.shop import hang_up, read_everything
from forain.prove.truth import Control


@dataclass(slots=True)
class Progress:
    """Where a run is; told several times a second."""

    orders: int = 0
    crashes: int = 0
    open_commands: int = 0
    step: str = "starting"


Tell = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Stage:
    """A place of its own, the sandbox's controls and the credentials of its accounts, and what webhooks arrived."""

    ground: Place
    control: Control
    accounts: Mapping[str, Any]
    arrivals: Arrivals
    tell: Tell

    def folder(self, *, kept: bool) -> str:
        """Where database and logs stay: a proof that failed always keeps them. "" when they go."""
        self.ground.keep = self.ground.keep or not kept
        return str(self.ground.folder) if self.ground.keep else ""

    def compare(self, crew: Crew, sellers: list[Seller], progress: Progress, reads: int) -> Findings:
        """Held against the truth; what only lags behind gets up to `reads` more reads to catch up."""
        progress.step = "comparing"
        for _ in range(reads):
            self.tell(progress)
            read_everything(crew)
            findings = compare(truth.read(self.control), sellers, self.arrivals.first)
            if findings.kept:
                break
        return findings


@contextmanager
def stage(seed: int, tell: Tell, *, keep: bool) -> Iterator[Stage]:
    """Sets Django up on a database of its own, so a proof must be the only thing a process does."""
    with place() as ground, receiver() as arrivals:
        ground.keep = keep
        from forain.hub.boot import boot

        boot(ground.folder)
        with sandbox(ground.logs, seed) as (control, accounts):
            yield Stage(ground, control, accounts, arrivals, tell)
        hang_up()


def come_to_rest(
    turn: Callable[[], None], moving: Callable[[], dict[str, int]], *, enough: int, until: float
) -> dict[str, int]:
    """Take turns until nothing moved in `enough` of them in a row, or until that moment; what moves even then."""
    calm, found = 0, dict[str, int]()
    while calm < enough and time.monotonic() < until:
        turn()
        found = moving()
        calm = 0 if found else calm + 1
    return found or ({"turns without rest": enough - calm} if calm < enough else {})
