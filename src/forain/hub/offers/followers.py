"""Tells the rooms above what happened to offers, inside the same transaction; the inbox plugs itself in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from forain.hub.journal.unit import Unit
from forain.hub.offers.models import OfferSource, Stop

StopFollower = Callable[[Unit, Stop], None]
#: Told of the words about a source that fails, in both languages; None once it is well again.
SourceFollower = Callable[[Unit, OfferSource, Mapping[str, str] | None], None]
_stops: list[StopFollower] = []
_sources: list[SourceFollower] = []


def plug(follower: StopFollower) -> None:
    _stops.append(follower)


def tell_stop(work: Unit, row: Stop) -> None:
    for follower in _stops:
        follower(work, row)


def plug_source(follower: SourceFollower) -> None:
    _sources.append(follower)


def tell_source(work: Unit, row: OfferSource, words: Mapping[str, str] | None) -> None:
    for follower in _sources:
        follower(work, row, words)
