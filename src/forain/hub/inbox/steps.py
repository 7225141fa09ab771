"""When a clock's steps are reached: at 50 % and 90 % of the time between its beginning and its deadline."""

from __future__ import annotations

from datetime import datetime

STEPS = (50, 90)


def reached_at(step: int, begun: datetime, due: datetime) -> datetime:
    return begun + (due - begun) * step / 100


def next_step(escalated: int, begun: datetime | None, due: datetime | None) -> datetime | None:
    """When the next step after `escalated` is reached; None without a clock or after the last."""
    if begun is None or due is None:
        return None
    ahead = (reached_at(step, begun, due) for step in STEPS if step > escalated)
    return next(ahead, None)


def already_told(begun: datetime | None, due: datetime | None, opened: datetime) -> int:
    """A to-do that is opened late tells by being opened: only steps ahead of it are told, and always the last."""
    if begun is None or due is None:
        return 0
    behind = [step for step in STEPS[:-1] if reached_at(step, begun, due) <= opened]
    return max(behind, default=0)
