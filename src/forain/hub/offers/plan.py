"""What would be sent to a connection, exactly: new, changed with old and new values, ended. Nothing here writes.

Differences are the rows whose `due` the database keeps true; reading them costs as much as there are, not as many
offers as there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import connection as database

from forain.connect.offers import OfferRules
from forain.hub.connections.models import Connection
from forain.hub.offers import applying
from forain.hub.offers.canon import content
from forain.hub.offers.models import NOTHING, Listing, ListingState, SellingRules
from forain.trade.offer import ChangeKind

PAGE = 5_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect. `fatal`: the marketplace would refuse the offer; else it is worth a look. `cause`, `fix`: by language."""

    code: str
    field: str
    value: str
    fatal: bool
    cause: Mapping[str, str]
    fix: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """One listing that is not as it is wanted. `fields`: member -> (old, new); an update without any is one whose
    content at the marketplace is not known. `content`: members beyond sku, price and quantity. `findings`: what the
    marketplace would say, where somebody looked (`checking.looked_at`)."""

    listing_id: int
    sku: str
    kind: ChangeKind
    digest: UUID
    price_minor: int
    quantity: int
    currency: str
    fields: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    content: Mapping[str, Any] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self.fields)


@dataclass(frozen=True, slots=True)
class Summary:
    """How many differences of each kind, and what does not go out now: under way, rejected as it is, held."""

    new: int
    update: int
    end: int
    under_way: int
    rejected: int

    @property
    def total(self) -> int:
        return self.new + self.update + self.end


_SELECT = """
    SELECT l.id, o.sku, l.wanted, l.wanted_price_minor, l.wanted_quantity, l.published, l.published_price_minor,
           l.published_quantity, l.published_details, o.currency, o.details
    FROM offers_listing l JOIN offers_offer o ON o.id = l.offer_id
    WHERE l.connection_id = %s AND l.due AND l.id > %s ORDER BY l.id LIMIT %s"""


def differences(connection: Connection, after: int = 0) -> Iterator[Difference]:
    """All differences after a listing's id, page by page: memory does not grow with them."""
    rules = applying.rules_of(connection)
    while rows := _page(connection.pk, after, PAGE):
        for row in rows:
            yield _difference(row, rules, connection.manifest.offers)
        after = rows[-1][0]


def everything(connection: Connection) -> Iterator[Difference]:
    """All that is wanted, changed or not, with its whole content: for a full replacement."""
    rules, after = applying.rules_of(connection), 0
    statement = _SELECT.replace("l.due", f"l.wanted <> '{NOTHING}'")
    while rows := _page(connection.pk, after, PAGE, statement):
        for row in rows:
            one = _difference(row, rules, connection.manifest.offers)
            kind = ChangeKind.NEW if one.kind is ChangeKind.NEW else ChangeKind.UPDATE
            yield replace(one, kind=kind, fields={} if kind is ChangeKind.UPDATE else one.fields)
        after = rows[-1][0]


def page(connection: Connection, after: int = 0, limit: int = 50) -> tuple[list[Difference], int | None]:
    """One page, and after which listing the next begins."""
    rules = applying.rules_of(connection)
    rows = _page(connection.pk, after, limit + 1)
    found = [_difference(row, rules, connection.manifest.offers) for row in rows[:limit]]
    return found, found[-1].listing_id if len(rows) > limit else None


def _page(connection_id: UUID, after: int, limit: int, statement: str = _SELECT) -> list[tuple[Any, ...]]:
    with database.cursor() as cursor:
        cursor.execute(statement, [connection_id, after, limit])
        return [tuple(row) for row in cursor.fetchall()]


def _difference(row: tuple[Any, ...], rules: SellingRules, known: OfferRules | None) -> Difference:
    key, sku, wanted, price, quantity, published, *before, currency, details = row
    told = content(_understood(_loaded(details), known), rules.shipping_profile)
    kind = _kind(wanted, published)
    old_price, old_quantity, old = before
    values: dict[str, tuple[Any, Any]] = {}
    if kind is ChangeKind.NEW:
        values = {name: (None, value) for name, value in told.items()}
        values |= {"price": (None, price), "quantity": (None, quantity)}
    elif kind is ChangeKind.UPDATE:
        values = _changed(price, quantity, told, old_price, old_quantity, _loaded(old))
    return Difference(key, sku, kind, wanted, price, quantity, currency, values, told)


def _loaded(value: Any) -> Any:
    """Django gives jsonb of raw statements as text."""
    import msgspec

    return msgspec.json.decode(value) if isinstance(value, str | bytes) else value


def _understood(details: Mapping[str, Any], known: OfferRules | None) -> dict[str, Any]:
    return {name: value for name, value in details.items() if known is None or name in known.fields}


def _kind(wanted: UUID, published: UUID) -> ChangeKind:
    if wanted == NOTHING:
        return ChangeKind.END
    return ChangeKind.NEW if published == NOTHING else ChangeKind.UPDATE


def _changed(
    price: int,
    quantity: int,
    told: Mapping[str, Any],
    old_price: int | None,
    old_quantity: int | None,
    old: Mapping[str, Any] | None,
) -> dict[str, tuple[Any, Any]]:
    """Empty where nobody knows what the marketplace has."""
    if old is None:
        return {}
    values: dict[str, tuple[Any, Any]] = {}
    if price != old_price:
        values["price"] = (old_price, price)
    if quantity != old_quantity:
        values["quantity"] = (old_quantity, quantity)
    if told != old:
        names = sorted({*told, *old})
        values |= {name: (old.get(name), told.get(name)) for name in names if old.get(name) != told.get(name)}
    return values


def summary(connection: Connection) -> Summary:
    """Counts of the differences, and of what waits."""
    statement = """
        SELECT count(*) FILTER (WHERE published = %s), count(*) FILTER (WHERE wanted = %s), count(*)
        FROM offers_listing WHERE connection_id = %s AND due"""
    with database.cursor() as cursor:
        cursor.execute(statement, [NOTHING, NOTHING, connection.pk])
        new, end, total = cursor.fetchone()
    rows = Listing.objects.filter(connection=connection)
    return Summary(
        new=new,
        update=total - new - end,
        end=end,
        under_way=rows.exclude(push_id=None).count(),
        rejected=rows.filter(state=ListingState.REJECTED).count(),
    )
