"""Delivers what is due, endpoint by endpoint.

One worker at a time holds an endpoint; within it the events of one order go out one after the other, those of
different orders side by side. Each delivery is claimed too, and a try is counted before it is made: whoever finds the
row after a crash tries again with the same `webhook-id`.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

import httpx2
import structlog
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from forain.hub.journal.models import Event
from forain.hub.kit.addresses import BadAddress, Target, target
from forain.hub.kit.clock import now
from forain.hub.kit.keeper import keeping
from forain.hub.kit.lease import claim, still_ours
from forain.hub.kit.threads import in_database
from forain.hub.webhooks import post, schedule, signing
from forain.hub.webhooks.models import Delivery, Endpoint, State
from forain.hub.webhooks.payload import bodies
from forain.hub.webhooks.settle import begin, settle
from forain.hub.webhooks.spread import Overtaken, spread

log = structlog.get_logger(__name__)

#: Endpoints worked on by one job, deliveries claimed at a time, and tries side by side at one endpoint.
ENDPOINTS, BATCH, ABREAST = 20, 50, 8
#: Seconds one job stays with an endpoint; what is left is found by the next sweep.
STAY = 5.0


@dataclass(slots=True)
class Load:
    """What is tried now: deliveries in their order, what each says, and with which secrets it is signed."""

    deliveries: list[Delivery]
    bodies: dict[UUID, str]
    secrets: list[str]


@dataclass(slots=True)
class Round:
    """One stay at an endpoint. `misses` are failures in a row: an outage ends the stay."""

    endpoint: Endpoint
    http: httpx2.AsyncClient
    until: float
    misses: int = 0
    ended: bool = False
    seats: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(ABREAST))

    @property
    def open(self) -> bool:
        return not self.ended and self.misses < schedule.OUTAGE and time.monotonic() < self.until


def due() -> QuerySet[Endpoint, Endpoint]:
    """Endpoints with something to send now: new events, or deliveries whose time has come. Longest untouched first."""
    moment = now()
    news = Event.objects.filter(workspace_id=OuterRef("workspace_id"), id__gt=OuterRef("cursor"))
    waits = Delivery.objects.filter(endpoint=OuterRef("pk"), state=State.WAITING, next_at__lte=moment)
    rows = Endpoint.objects.filter(Q(paused_until=None) | Q(paused_until__lte=moment), disabled="")
    return rows.filter(Exists(news) | Exists(waits)).order_by(F("visited_at").asc(nulls_first=True))


async def deliver_due(limit: int = ENDPOINTS) -> int:
    """Work on the endpoints that are due and that nobody holds; how many deliveries were tried."""
    claimed = await in_database(claim, due(), limit)
    if not claimed:
        return 0
    async with keeping(claimed):
        return sum(await asyncio.gather(*map(_safely, claimed)))


async def _safely(endpoint: Endpoint) -> int:
    """A defect at one endpoint must not end the others; its lease runs out by itself."""
    try:
        return await _visit(endpoint)
    except Overtaken:
        return 0
    except Exception:
        log.exception("webhook failed", endpoint=str(endpoint.pk))
        return 0


async def _visit(endpoint: Endpoint) -> int:
    """Send until nothing is due, the time is over, or the endpoint is in an outage."""
    tried = 0
    async with post.client() as http:
        stay = Round(endpoint, http, time.monotonic() + STAY)
        while stay.open and (load := await in_database(_load, endpoint)) is not None:
            if load.deliveries:
                async with keeping(load.deliveries):
                    tried += await _send_all(stay, load)
    await in_database(_release, endpoint)
    return tried


def _load(endpoint: Endpoint) -> Load | None:
    """The next deliveries, claimed; None when there is nothing to do now. Raises Overtaken."""
    fresh = still_ours(endpoint).select_related("consumer").first()
    if fresh is None or fresh.disabled or (fresh.paused_until and fresh.paused_until > now()):
        return None
    seen = spread(fresh)
    rows = _claimed(fresh)
    if not rows:
        return Load([], {}, []) if seen else None
    return Load(rows, bodies(rows), signing.live_secrets(fresh))


def _claimed(endpoint: Endpoint) -> list[Delivery]:
    """Oldest event first; a single one while the endpoint is in an outage."""
    waiting = endpoint.deliveries.filter(state=State.WAITING, next_at__lte=now())
    few = 1 if endpoint.failures >= schedule.OUTAGE else BATCH
    rows = claim(waiting.order_by(F("event_id").asc(nulls_first=True)), few)
    for row in rows:
        row.endpoint = endpoint
    return sorted(rows, key=lambda row: row.event_id or 0)


async def _send_all(stay: Round, load: Load) -> int:
    """Try them all; those not tried (the stay ended) are given back. How many were tried."""
    try:
        goal: Target | BadAddress = await target(stay.endpoint.address)
    except BadAddress as no:
        goal = no
    lanes: dict[UUID, list[Delivery]] = defaultdict(list)
    for row in load.deliveries:
        lanes[row.lane].append(row)
    tried = sum(await asyncio.gather(*(_lane(stay, load, goal, rows) for rows in lanes.values())))
    await in_database(_give_back, load.deliveries)
    return tried


async def _lane(stay: Round, load: Load, goal: Target | BadAddress, rows: Sequence[Delivery]) -> int:
    """The events of one order, one after the other. One that fails is tried later and holds nothing back: a later
    `do_not_ship` must not wait for it."""
    tried = 0
    for row in rows:
        async with stay.seats:
            if stay.open and await in_database(begin, row):
                tried += 1
                await _try(stay, load, goal, row)
    return tried


async def _try(stay: Round, load: Load, goal: Target | BadAddress, row: Delivery) -> None:
    body = load.bodies[row.pk]
    if isinstance(goal, BadAddress):
        answer = post.refused(goal)
    else:
        headers = signing.headers(row.message_id, body, load.secrets)
        answer = await post.post(stay.http, goal, headers, body, load.secrets)
    stay.misses = 0 if answer.taken else stay.misses + 1
    stay.ended = stay.ended or answer.gone or answer.wait is not None
    await in_database(settle, row, answer)


def _give_back(rows: Sequence[Delivery]) -> None:
    for row in rows:
        still_ours(row).filter(state=State.WAITING).exclude(lease_until=None).update(lease_until=None)


def _release(endpoint: Endpoint) -> None:
    still_ours(endpoint).update(lease_until=None, visited_at=now())
