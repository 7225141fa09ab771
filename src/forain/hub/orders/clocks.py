"""Deadlines of lines: the marketplace's clocks as data, run on the right calendar."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from forain.connect.contract import Clock, Manifest
from forain.hub.kit.holidays import is_holiday
from forain.hub.orders.models import Line, Stand
from forain.trade.clocks import deadline

#: Which clock runs in which state; a line in another state has no clock of its own.
RUNNING: Mapping[str, str] = {Stand.AWAITING_ACCEPTANCE: "accept", Stand.TO_SHIP: "ship"}


def due(clock: Clock, start: datetime, manifest: Manifest) -> datetime:
    def day_off(day: date) -> bool:
        return is_holiday(day, manifest.country)

    return deadline(
        start, clock.amount, working_days=clock.working_days, zone=manifest.time_zone, is_holiday=day_off
    )


def _not_ours(line: Line, clock: str) -> bool:
    """The marketplace ships this line itself: no clock of ours runs."""
    return clock == "ship" and line.marketplace_fulfilled


def set_deadline(line: Line, placed_at: datetime, manifest: Manifest) -> None:
    """Start or stop the line's clock for the state it is in."""
    name = RUNNING.get(line.fulfilment, "")
    clock = manifest.clock(name) if name and not _not_ours(line, name) else None
    if clock is None:
        line.deadline_at, line.deadline_clock = None, ""
        return
    start = placed_at if name == "accept" else line.accepted_seen_at or placed_at
    line.deadline_at, line.deadline_clock = due(clock, start, manifest), name
