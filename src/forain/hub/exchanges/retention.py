"""How long exchanges are kept (`exchange_days`): long enough to prove what happened, not for ever."""

from __future__ import annotations

from datetime import timedelta

from forain.hub.config import config
from forain.hub.exchanges.models import Exchange
from forain.hub.kit.clock import now

BATCH = 5000


def forget_old() -> int:
    """Delete exchanges past their days, in batches that hold no long lock; how many went."""
    before = now() - timedelta(days=config().exchange_days)
    gone = 0
    while keys := list(Exchange.objects.filter(started_at__lt=before).values_list("pk", flat=True)[:BATCH]):
        gone += Exchange.objects.filter(pk__in=keys).delete()[0]
    return gone
