"""The sandbox's clock: it can stand still, jump, and run at another speed, and things fall due as it passes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


@dataclass(slots=True)
class Clock:
    """`speed` simulated seconds pass for each real one; 0 is frozen. All times are aware UTC."""

    origin: datetime = field(default_factory=lambda: datetime.now(UTC))
    speed: float = 1.0
    real: Callable[[], float] = time.monotonic
    _since: float = field(init=False)

    def __post_init__(self) -> None:
        self._since = self.real()

    def now(self) -> datetime:
        return self.origin + timedelta(seconds=(self.real() - self._since) * self.speed)

    def set(self, moment: datetime) -> None:
        """Jump to `moment`, forward or back."""
        self.origin, self._since = moment, self.real()

    def move(self, by: timedelta) -> None:
        self.set(self.now() + by)

    def run_at(self, speed: float) -> None:
        """Change the speed from now on; 0 freezes."""
        if speed < 0:
            raise ValueError("A clock cannot run backwards; use move with a negative time.")
        self.set(self.now())
        self.speed = speed
