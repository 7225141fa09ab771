"""What offers do by themselves: apply reservations, work out what is stale, push on schedule."""

from __future__ import annotations

from datetime import timedelta

import structlog

from forain.hub.connections.models import Mode
from forain.hub.kit.clock import now
from forain.hub.kit.refusal import NotAllowed
from forain.hub.offers import applying, pushing, reserving
from forain.hub.offers.models import SellingRules

log = structlog.get_logger(__name__)


def tick() -> int:
    """One turn, a second or two after the last; how many things were done. What fails is tried at the next turn."""
    done = 0
    for workspace in reserving.pending_workspaces():
        done += reserving.apply_soon(workspace)
    for workspace in reserving.untold_workspaces():
        done += bool(reserving.tell_shown_soon(workspace))
    stale = SellingRules.objects.filter(stale=True).values_list("workspace_id", flat=True)
    for workspace in set(stale.distinct()):
        done += bool(applying.refresh(workspace))
    return done + push_due()


def push_due() -> int:
    """Pushes of connections whose turn it is; one that may not send waits for the next turn."""
    rows = SellingRules.objects.select_related("connection").filter(
        push_every_seconds__gt=0, next_push_at__lte=now(), connection__mode=Mode.LIVE
    )
    queued = 0
    for rules in rows:
        following = now() + timedelta(seconds=rules.push_every_seconds)
        mine = SellingRules.objects.filter(pk=rules.pk, next_push_at=rules.next_push_at)
        if not mine.update(next_push_at=following):  # another worker was faster
            continue
        try:
            queued += len(pushing.enqueue(rules.connection, actor="schedule").pushes)
        except NotAllowed as refusal:
            log.info("offers.not_pushed", connection=str(rules.connection_id), code=refusal.code)
    return queued
