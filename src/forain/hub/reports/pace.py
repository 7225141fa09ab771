"""When the next file may go out: what the marketplace advises for an hour, and the hour's calls."""

from __future__ import annotations

from datetime import datetime, timedelta

from forain.connect.offers import OfferRules, OfferService
from forain.hub.connections.budget import Share, left, next_hour
from forain.hub.kit.clock import now
from forain.hub.offers.models import Push

HOUR = timedelta(hours=1)


def wait_until(push: Push, rules: OfferRules) -> datetime | None:
    """When this push may go out; None: now."""
    service = rules.service(push.service)
    if left(push.connection, Share.COMMAND, (service.name,)) <= 0:
        return next_hour()
    return _advised(push, rules, service)


def _advised(push: Push, rules: OfferRules, service: OfferService) -> datetime | None:
    """An hour after the oldest of the last so many files of this quota."""
    if not service.files_per_hour:
        return None
    quota = service.quota or service.name
    names = [one.name for one in rules.services if (one.quota or one.name) == quota]
    sent = Push.objects.filter(
        connection_id=push.connection_id, service__in=names, sent_at__gt=now() - HOUR
    ).exclude(pk=push.pk)
    recent = list(sent.order_by("-sent_at").values_list("sent_at", flat=True)[: service.files_per_hour])
    oldest = recent[-1] if len(recent) >= service.files_per_hour else None
    return oldest + HOUR if oldest else None
