"""The hourly budget of a connection, counted from the exchanges all workers kept."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Max

from forain.hub.connections.models import CallCount, Connection
from forain.hub.kit.clock import now


def hour_of(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def used(connection: Connection) -> int:
    """Calls of the busiest service in the running hour: marketplaces count each service by itself."""
    rows = CallCount.objects.filter(connection=connection, hour=hour_of(now()))
    return rows.aggregate(most=Max("calls"))["most"] or 0


def left(connection: Connection) -> int:
    return max(0, connection.hourly_quota - used(connection))


def next_hour() -> datetime:
    return hour_of(now()) + timedelta(hours=1)
