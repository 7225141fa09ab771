"""The hourly budget of a connection by address called, counted from the exchanges all workers kept.

Marketplaces count each service by itself. What a person or a deadline waits for may use all of an hour's calls of a
service; reading may not use the last tenth, looking at lines one by one the last quarter, and reading in depth the
last half: when the hour runs low, accepting and shipping still go out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from forain.hub.connections.models import CallCount, Connection
from forain.hub.kit.clock import now

#: The rate of an hour that has just begun says little.
SHORTEST = timedelta(minutes=5)


class Share(float, Enum):
    """How much of the hour's calls of a service each purpose may use."""

    COMMAND = 1.0
    READ = 0.9
    ASK = 0.75
    DEEP = 0.5


@dataclass(frozen=True, slots=True)
class Spent:
    """Calls of one service in the running hour. `exhausted_at`: at the present rate; None when the hour ends first."""

    service: str
    calls: int
    quota: int
    exhausted_at: datetime | None

    @property
    def left(self) -> int:
        return max(0, self.quota - self.calls)


def hour_of(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def next_hour() -> datetime:
    return hour_of(now()) + timedelta(hours=1)


def used(connection: Connection, services: Sequence[str] = ()) -> int:
    """Calls of the busiest of these services in the running hour; of all services for none."""
    rows = CallCount.objects.filter(connection=connection, hour=hour_of(now()))
    if services:
        rows = rows.filter(service__in=services)
    return max(rows.values_list("calls", flat=True), default=0)


def left(connection: Connection, share: Share = Share.COMMAND, services: Sequence[str] = ()) -> int:
    """Calls a purpose may still make in the running hour."""
    return max(0, int(connection.hourly_quota * share) - used(connection, services))


def services_of(connection: Connection, purpose: str) -> tuple[str, ...]:
    """What a purpose calls: a resource's name, `inspect` or `money`; all services when the room does not say."""
    return tuple(connection.manifest.calls.get(purpose, ()))


def spent(connection: Connection) -> list[Spent]:
    """The running hour by service, busiest first, with a forecast at the present rate."""
    moment = now()
    rows = CallCount.objects.filter(connection=connection, hour=hour_of(moment)).order_by("-calls", "service")
    return [_spent(row, connection.hourly_quota, moment) for row in rows]


def _spent(row: CallCount, quota: int, moment: datetime) -> Spent:
    rate = row.calls / max(moment - row.hour, SHORTEST).total_seconds()
    seconds = max(0, quota - row.calls) / rate if rate else float("inf")
    end = row.hour + timedelta(hours=1)
    over = moment + timedelta(seconds=seconds) if seconds < (end - moment).total_seconds() else None
    return Spent(row.service, row.calls, quota, over)
