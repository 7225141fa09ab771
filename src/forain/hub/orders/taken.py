"""What taking in an observation did, and what a person should know of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from forain.hub.orders.models import Line, Order


@dataclass(frozen=True, slots=True)
class Signal:
    """Something a person should know: `kind` is a to-do kind, `facts` fill its words."""

    kind: str
    subject: str
    line: Line | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Taken:
    """What an observation did: the order as it is now, whether anything changed, what a person should know."""

    order: Order
    changed: bool
    signals: list[Signal] = field(default_factory=list)
    moved: list[Line] = field(default_factory=list)
    created: bool = False
