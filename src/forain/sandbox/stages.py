"""Finds the stages: rooms with a `sandbox` module, and packages that announce the entry point.

Nobody imports a room by name; adding one edits no list (architecture.md section 3).
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from typing import cast

from forain.sandbox.stage import Stage
from forain.sandbox.world import World

ROOMS = "forain.marketplaces"
GROUP = "forain.sandboxes"

#: Makes a stage in a world; a room's `sandbox.stage` is one.
Offer = Callable[[World], Stage]


@cache
def offers() -> Mapping[str, Offer]:
    """All stages offered, by the name of their room or entry point, in a stable order."""
    return dict(sorted({**_own_rooms(), **_announced()}.items()))


def _own_rooms() -> dict[str, Offer]:
    package = importlib.import_module(ROOMS)
    rooms = [one.name for one in pkgutil.iter_modules(package.__path__) if one.ispkg]
    return {name: _offer(f"{ROOMS}.{name}.sandbox") for name in rooms if _has_sandbox(name)}


def _has_sandbox(room: str) -> bool:
    return find_spec(f"{ROOMS}.{room}.sandbox") is not None


def _announced() -> dict[str, Offer]:
    return {point.name: cast("Offer", point.load()) for point in entry_points(group=GROUP)}


def _offer(module: str) -> Offer:
    return cast("Offer", importlib.import_module(module).stage)
