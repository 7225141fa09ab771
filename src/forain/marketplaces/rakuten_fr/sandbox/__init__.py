"""The pretend Rakuten France: `state` and the rules know no HTTP, `answers` and `stage` decide nothing."""

from forain.marketplaces.rakuten_fr.sandbox.stage import RakutenStage
from forain.sandbox.world import World

__all__ = ["RakutenStage", "stage"]


def stage(world: World) -> RakutenStage:
    """What the sandbox's engine looks for."""
    return RakutenStage(world)
