"""Deadlines of lines: the clock that runs in their state (`hub/clocks`: the marketplace's, or the merchant's own)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from forain.hub.clocks.effective import clock as clock_of
from forain.hub.clocks.effective import due
from forain.hub.connections.models import Connection
from forain.hub.orders.models import Line, Stand

#: Which clock runs in which state; a line in another state has no clock of its own.
RUNNING: Mapping[str, str] = {Stand.AWAITING_ACCEPTANCE: "accept", Stand.TO_SHIP: "ship"}


def _not_ours(line: Line, clock: str) -> bool:
    """The marketplace ships this line itself: no clock of ours runs."""
    return clock == "ship" and line.marketplace_fulfilled


def begun(line: Line, placed_at: datetime) -> datetime:
    """When the line's present clock began."""
    return line.accepted_seen_at or placed_at if line.deadline_clock == "ship" else placed_at


def set_deadline(line: Line, placed_at: datetime, connection: Connection) -> None:
    """Start or stop the line's clock for the state it is in."""
    name = RUNNING.get(line.fulfilment, "")
    clock = clock_of(connection, name) if name and not _not_ours(line, name) else None
    if clock is None:
        line.deadline_at, line.deadline_clock = None, ""
        return
    line.deadline_clock = name
    line.deadline_at = due(clock, begun(line, placed_at), connection)
