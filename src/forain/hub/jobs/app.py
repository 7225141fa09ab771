"""Procrastinate's tasks. A job carries only a key; the work is read from our tables (architecture.md section 8)."""

from __future__ import annotations

import uuid
from typing import Any

import structlog
from django.db import connection as database
from django.db.models import Q, QuerySet
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Status

from forain.hub.exchanges.retention import forget_old as forget_exchanges
from forain.hub.inbox.escalation import escalate_due
from forain.hub.inbox.mails import send_waiting
from forain.hub.inbox.quiet import look_for_quiet
from forain.hub.inbox.unseen import look_for_unseen
from forain.hub.jobs.seats import Seats
from forain.hub.jobs.sources import look_at_due
from forain.hub.kit.clock import now
from forain.hub.kit.threads import in_database
from forain.hub.offers import wake as offers_wake
from forain.hub.offers.ticking import tick
from forain.hub.orders.skus import look_again, workspaces_to_look_at
from forain.hub.outbox import wake
from forain.hub.outbox.idempotency import forget_old as forget_answers
from forain.hub.push.drain import drain, lanes_waiting
from forain.hub.reports.auditing import audit_due
from forain.hub.reports.sending import drain as send_offers
from forain.hub.reports.sending import lanes_waiting as offers_waiting
from forain.hub.sync.run import BATCH, due, visit_due
from forain.hub.webhooks.deliver import ENDPOINTS, deliver_due
from forain.hub.webhooks.deliver import due as endpoints_due
from forain.hub.webhooks.retention import forget_old as forget_deliveries
from forain.hub.workspaces.throttle import forget_old as forget_logins

log = structlog.get_logger(__name__)

#: Seconds without heartbeat after which a worker counts as dead (section 8, rule 5).
STALLED = 8.0


@app.task(name="forain.visit", queue="visits", pass_context=False)
async def visit_batch() -> None:
    """Visit one batch of connections that are due."""
    done = await visit_due(BATCH)
    if done:
        log.info("visited", connections=len(done), changed=sum(one.changed for one in done))


@app.task(name="forain.drain", queue="commands", pass_context=False)
async def drain_lane(connection_id: str) -> None:
    """Work off the commands of one connection."""
    await drain(uuid.UUID(connection_id))


@app.task(name="forain.sell", queue="commands", pass_context=False)
async def drain_offers(connection_id: str) -> None:
    """Send the offers of one connection and follow their reports."""
    await send_offers(uuid.UUID(connection_id))


#: Slow receivers must not keep commands from going out.
_delivering = Seats(4)


@app.task(name="forain.deliver", queue="webhooks", pass_context=False)
async def deliver_batch() -> None:
    """Send events to endpoints that are due."""
    with _delivering.one() as free:
        if free:  # else the next sweep asks again
            await deliver_due(ENDPOINTS)


@app.periodic(cron="* * * * * */1")
@app.task(name="forain.sweep", queue="sweep", pass_context=False)
async def sweep(timestamp: int) -> None:  # noqa: ARG001  the engine passes it by name
    """Each second: wake lanes with overdue commands, and visits and webhooks that are due. A lost wake-up is found
    here."""
    visits, deliveries, lanes, selling = await in_database(_overdue)
    for _ in range(visits):
        await visit_batch.defer_async()
    for _ in range(deliveries):
        await deliver_batch.defer_async()
    for lane in lanes:
        await drain_lane.defer_async(connection_id=str(lane))
    for lane in selling:
        await drain_offers.defer_async(connection_id=str(lane))


@app.periodic(cron="* * * * * */2")
@app.task(name="forain.offers", queue="sweep", pass_context=False)
async def offers(timestamp: int) -> None:  # noqa: ARG001
    """Every two seconds: reservations, stale states and pushes whose turn it is."""
    await in_database(tick)


#: Slow addresses must not keep other work waiting.
_gathering = Seats(3)


@app.periodic(cron="* * * * * */2")
@app.task(name="forain.gather", queue="sweep", pass_context=False)
async def gather(timestamp: int) -> None:  # noqa: ARG001
    """Every two seconds: folders and addresses offers come from, those whose turn it is."""
    with _gathering.one() as free:
        if free:
            await look_at_due()


