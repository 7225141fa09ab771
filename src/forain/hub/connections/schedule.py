"""When a connection is read: its own interval or the marketplace's, and at once when something wants to be seen."""

from __future__ import annotations

from datetime import timedelta

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
