"""The circuit breaker: what would empty or give away a shop is stopped, explained, and let through by a typed number.

A confirmation is bound to what was stopped (`fingerprint`): other differences are judged anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection as database
from django.utils.translation import gettext as _

from forain.hub.connections.models import Connection
from forain.hub.journal.unit import Unit, unit
from forain.hub.kit.clock import now
from forain.hub.kit.refusal import NotAllowed
from forain.hub.offers import followers
from forain.hub.offers.models import NOTHING, OfferImport, SellingRules, Stop, StopKind, StopState
from forain.hub.workspaces.audit import note
from forain.hub.workspaces.models import Workspace
from forain.trade.events import EventKind

#: A share says little of few offers: below so many, nothing counts as a mass.
FEWEST = 10
_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Figures:
    """How many of how many, what exactly (`fingerprint`), and some of them."""

    count: int
    total: int
    fingerprint: str
    examples: list[dict[str, object]]


_GONE = f"(l.wanted = '{NOTHING}' OR l.wanted_quantity = 0)"
_SOLD = f"l.published <> '{NOTHING}' AND l.published_quantity > 0"
#: Kind -> condition of a listing (alias l) that is due; `%(limit)s` is the threshold in basis points.
_CONDITIONS = {
    StopKind.ZERO: f"{_SOLD} AND {_GONE}",
    StopKind.PRICE: (
        f"l.wanted <> '{NOTHING}' AND l.published <> '{NOTHING}' AND l.published_price_minor > 0 "
        "AND l.wanted_price_minor * 10000 < l.published_price_minor * (10000 - %(limit)s)"
    ),
}


def trips(rules: SellingRules) -> list[tuple[StopKind, Figures, int]]:
    """What the differences of a connection would do beyond its thresholds, whatever was confirmed."""
    found = []
    limits = {StopKind.ZERO: rules.zero_stop_bp, StopKind.PRICE: rules.price_stop_bp}
    for kind, limit in limits.items():
        figures = _figures(rules.connection_id, kind, limit)
        if figures is not None and _is_too_much(kind, figures, limit):
            found.append((kind, figures, limit))
    return found


def _is_too_much(kind: StopKind, figures: Figures, limit: int) -> bool:
    if kind is StopKind.PRICE:
        return figures.count > 0
    return figures.count >= FEWEST and figures.count * 10_000 > figures.total * limit


def _figures(connection_id: UUID, kind: StopKind, limit: int) -> Figures | None:
    where = f"l.connection_id = %(connection)s AND l.due AND {_CONDITIONS[kind]}"
    values: dict[str, Any] = {"connection": connection_id, "limit": limit}
    with database.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), coalesce(sum(hashtextextended(l.id || ':' || l.wanted, 0)::numeric), 0)::text "
            f"FROM offers_listing l WHERE {where}",
            values,
        )
        count, mark = cursor.fetchone()
        if not count:
            return None
        cursor.execute(
            f"SELECT count(*) FROM offers_listing l WHERE l.connection_id = %(connection)s AND {_SOLD}",
            values,
        )
        (total,) = cursor.fetchone()
        cursor.execute(
            "SELECT o.sku, l.published_price_minor, l.wanted_price_minor, l.published_quantity, l.wanted_quantity "
            f"FROM offers_listing l JOIN offers_offer o ON o.id = l.offer_id WHERE {where} ORDER BY l.id LIMIT {_EXAMPLES}",
            values,
        )
        names = ("sku", "price_before", "price_after", "quantity_before", "quantity_after")
        examples = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return Figures(count, max(total, count), f"{kind}:{mark}", examples)


def check(work: Unit, rules: SellingRules, connection: Connection) -> list[Stop]:
    """Stop what is beyond the thresholds and nobody confirmed; the open stops. Stops whose cause is gone are closed."""
    open_stops, tripped = [], trips(rules)
    for kind, figures, limit in tripped:
        if not _is_confirmed(connection.workspace_id, connection, kind, figures.fingerprint):
            open_stops.append(stop(work, connection.workspace_id, connection, kind, figures, limit))
    kinds = [one.kind for one in open_stops]
    gone = Stop.objects.filter(connection=connection, state=StopState.OPEN).exclude(kind__in=kinds)
    for one in gone:
        _decide(work, one, StopState.DISMISSED, "observation")
    return open_stops


def _is_confirmed(
    workspace_id: UUID, connection: Connection | None, kind: StopKind, fingerprint: str
) -> bool:
    return Stop.objects.filter(
        workspace_id=workspace_id,
        connection=connection,
        kind=kind,
        state=StopState.CONFIRMED,
        fingerprint=fingerprint,
    ).exists()


def fingerprint_of(row: OfferImport) -> str:
    """Of a file: its bytes."""
    return row.digest


def is_shrink_confirmed(row: OfferImport) -> bool:
    """Whether somebody let this very file through."""
    return _is_confirmed(row.workspace_id, None, StopKind.SHRUNK, fingerprint_of(row))


def stop(
    work: Unit,
    workspace_id: UUID,
    connection: Connection | None,
    kind: StopKind,
    figures: Figures,
    limit: int,
    subject: str = "",
) -> Stop:
    """Open a stop, or bring the open one up to date."""
    row = Stop.objects.filter(
        workspace_id=workspace_id, connection=connection, kind=kind, state=StopState.OPEN
    ).first()
    fresh = row is None
    row = row or Stop(workspace_id=workspace_id, connection=connection, kind=kind)
    row.count, row.total, row.limit_bp = figures.count, figures.total, limit
    row.fingerprint, row.examples, row.subject = figures.fingerprint, figures.examples, subject[:200]
    row.save()
    if fresh:
        work.event(
            EventKind.OFFERS_STOPPED,
            "stop",
            row.pk,
            connection_id=connection.pk if connection else None,
            why=kind.value,
            count=row.count,
            total=row.total,
        )
    followers.tell_stop(work, row)
    return row


def confirm(row: Stop, typed: str, *, actor: str) -> Stop:
    """Let through what was stopped. Raises NotAllowed (`stop_not_typed`, `stop_decided`)."""
    if typed.strip() != str(row.count):
        words = _("Type the number of offers concerned, %(count)s, to let it through.")
        raise NotAllowed("stop_not_typed", words % {"count": row.count}, count=row.count)
    return _decided(row, StopState.CONFIRMED, actor)


def dismiss(row: Stop, *, actor: str) -> Stop:
    """Leave it stopped: the to-do is done, and the next attempt is judged anew. Raises NotAllowed (`stop_decided`)."""
    return _decided(row, StopState.DISMISSED, actor)


def _decided(row: Stop, state: StopState, actor: str) -> Stop:
    with unit(row.workspace_id, actor) as work:
        fresh = Stop.objects.select_for_update(no_key=True).get(pk=row.pk)
        if fresh.state != StopState.OPEN:
            raise NotAllowed("stop_decided", _("This stop was decided already."))
        _decide(work, fresh, state, actor)
        note(row.workspace_id, actor, f"offers.stop_{state.value}", row.kind, count=row.count)
    return fresh


def _decide(work: Unit, row: Stop, state: StopState, by: str) -> None:
    row.state, row.decided_at, row.decided_by = state, now(), by[:160]
    row.save(update_fields=["state", "decided_at", "decided_by"])
    followers.tell_stop(work, row)


def explain(row: Stop) -> str:
    """Why it was stopped and what to do, for people."""
    facts = {
        "count": row.count,
        "total": row.total,
        "limit": f"{row.limit_bp / 100:g}",
        "subject": row.subject,
    }
    if row.kind == StopKind.ZERO:
        return (
            _(
                "%(count)d of %(total)d offers on sale would go to zero, more than %(limit)s %%. Nothing was sent."
            )
            % facts
        )
    if row.kind == StopKind.PRICE:
        return _("%(count)d prices would fall by more than %(limit)s %%. Nothing was sent.") % facts
    return (
        _(
            "%(count)d of %(total)d offers are not in “%(subject)s”, more than %(limit)s %%. Nothing was changed."
        )
        % facts
    )


def open_stops(workspace: Workspace) -> list[Stop]:
    """What waits for a decision, oldest first."""
    rows = Stop.objects.filter(workspace=workspace, state=StopState.OPEN).select_related("connection")
    return list(rows.order_by("opened_at"))