@app.periodic(cron="* * * * * */2")
@app.task(name="forain.remap", queue="sweep", pass_context=False)
async def remap(timestamp: int) -> None:  # noqa: ARG001
    """Every two seconds: one batch of open orders for each catalogue that changed."""
    for workspace in await in_database(workspaces_to_look_at):
        await in_database(look_again, workspace)


_auditing = Seats(1)


@app.periodic(cron="* * * * * */2")
@app.task(name="forain.audit", queue="sweep", pass_context=False)
async def audit_offers(timestamp: int) -> None:  # noqa: ARG001
    """Every two seconds: audits somebody asked for, one at a time in a process."""
    with _auditing.one() as free:
        if free:
            await audit_due()


def _overdue() -> tuple[int, int, list[uuid.UUID], list[uuid.UUID]]:
    """How many visits and deliveries to start, and which lanes of commands and of offers to drain, beyond what waits in
    the engine already."""
    visits, deliveries = _batches(due(), BATCH), _batches(endpoints_due(), ENDPOINTS)
    return (
        max(0, visits - _waiting(visit_batch).count()),
        max(0, deliveries - _waiting(deliver_batch).count()),
        _asleep(drain_lane, lanes_waiting()),
        _asleep(drain_offers, offers_waiting()),
    )


def _asleep(task: Any, lanes: list[uuid.UUID]) -> list[uuid.UUID]:
    """Lanes nobody was woken for yet."""
    woken = set(_waiting(task).values_list("args__connection_id", flat=True))
    return [one for one in lanes if str(one) not in woken]


def _batches(rows: QuerySet[Any, Any], size: int) -> int:
    free = Q(lease_until=None) | Q(lease_until__lt=now())
    return -(-rows.filter(free).order_by().count() // size)


def _waiting(task: Any) -> QuerySet[ProcrastinateJob, ProcrastinateJob]:
    """Wake-ups nobody fetched yet: waking twice is harmless, but would grow the engine's table."""
    return ProcrastinateJob.objects.filter(status="todo", task_name=task.name)


@app.periodic(cron="* * * * * */5")
@app.task(name="forain.reap", queue="sweep", pass_context=False)
async def reap(timestamp: int) -> None:  # noqa: ARG001
    """Forget the wake-ups of workers that died: what they were about is found by the sweep."""
    manager = app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED):
        await manager.finish_job(job, status=Status.FAILED, delete_job=True)


@app.periodic(cron="* * * * * */5")
@app.task(name="forain.escalate", queue="sweep", pass_context=False)
async def escalate(timestamp: int) -> None:  # noqa: ARG001
    """Tell of clocks that run out, then send the mails that wait."""
    taken = await in_database(escalate_due)
    sent = await send_waiting()
    if taken or sent:
        log.info("escalated", todos=taken, mails=sent)


@app.periodic(cron="*/10 * * * *")
@app.task(name="forain.quiet", queue="sweep", pass_context=False)
async def quiet(timestamp: int) -> None:  # noqa: ARG001
    """Look for connections that are quieter than usual, and for effects that do not show."""
    await in_database(look_for_quiet)
    await in_database(look_for_unseen)


@app.periodic(cron="17 3 * * *")
@app.task(name="forain.tidy", queue="sweep", pass_context=False)
async def tidy(timestamp: int) -> None:  # noqa: ARG001
    """Each night: forget exchanges and deliveries past their days and remembered answers past theirs."""
    exchanges = await in_database(forget_exchanges)
    await in_database(forget_deliveries)
    await in_database(forget_answers)
    await in_database(forget_logins)
    log.info("tidied", exchanges=exchanges)


def _wake_lane(connection_id: uuid.UUID) -> None:
    drain_lane.defer(connection_id=str(connection_id))


def _wake_offers(connection_id: uuid.UUID) -> None:
    drain_offers.defer(connection_id=str(connection_id))


wake.plug(_wake_lane)
offers_wake.plug(_wake_offers)


def table_tuning() -> None:
    """Fresh statistics and eager vacuum for the engine's tables: a fetch takes 0.2 ms instead of 6 (section 8, rule 7)."""
    with database.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE procrastinate_jobs SET (autovacuum_vacuum_scale_factor = 0.02, "
            "autovacuum_analyze_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0)"
        )
        cursor.execute("ANALYZE procrastinate_jobs")
