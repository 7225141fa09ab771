"""How long deliveries are kept: as long as exchanges, and no longer; what waits is never forgotten."""

from __future__ import annotations

from datetime import timedelta

from forain.hub.config import config
from forain.hub.kit.clock import now
from forain.hub.webhooks.models import Delivery, State

BATCH = 5000


def forget_old() -> int:
    """Delete settled deliveries past their days, in batches that hold no long lock; how many went."""
    before = now() - timedelta(days=config().exchange_days)
    rows = Delivery.objects.exclude(state=State.WAITING).filter(created_at__lt=before)
    gone = 0
    while keys := list(rows.values_list("pk", flat=True)[:BATCH]):
        gone += Delivery.objects.filter(pk__in=keys).delete()[0]
    return gone
