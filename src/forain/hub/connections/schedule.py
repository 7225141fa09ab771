"""When a connection is read: its own interval or the marketplace's, and at once when something wants to be seen."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q, Value
from django.db.models.functions import Least

from forain.connect.contract import Resource
from forain.hub.connections.models import Connection, Reading
from forain.hub.kit.clock import now


def interval(connection: Connection, resource: Resource) -> timedelta:
    """The merchant's own (`options["every.<resource>"]`, seconds), else the marketplace's default."""
    own = connection.options.get(f"every.{resource.name}")
    return timedelta(seconds=float(own)) if own else resource.every


def read_soon(connection: Connection, tells: str = "orders") -> None:
    """Read the lists of orders (or `returns`) again at once: a command was confirmed and wants to be seen."""
    names = [one.name for one in connection.manifest.resources if one.tells == tells]
    moment = now()
    Reading.objects.filter(connection=connection, resource__in=names).update(next_at=moment)
    Connection.objects.filter(pk=connection.pk, next_at__gt=moment).update(next_at=moment)
    transaction.on_commit(partial(_not_later, connection, moment), robust=True)


def _not_later(connection: Connection, moment: datetime) -> None:
    """A visit that ended before the wish was committed did not see it, and put the next visit off to its usual time."""
    row = Connection.objects.filter(pk=connection.pk)
    if row.filter(Q(next_at__gt=moment) | Q(lease_until__isnull=False)).exists():
        # Without a condition on what that visit may be writing now: such a row would be passed over.
        row.update(next_at=Least("next_at", Value(moment)))
