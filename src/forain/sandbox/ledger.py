"""Every effect the sandbox applied, once each and in order: the truth that a client's promises are held against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """`effect` in the past tense (`accepted`, `shipped`, `message_sent`) on `target`, by `service` for `account`.

    Effects of the sandbox's own people (buyer, customer service, clock) have `by` other than `seller`.
    """

    number: int
    at: datetime
    stage: str
    account: str
    by: str
    service: str
    effect: str
    target: str
    details: Mapping[str, str]


@dataclass(slots=True)
class Ledger:
    entries: list[Entry] = field(default_factory=list)

    def record(
        self,
        *,
        at: datetime,
        stage: str,
        account: str,
        service: str,
        effect: str,
        target: str,
        by: str = "seller",
        **details: str,
    ) -> Entry:
        entry = Entry(
            number=len(self.entries) + 1,
            at=at,
            stage=stage,
            account=account,
            by=by,
            service=service,
            effect=effect,
            target=target,
            details=details,
        )
        self.entries.append(entry)
        return entry

    def repeated(self) -> dict[tuple[str, str, str], int]:
        """Effects of sellers that were applied to the same target more than once: (stage, effect, target) -> times."""
        counts = Counter((one.stage, one.effect, one.target) for one in self.entries if one.by == "seller")
        return {key: times for key, times in counts.items() if times > 1}
