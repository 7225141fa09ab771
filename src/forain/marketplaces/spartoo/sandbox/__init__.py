"""The pretend Spartoo: rules that know no HTTP, documents that decide nothing, and a stage that joins them."""

from __future__ import annotations

from forain.marketplaces.spartoo.sandbox.stage import SpartooStage
from forain.sandbox.stage import Stage
from forain.sandbox.world import World

__all__ = ["stage"]


def stage(world: World) -> Stage:
    return SpartooStage(world)
