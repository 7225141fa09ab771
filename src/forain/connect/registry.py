"""Finds marketplaces: rooms in `forain.marketplaces`, and packages that announce the entry point.

Nobody imports a room by name; adding one edits no list (architecture.md section 3).
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib.metadata import entry_points
from typing import cast

from forain.connect.contract import Marketplace

ROOMS = "forain.marketplaces"
GROUP = "forain.marketplaces"


class UnknownMarketplace(LookupError):
    """No room of that name was found."""


def marketplaces() -> Mapping[str, Marketplace]:
    """All marketplaces found, by id, in a stable order."""
    return _found() if _instead is None else _instead


def use_instead(rooms: Mapping[str, Marketplace] | None) -> None:
    """From here on these are the marketplaces of this process: rooms that are watched, or toys. None: those found."""
    global _instead  # noqa: PLW0603 - one process has one set of rooms
    _instead = rooms


_instead: Mapping[str, Marketplace] | None = None


@cache
def _found() -> Mapping[str, Marketplace]:
    found = [*_own_rooms(), *_announced()]
    return {room.manifest.id: room for room in sorted(found, key=lambda one: one.manifest.id)}


def marketplace(name: str) -> Marketplace:
    """The marketplace of that id, or of the only id that starts with it (`rakuten` for `rakuten_fr`)."""
    found = marketplaces()
    if name in found:
        return found[name]
    near = [room for key, room in found.items() if key.startswith(name)]
    if len(near) == 1:
        return near[0]
    raise UnknownMarketplace(f"There is no marketplace {name!r}; known are: {', '.join(found)}.")


def _own_rooms() -> list[Marketplace]:
    package = importlib.import_module(ROOMS)
    names = [module.name for module in pkgutil.iter_modules(package.__path__) if module.ispkg]
    return [_offered(importlib.import_module(f"{ROOMS}.{name}")) for name in names if name != "tests"]


def _announced() -> list[Marketplace]:
    return [cast("Marketplace", point.load()) for point in entry_points(group=GROUP)]


def _offered(module: object) -> Marketplace:
    return cast("Marketplace", module.marketplace)  # type: ignore[attr-defined]
