"""How long deliveries are kept: as long as exchanges, and no longer; what waits is never forgotten."""

from __future__ import annotations

from forain.hub.webhooks.models import Delivery, State
from forain.hub.workspaces.keeping import too_old

BATCH = 5000


def forget_old() -> int:
    """Delete settled deliveries past their days, in batches that hold no long lock; how many went."""
    gone = 0
    for old in too_old("created_at"):
        rows = Delivery.objects.exclude(state=State.WAITING).filter(old)
        while keys := list(rows.values_list("pk", flat=True)[:BATCH]):
            gone += Delivery.objects.filter(pk__in=keys).delete()[0]
    return gone
