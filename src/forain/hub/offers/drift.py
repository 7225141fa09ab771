"""What a marketplace shows against what we believe it shows; page by page, so memory does not grow with the catalogue.

Our decisions: an offer that is shown before we ever sent it is adopted, with its content taken as the merchant's own, so
that connecting an account with a full shop does not send the whole shop again. What shows another price or quantity than
confirmed, or is not shown any more, differs from now on and goes out with the next push, through the breaker. What is
under way is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db import connection as database
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from forain.connect.offers import PublishedOffer
from forain.hub.connections.models import Connection, Mode
from forain.hub.kit.clock import now
from forain.hub.kit.refusal import NotAllowed
from forain.hub.offers import applying
from forain.hub.offers.locking import lock_offers
from forain.hub.offers.models import NOTHING, Audit, AuditState
from forain.hub.workspaces.audit import note

#: Findings that are kept with their values; the plan shows every difference.
_TOLD = 1000
OPEN = (AuditState.QUEUED, AuditState.RUNNING)
#: SKU, then price and quantity as shown, then as believed.
_Found = tuple[str, int | None, int | None, int | None, int | None]
_SHOWN = "SELECT * FROM unnest(%(skus)s::text[], %(prices)s::bigint[], %(quantities)s::int[]) AS t(sku, price, quantity)"
#: The digest of a listing as it is shown; another one than any we want.
_STRANGE = "md5('shown|' || s.sku || '|' || coalesce(s.price, -1) || '|' || coalesce(s.quantity, -1))::uuid"
_SAME = "(s.price IS NULL OR s.price = {price}) AND (s.quantity IS NULL OR s.quantity = {quantity})"
_DRIFTED = f"""
    WITH shown AS ({_SHOWN}), changed AS (
        UPDATE offers_listing l SET published = {_STRANGE}, published_at = %(at)s,
            published_price_minor = coalesce(s.price, l.published_price_minor),
            published_quantity = coalesce(s.quantity, l.published_quantity),
            state = CASE WHEN l.state IN ('live', 'ended') THEN 'pending' ELSE l.state END
        FROM shown s JOIN offers_offer o ON o.workspace_id = %(workspace)s AND o.sku = s.sku
            JOIN offers_listing b ON b.offer_id = o.id AND b.connection_id = %(connection)s
        WHERE l.id = b.id AND l.sent IS NULL AND l.published <> '{NOTHING}'
          AND NOT ({_SAME.format(price="l.published_price_minor", quantity="l.published_quantity")})
        RETURNING s.sku, s.price, s.quantity, b.published_price_minor, b.published_quantity)
    SELECT * FROM changed"""
_ADOPTED = f"""
    WITH shown AS ({_SHOWN}), changed AS (
        UPDATE offers_listing l SET
            published = CASE WHEN {_SAME.format(price="l.wanted_price_minor", quantity="l.wanted_quantity")} THEN l.wanted ELSE {_STRANGE} END,
            published_price_minor = coalesce(s.price, l.wanted_price_minor),
            published_quantity = coalesce(s.quantity, l.wanted_quantity),
            published_details = o.details, published_at = %(at)s,
            state = CASE WHEN {_SAME.format(price="l.wanted_price_minor", quantity="l.wanted_quantity")} THEN 'live' ELSE 'pending' END
        FROM shown s JOIN offers_offer o ON o.workspace_id = %(workspace)s AND o.sku = s.sku
        WHERE l.offer_id = o.id AND l.connection_id = %(connection)s AND l.sent IS NULL AND l.published = '{NOTHING}'
        RETURNING s.sku, s.price, s.quantity, NULL::bigint, NULL::int)
    SELECT * FROM changed"""
_SEEN = f"""
    WITH shown AS ({_SHOWN})
    UPDATE offers_listing l SET published_at = %(at)s FROM shown s
    JOIN offers_offer o ON o.workspace_id = %(workspace)s AND o.sku = s.sku
    WHERE l.offer_id = o.id AND l.connection_id = %(connection)s"""
_FOREIGN = f"""
    WITH shown AS ({_SHOWN})
    SELECT s.sku, s.price, s.quantity, NULL::bigint, NULL::int FROM shown s WHERE NOT EXISTS (
        SELECT FROM offers_offer o WHERE o.workspace_id = %(workspace)s AND o.sku = s.sku)"""
_MISSING = f"""
    UPDATE offers_listing l SET published = '{NOTHING}', published_quantity = 0,
        state = CASE WHEN l.state = 'live' THEN 'pending' ELSE l.state END
    FROM offers_offer o JOIN offers_listing b ON b.offer_id = o.id AND b.connection_id = %(connection)s
    WHERE l.id = b.id AND l.connection_id = %(connection)s AND l.sent IS NULL AND l.published <> '{NOTHING}'
      AND l.published_at < %(began)s AND (%(shows_empty)s OR l.published_quantity > 0)
    RETURNING o.sku, NULL::bigint, NULL::int, b.published_price_minor, b.published_quantity"""


def begin(connection: Connection, *, actor: str) -> Audit:
    """A look that waits for a worker; one that is open is given back. Raises NotAllowed (`no_offers`, `paused`)."""
    if connection.manifest.offers is None:
        raise NotAllowed("no_offers", _("This marketplace takes no offers from Forain."))
    if connection.mode == Mode.PAUSED:
        raise NotAllowed("paused", _("This connection is paused. Resume it first."))
    try:
        with transaction.atomic():
            row = Audit.objects.create(
                workspace_id=connection.workspace_id, connection=connection, created_by=actor[:160]
            )
            note(connection.workspace_id, actor, "offers.audit_asked", connection.name)
    except IntegrityError:
        return Audit.objects.get(connection=connection, state__in=OPEN)
    return row


def start(audit: Audit) -> Audit:
    """From the beginning, also where another worker ended in the middle: a look has no half."""
    applying.refresh(audit.workspace_id)
    audit.state, audit.started_at, audit.examples, audit.words = AuditState.RUNNING, now(), [], ""
    audit.seen = audit.drifted = audit.missing = audit.adopted = audit.foreign = 0
    audit.save()
    return audit


def open_audits() -> QuerySet[Audit, Audit]:
    """Those that want a worker, oldest first."""
    rows = Audit.objects.filter(state__in=OPEN).select_related("connection", "connection__workspace")
    return rows.order_by("started_at", "id")


def take_published(audit: Audit, offers: Iterable[PublishedOffer]) -> None:
    """One page of what is shown."""
    shown = list({one.sku: one for one in offers if one.sku}.values())
    values: dict[str, Any] = {
        "skus": [one.sku for one in shown],
        "prices": [one.price.minor if one.price else None for one in shown],
        "quantities": [one.quantity for one in shown],
        "workspace": audit.workspace_id,
        "connection": audit.connection_id,
        "at": now(),
    }
    with transaction.atomic():
        lock_offers(audit.workspace_id)
        _tell(audit, "adopted", _found(_ADOPTED, values))
        _tell(audit, "drifted", _found(_DRIFTED, values))
        _tell(audit, "foreign", _found(_FOREIGN, values))
        with database.cursor() as cursor:
            cursor.execute(_SEEN, values)
        audit.seen += len(shown)
        audit.save()


def finish(audit: Audit) -> Audit:
    """Everything was shown: what was not is missing."""
    there = audit.connection.manifest.offers
    values = {
        "connection": audit.connection_id,
        "began": audit.started_at,
        "shows_empty": there is None or there.shows_empty,
    }
    with transaction.atomic():
        lock_offers(audit.workspace_id)
        _tell(audit, "missing", _found(_MISSING, values))
        _end(audit, AuditState.DONE, now())
    return audit


def fail(audit: Audit, words: str) -> Audit:
    """The marketplace did not tell everything; what it told counts."""
    audit.words = words
    return _end(audit, AuditState.FAILED, now())


def _end(audit: Audit, state: AuditState, at: datetime) -> Audit:
    audit.state, audit.finished_at, audit.lease_until = state, at, None
    audit.save()
    return audit


def _found(statement: str, values: dict[str, Any]) -> list[_Found]:
    with database.cursor() as cursor:
        cursor.execute(statement, values)
        return [tuple(row) for row in cursor.fetchall()]


def _tell(audit: Audit, what: str, found: list[_Found]) -> None:
    setattr(audit, what, getattr(audit, what) + len(found))
    audit.examples = [*audit.examples, *(_finding(what, one) for one in sorted(found, key=_by_sku))][:_TOLD]


def _by_sku(one: _Found) -> str:
    return one[0]


def _finding(what: str, one: _Found) -> dict[str, Any]:
    sku, *values = one
    shown, believed = ({"price_minor": minor, "quantity": count} for minor, count in (values[:2], values[2:]))
    return {"sku": sku, "what": what, "shown": shown, "believed": believed}
