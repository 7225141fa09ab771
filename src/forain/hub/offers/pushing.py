"""From differences to pushes that wait: facts, written before any call.

One listing is in one open push at most. Pushes that nobody began to send are taken back first, so that what goes out is
the newest wish and changes in between count once. What is under way is waited for; its newer wish goes out after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import msgspec
from django.db import connection as database
from django.db.models import Q
from django.utils.translation import gettext as _

from forain.connect.offers import OfferRules, OfferService
from forain.hub.connections.models import Connection
from forain.hub.connections.sending import closed
from forain.hub.journal.unit import Unit, unit
from forain.hub.kit.clock import now
from forain.hub.kit.refusal import NotAllowed
from forain.hub.offers import applying, breaker, plan, wake
from forain.hub.offers.locking import lock_offers
from forain.hub.offers.models import OPEN, Push, PushKind, PushState, Stop
from forain.hub.workspaces.audit import note
from forain.trade.events import EventKind
from forain.trade.offer import ChangeKind

_COLUMNS = "workspace_id, push_id, listing_id, sku, kind, digest, price_minor, quantity, fields, details"
#: COPY knows no row security, by which requests are bound: lines go through a table of this transaction.
_STAGE = (
    "CREATE TEMP TABLE IF NOT EXISTS forain_push_lines (workspace_id uuid, push_id uuid, listing_id bigint, sku text, "
    "kind text, digest uuid, price_minor bigint, quantity integer, fields text[], details jsonb) ON COMMIT DROP"
)
_COPY = f"COPY forain_push_lines ({_COLUMNS}) FROM STDIN"
_TAKE = f"INSERT INTO offers_pushline ({_COLUMNS}) SELECT {_COLUMNS} FROM forain_push_lines"


@dataclass(slots=True)
class Queued:
    """What a wish to push led to: pushes that wait, or stops that ask a person; `cannot`: SKUs no service takes."""

    pushes: list[Push] = field(default_factory=list)
    stops: list[Stop] = field(default_factory=list)
    cannot: int = 0

    @property
    def lines(self) -> int:
        return sum(sum(one.counts.values()) for one in self.pushes)


def enqueue(connection: Connection, *, actor: str) -> Queued:
    """Queue what differs. Raises NotAllowed when the connection may not send or its marketplace takes no offers."""
    rules_there = refuse_unless_selling(connection)
    applying.refresh(connection.workspace_id)
    queued = Queued()
    with unit(connection.workspace_id, actor) as work:
        lock_offers(connection.workspace_id)
        take_back(connection.pk)
        queued.stops = breaker.check(work, applying.rules_of(connection), connection)
        if not queued.stops:
            _queue(work, connection, rules_there, queued, actor)
    return queued


def replace(connection: Connection, typed: str, *, actor: str) -> Queued:
    """Queue everything that is wanted as the whole inventory: what is not in it leaves the sale.

    `typed` is the connection's name. Raises NotAllowed (`no_replacement`, `replacement_not_typed`, `replaced_lately`,
    `push_under_way`).
    """
    there = refuse_unless_selling(connection)
    _refuse_replacement(connection, there, typed)
    applying.refresh(connection.workspace_id)
    queued = Queued()
    with unit(connection.workspace_id, actor) as work:
        lock_offers(connection.workspace_id)
        take_back(connection.pk)
        if Push.objects.filter(connection=connection, state__in=OPEN).exists():
            raise NotAllowed("push_under_way", _("A push is under way. Wait for its answer first."))
        queued.stops = breaker.check(work, applying.rules_of(connection), connection)
        if not queued.stops:
            part = list(plan.everything(connection))
            queued.pushes.append(
                _written(connection, there.service(there.replaces), part, actor, PushKind.REPLACEMENT)
            )
            _hold(work, connection, queued)
            note(connection.workspace_id, actor, "offers.replaced", connection.name, offers=len(part))
    return queued


def _refuse_replacement(connection: Connection, there: OfferRules, typed: str) -> None:
    if not there.replaces:
        raise NotAllowed("no_replacement", _("This marketplace has no full replacement."))
    if typed.strip() != connection.name:
        words = _("Type the name of the connection, “%(name)s”, to replace everything it sells.")
        raise NotAllowed("replacement_not_typed", words % {"name": connection.name}, name=connection.name)
    since = now() - (there.replaces_every or timedelta(days=1))
    states = [one.value for one in PushState if one not in (PushState.FAILED, PushState.TAKEN_BACK)]
    rows = Push.objects.filter(connection=connection, kind=PushKind.REPLACEMENT, state__in=states)
    if rows.filter(created_at__gt=since).exists():
        raise NotAllowed("replaced_lately", _("The marketplace takes one full replacement in 24 hours."))


def refuse_unless_selling(connection: Connection) -> OfferRules:
    """Raises NotAllowed (`no_offers`, `observe_mode`, `paused`…)."""
    rules = connection.manifest.offers
    if rules is None:
        raise NotAllowed("no_offers", _("This marketplace takes no offers from Forain."))
    refusal = closed(connection)
    if refusal is not None:
        raise refusal
    return rules


def take_back(connection_id: UUID) -> int:
    """Pushes nobody has begun to send give their listings back; how many pushes."""
    free = Q(lease_until=None) | Q(lease_until__lt=now())
    rows = Push.objects.select_for_update(no_key=True).filter(
        free, connection_id=connection_id, state=PushState.QUEUED
    )
    keys = [one.pk for one in rows]
    if keys:
        with database.cursor() as cursor:
            cursor.execute(_RELEASE, [keys])
            cursor.execute("DELETE FROM offers_pushline WHERE push_id = ANY(%s)", [keys])
        Push.objects.filter(pk__in=keys).update(state=PushState.TAKEN_BACK, settled_at=now())
    return len(keys)


_RELEASE = (
    "UPDATE offers_listing SET sent = NULL, push_id = NULL, "
    "state = CASE WHEN published = '00000000-0000-0000-0000-000000000000' THEN 'new' ELSE 'pending' END "
    "WHERE push_id = ANY(%s)"
)
_HOLD = (
    "UPDATE offers_listing l SET sent = p.digest, push_id = p.push_id, state = 'sent' FROM offers_pushline p "
    "WHERE p.push_id = ANY(%s) AND l.id = p.listing_id"
)


def _queue(work: Unit, connection: Connection, there: OfferRules, queued: Queued, actor: str) -> None:
    total = plan.summary(connection).total
    for service, part in _parts(connection, there, total, queued):
        queued.pushes.append(_written(connection, service, part, actor))
    _hold(work, connection, queued)


def _written(
    connection: Connection,
    service: OfferService,
    part: list[plan.Difference],
    actor: str,
    kind: PushKind = PushKind.DIFFERENCE,
) -> Push:
    push = Push(
        workspace_id=connection.workspace_id,
        connection=connection,
        service=service.name,
        kind=kind,
        why=dict(service.why),
        created_by=actor[:160],
        counts=_counts(part),
    )
    push.save()
    _copy(push, part)
    return push


def _hold(work: Unit, connection: Connection, queued: Queued) -> None:
    keys = [one.pk for one in queued.pushes]
    if not keys:
        return
    with database.cursor() as cursor:
        cursor.execute(_HOLD, [keys])
    work.event(
        EventKind.OFFERS_QUEUED,
        "push",
        keys[0],
        connection_id=connection.pk,
        pushes=len(keys),
        offers=queued.lines,
    )
    work.after_commit(lambda: wake.wake(connection.pk))


def _parts(
    connection: Connection, there: OfferRules, total: int, queued: Queued
) -> Iterator[tuple[OfferService, list[plan.Difference]]]:
    """Differences by service, as many as one push may have."""
    waiting: dict[str, list[plan.Difference]] = {}
    for one in plan.differences(connection):
        try:
            service = there.choose(one.kind, one.names, total, one.sku)
        except LookupError:
            queued.cannot += 1
            continue
        part = waiting.setdefault(service.name, [])
        part.append(one)
        if len(part) >= service.rows:
            yield service, part
            waiting[service.name] = []
    for name, part in waiting.items():
        if part:
            yield there.service(name), part


def _counts(part: list[plan.Difference]) -> dict[str, int]:
    kinds = [one.kind for one in part]
    return {kind.value: kinds.count(kind) for kind in (ChangeKind.NEW, ChangeKind.UPDATE, ChangeKind.END)}


def _copy(push: Push, part: list[plan.Difference]) -> None:
    with database.cursor() as cursor:
        cursor.execute(_STAGE)
        cursor.execute("TRUNCATE forain_push_lines")
        with cursor.cursor.copy(_COPY) as copy:
            for one in part:
                copy.write_row((
                    push.workspace_id, push.pk, one.listing_id, one.sku, one.kind.value, one.digest, one.price_minor,
                    one.quantity, sorted(one.fields), _content(one),
                ))  # fmt: skip
        cursor.execute(_TAKE)


def _content(one: plan.Difference) -> str | None:
    """Kept with the line only where it changed, or is not known there."""
    if one.kind is ChangeKind.UPDATE and one.fields and one.names <= {"price", "quantity"}:
        return None
    return msgspec.json.encode(one.content).decode()
