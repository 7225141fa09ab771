"""One row for each measured path, and the goals it is held to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class How:
    """What was asked for: a quick smoke run, instructions counted as well."""

    small: bool = False
    steady: bool = False


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure and its bound; `at_most` or else `at_least`."""

    name: str
    figure: float
    bound: float
    at_most: bool = False

    @property
    def reached(self) -> bool:
        """Whether the figure is on the right side."""
        return self.figure <= self.bound if self.at_most else self.figure >= self.bound

    def __str__(self) -> str:
        sign = "<=" if self.at_most else ">="
        return (
            f"{self.name} {self.figure:.2f} {sign} {self.bound:,g}: {'reached' if self.reached else 'MISSED'}"
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One path: seconds of processor time for us and the others, and MB above the interpreter.

    The ratio to the limit says how many times slower we are, `steady` the same in instructions instead of
    time; the ratios of the peers say how many times slower they are than we.
    """

    path: str
    n: int
    ours: float
    limit: tuple[str, float]
    steady: float | None = None
    peers: Mapping[str, float] = field(default_factory=dict)
    memory: float | None = None
    goals: tuple[Goal, ...] = ()

    @property
    def ratio(self) -> float:
        """Ours in multiples of the limit."""
        return self.ours / self.limit[1]

    def cells(self) -> tuple[str, ...]:
        """The row as text."""
        peers = ", ".join(f"{name} {seconds / self.ours:.1f} x" for name, seconds in self.peers.items())
        limit = f"{self.limit[0]} {_time(self.limit[1])}"
        ratio = f"{self.ratio:.2f}" + ("" if self.steady is None else f" ({self.steady:.2f})")
        memory = "" if self.memory is None else f"{self.memory:.1f} MB"
        return (self.path, f"{self.n:,}", _time(self.ours), limit, ratio, peers, memory)


def _time(seconds: float) -> str:
    return f"{seconds * 1000:.3g} ms" if seconds < 1 else f"{seconds:.3g} s"


_HEAD = ("path", "n", "ours", "limit", "ratio (instr.)", "peers (times slower)", "peak memory")


def printed(rows: Iterable[Row]) -> str:
    """The table and under it the goals."""
    rows = list(rows)
    lines = [_HEAD, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_HEAD))]
    table = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
    goals = [f"{row.path} ({row.n:,}): {goal}" for row in rows for goal in row.goals]
    return "\n".join((*table, "", *goals))
