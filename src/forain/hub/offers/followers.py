"""Tells the rooms above what happened to offers, inside the same transaction; the inbox plugs itself in."""

from __future__ import annotations

from collections.abc import Callable

from forain.hub.journal.unit import Unit
from forain.hub.offers.models import Stop

StopFollower = Callable[[Unit, Stop], None]
_stops: list[StopFollower] = []


def plug(follower: StopFollower) -> None:
    _stops.append(follower)


def tell_stop(work: Unit, row: Stop) -> None:
    for follower in _stops:
        follower(work, row)
