"""Tells the rooms above that a person changed something of an order, inside the same transaction.

The inbox plugs itself in (`inbox/apps.py`): to-dos follow at once, not with the next observation.
"""

from __future__ import annotations

from collections.abc import Callable

from forain.hub.journal.unit import Unit
from forain.hub.orders.models import Order

Follower = Callable[[Unit, Order], None]
_followers: list[Follower] = []


def plug(follower: Follower) -> None:
    _followers.append(follower)


def tell_followers(work: Unit, order: Order) -> None:
    for follower in _followers:
        follower(work, order)
