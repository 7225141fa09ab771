"""What is going to happen, drawn from the seed alone: buyers, faults, and where each worker dies.

The interleaving of processes is the machine's own; the plan is the same for the same seed.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

#: Where a worker may be killed, and how often each is drawn. Names are patterns; `worker.py` says who passes them.
POINTS: Final[Mapping[str, int]] = {
    "before commit push.settle.begin_sending": 10,  # the decision to send is not committed yet
    "before call send": 12,  # committed as *sending*, nothing on the wire
    "during call send": 16,
    "after call send": 16,  # the effect happened, nothing settled
    "before commit push.settle.*": 12,
    "after commit push.settle.*": 8,
    "before call look_up": 3,
    "after call look_up": 5,
    "before commit sync.take_in.take": 14,  # in the middle of taking an order in
    "after commit sync.take_in.take": 6,
    "during call read": 5,
    "after call read": 5,
    "before commit *": 6,
    "after commit *": 6,
    "anywhere": 16,  # at a random time, by whoever watches
}


@dataclass(frozen=True, slots=True)
class Doom:
    """How one worker ends: at the `after`-th time it passes `point`, `delay` seconds later."""

    point: str
    after: int
    delay: float


@dataclass(frozen=True, slots=True)
class Buyer:
    """One order to come: at which account, how many units, and what the buyer does later."""

    number: int
    account: int
    units: int
    cancels: bool
    preorder: bool


@dataclass(frozen=True, slots=True)
class Plan:
    seed: int
    buyers: tuple[Buyer, ...]
    dooms: tuple[Doom, ...]
    faults: tuple[Mapping[str, Any], ...]
    #: after how many worker crashes the database server, and a web process, are killed too
    database_kills: tuple[int, ...] = ()
    web_kills: tuple[int, ...] = ()


@dataclass(slots=True)
class Dice:
    """Answers about single things that do not depend on the order in which they are asked."""

    seed: int
    _known: dict[str, float] = field(default_factory=dict)

    def of(self, *about: object) -> float:
        """A number in [0, 1) for a thing, the same each time."""
        name = "/".join(map(str, about))
        if name not in self._known:
            self._known[name] = random.Random(f"{self.seed}/{name}").random()
        return self._known[name]


def draw(seed: int, orders: int, crashes: int, accounts: int) -> Plan:
    """The plan for a size. The same arguments give the same plan."""
    dice = random.Random(f"prove {seed}")
    return Plan(
        seed=seed,
        buyers=tuple(_buyer(dice, number, accounts) for number in range(orders)),
        dooms=tuple(_doom(dice, orders) for _ in range(crashes)),
        faults=tuple(faults(dice)),
        database_kills=_moments(dice, crashes, 40),
        web_kills=_moments(dice, crashes, 15),
    )


def _buyer(dice: random.Random, number: int, accounts: int) -> Buyer:
    units = dice.choices((1, 2, 3), (80, 14, 6))[0]
    return Buyer(number, dice.randrange(accounts), units, dice.random() < 0.03, dice.random() < 0.02)


def _doom(dice: random.Random, orders: int) -> Doom:
    point = dice.choices(list(POINTS), list(POINTS.values()))[0]
    delay = dice.uniform(0.001, 0.06) if point.startswith("during") else 0.0
    if point == "anywhere":
        delay = dice.uniform(0.2, 6.0)
    often = min(12, max(1, orders // 20))  # in a small proof a moment does not come often
    return Doom(point, dice.randint(1, often), delay)


def _moments(dice: random.Random, crashes: int, every: int) -> tuple[int, ...]:
    """One moment in each full stretch of `every` crashes; one in any plan of ten or more."""
    if crashes < every:
        return (dice.randrange(2, crashes),) if crashes >= 10 else ()
    return tuple(start + dice.randrange(every) for start in range(0, crashes - every + 1, every))


#: Faults of every kind that strike any call, by their chance; and how they are tuned so that a run ends in minutes.
COMMON: Final = 0.004
_TUNED: Final[Mapping[str, Mapping[str, Any]]] = {
    "timeout_before": {"delay": 1.5},
    "timeout_after": {"delay": 1.5},
    "slow": {"delay": 0.8},
    "deactivated": {"probability": 0.001},
    "huge": {"size": 70_000_000, "probability": 0.005, "count": 2},
    "duplicated": {"probability": 0.03},
    "reordered": {"probability": 0.03},
}
#: Services that change something are struck more often: they are what is to be proved.
_CHANGES: Final = (
    "acceptsale",
    "refusesale",
    "settrackingpackageinfos",
    "cancelitem",
    "contact*",
    "xml_maj_*",
)
_LOSING: Final = (
    "status_after",
    "timeout_after",
    "drop_after",
    "truncated",
    "cut",
    "drop_before",
    "internal",
)


def faults(dice: random.Random) -> list[Mapping[str, Any]]:
    """Every kind of fault there is, at any call, and lost answers more often where something changes."""
    from forain.sandbox.mischief import KINDS

    found: list[Mapping[str, Any]] = [
        {"kind": kind, "service": service, "probability": 0.025, **_delay(kind)}
        for kind in _LOSING
        for service in _CHANGES
    ]
    found += [{"kind": kind, "probability": COMMON, **_TUNED.get(kind, {})} for kind in KINDS]
    dice.shuffle(found)
    return found


def _delay(kind: str) -> Mapping[str, Any]:
    return {name: value for name, value in _TUNED.get(kind, {}).items() if name == "delay"}
