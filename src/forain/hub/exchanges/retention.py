"""How long exchanges are kept (`workspaces/keeping.py`): long enough to prove what happened, not for ever."""

from __future__ import annotations

from forain.hub.exchanges.models import Exchange
from forain.hub.workspaces.keeping import too_old

BATCH = 5000


def forget_old() -> int:
    """Delete exchanges past their days, in batches that hold no long lock; how many went."""
    gone = 0
    for old in too_old("started_at"):
        while keys := list(Exchange.objects.filter(old).values_list("pk", flat=True)[:BATCH]):
            gone += Exchange.objects.filter(pk__in=keys).delete()[0]
    return gone
