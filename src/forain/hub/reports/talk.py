"""A line to a marketplace while a push is followed: the connector, and how exchanges are kept between calls."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from forain.connect.offers import SellsOffers


@dataclass(frozen=True, slots=True)
class Talk:
    """`keep` stores the exchanges since it was last awaited."""

    connector: SellsOffers
    keep: Callable[[], Awaitable[None]]
