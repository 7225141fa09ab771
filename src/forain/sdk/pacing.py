"""Keeps a client below the marketplace's quota: a token bucket per family of calls, shared by both drivers."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Bucket:
    """`rate` calls per second on average, at most `burst` at once."""

    rate: float
    burst: float
    tokens: float
    at: float

    def reserve(self, now: float) -> float:
        """Take one token; the seconds to wait until it is really there (0 when it is)."""
        self.tokens = min(self.burst, self.tokens + (now - self.at) * self.rate)
        self.at = now
        self.tokens -= 1
        return 0.0 if self.tokens >= 0 else -self.tokens / self.rate


@dataclass(slots=True)
class Pace:
    """Buckets by family, made when first used. `per_hour` 0 switches pacing off."""

    per_hour: float = 0
    burst: float = 20
    now: Callable[[], float] = time.monotonic
    _buckets: dict[str, Bucket] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def reserve(self, family: str) -> float:
        """Seconds to wait before a call of `family` may go out."""
        if not self.per_hour:
            return 0.0
        with self._lock:
            now = self.now()
            bucket = self._buckets.get(family)
            if bucket is None:
                bucket = self._buckets[family] = Bucket(self.per_hour / 3600, self.burst, self.burst, now)
            return bucket.reserve(now)


#: The off switch, for tests and for callers that keep their own budget (the hub does).
NO_PACE = Pace()
