"""One change to all offers of a cause: shown first, then made in the desired state, so that only those lines go out again.

The digest of the row a back office sent stays as it is: the same row coming again does not undo a correction, a row
that changed does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import msgspec
from django.db import connection as database
from django.utils.translation import gettext as _

from forain.hub.connections.models import Connection
from forain.hub.journal.unit import Unit, unit
from forain.hub.kit.clock import now
from forain.hub.kit.refusal import NotAllowed
from forain.hub.offers import applying
from forain.hub.offers.canon import digest_of
from forain.hub.offers.locking import lock_offers
from forain.hub.offers.models import Listing, ListingState, Offer
from forain.hub.reports import todos
from forain.hub.reports.models import Correction, Problem
from forain.hub.workspaces.audit import note
from forain.trade.events import EventKind
from forain.trade.money import Money, digits
from forain.trade.offer import OFFER_FIELDS, Condition

#: Examples kept and shown.
SHOWN: Final = 20
ATTRIBUTE: Final = "attributes."
_STRUCTURED: Final = frozenset({"shipping", "attributes"})
_TEXTS: Final = OFFER_FIELDS - {"price", "quantity", "images", "condition"} - _STRUCTURED


class Operation(StrEnum):
    """What is done to the field of each offer."""

    SET = "set"  #: give it a value
    REPLACE = "replace"  #: put one text in the place of another
    DROP = "drop"  #: take away the offending picture, or the value
    RESEND = "resend"  #: nothing; send it again as it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A correction somebody asks for."""

    cause: str
    operation: Operation
    field: str = ""
    value: str = ""
    find: str = ""


@dataclass(slots=True)
class Change:
    """One offer: what the field holds and what it would hold. `key`: of the offer; `listing`: where it was refused."""

    key: int
    listing: int
    sku: str
    before: str
    after: str
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def differs(self) -> bool:
        return bool(self.values)


@dataclass(slots=True)
class Preview:
    """What would change. `same`: offers of the cause the change does nothing for."""

    changes: list[Change]
    same: int
    field: str

    @property
    def examples(self) -> list[dict[str, str]]:
        return [{"sku": one.sku, "before": one.before, "after": one.after} for one in self.changes[:SHOWN]]


def preview(connection: Connection, wish: Wish) -> Preview:
    """Raises NotAllowed (`nothing_to_correct`, `cannot_correct`, `bad_value`); changes nothing."""
    rows = list(_concerned(connection, wish.cause))
    if not rows:
        raise NotAllowed("nothing_to_correct", _("No offer has this error any more."))
    name = wish.field or rows[0].field
    if wish.operation is Operation.RESEND:
        return Preview([_as_it_is(row) for row in rows if row.listing], 0, "")
    _insist_on_field(name, wish)
    found = _changes(rows, name, wish)
    changed = [one for one in found if one.differs]
    return Preview(changed, len(found) - len(changed), name)


def correct(connection: Connection, wish: Wish, *, actor: str) -> Correction:
    """Make the change; the offers differ again and go out with the next push, alone."""
    with unit(connection.workspace_id, actor) as work:
        lock_offers(connection.workspace_id)
        found = preview(connection, wish)
        if not found.changes:
            raise NotAllowed("nothing_to_correct", _("This change alters no offer."))
        row = _kept(connection, wish, found, actor)
        if wish.operation is not Operation.RESEND:
            _write(found.changes)
            applying.apply_to(connection.workspace_id, [one.sku for one in found.changes])
        _free(connection, wish, found.changes, row)
        _tell(work, connection, row)
    return row


def _kept(connection: Connection, wish: Wish, found: Preview, actor: str) -> Correction:
    return Correction.objects.create(
        workspace_id=connection.workspace_id,
        connection=connection,
        cause=wish.cause,
        operation=wish.operation.value,
        field=found.field,
        wanted={"value": wish.value, "find": wish.find},
        count=len(found.changes),
        examples=found.examples,
        created_by=actor[:160],
    )


def _tell(work: Unit, connection: Connection, row: Correction) -> None:
    note(
        connection.workspace_id,
        row.created_by,
        "offers.corrected",
        row.cause,
        count=row.count,
        field=row.field,
    )
    work.event(
        EventKind.OFFERS_CORRECTED,
        "offers",
        row.pk,
        connection_id=connection.pk,
        cause=row.cause,
        field=row.field,
        count=row.count,
    )
    todos.refresh(work, connection, row.created_by)


# -- what is concerned --------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Concerned:
    problem: int
    listing: int | None
    offer: Offer | None
    field: str
    value: str


def _concerned(connection: Connection, cause: str) -> Iterator[_Concerned]:
    rows = Problem.objects.filter(connection=connection, cause=cause, ended_at=None).order_by("sku", "id")
    for row in rows.select_related("listing__offer").iterator(chunk_size=2000):
        offer = row.listing.offer if row.listing else None
        yield _Concerned(row.pk, row.listing_id, offer, row.field, row.value)


def _as_it_is(row: _Concerned) -> Change:
    assert row.offer is not None
    assert row.listing is not None
    return Change(row.offer.pk, row.listing, row.offer.sku, "", "", {"again": True})


def _changes(rows: list[_Concerned], name: str, wish: Wish) -> list[Change]:
    """One for each offer, whatever number of problems it has."""
    found: dict[int, Change] = {}
    for row in rows:
        if row.offer is None or row.listing is None:
            continue
        known = found.get(row.offer.pk)
        before = known.values.get("after") if known and known.values else _value(row.offer, name)
        after = _changed(before, row, name, wish)
        told = known.before if known else _text(before)
        values = {"after": after, "name": name} if after != _value(row.offer, name) else {}
        found[row.offer.pk] = Change(row.offer.pk, row.listing, row.offer.sku, told, _text(after), values)
    return list(found.values())


def _insist_on_field(name: str, wish: Wish) -> None:
    known = name in OFFER_FIELDS - _STRUCTURED or name.startswith(ATTRIBUTE)
    if not known or (wish.operation is Operation.REPLACE and name in ("price", "quantity")):
        raise NotAllowed(
            "cannot_correct",
            _("“%(field)s” cannot be corrected in one go; name a field of the offers, or send them again.")
            % {"field": name},
        )


def _value(offer: Offer, name: str) -> Any:
    if name == "price":
        return offer.price_minor
    if name == "quantity":
        return offer.quantity
    if name.startswith(ATTRIBUTE):
        return (offer.details.get("attributes") or {}).get(name.removeprefix(ATTRIBUTE), "")
    return offer.details.get(name, [] if name == "images" else "")


def _text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


# -- the change ---------------------------------------------------------------------------------------------


def _changed(before: Any, row: _Concerned, name: str, wish: Wish) -> Any:
    if wish.operation is Operation.SET:
        return _read(name, wish.value, row.offer)
    if wish.operation is Operation.DROP:
        return [one for one in before if one != row.value] if name == "images" else _nothing(name)
    if isinstance(before, list):
        return [str(one).replace(wish.find, wish.value) for one in before]
    return str(before).replace(wish.find, wish.value)


def _nothing(name: str) -> Any:
    if name in ("price", "quantity"):
        raise _bad(name)
    return ""


def _read(name: str, text: str, offer: Offer | None) -> Any:
    """A value as it is kept. Raises NotAllowed for one that is none."""
    try:
        if name == "quantity":
            return _positive(int(text), name, least=0)
        if name == "price":
            currency = offer.currency if offer else "EUR"
            return _positive(_minor(text, currency), name, least=1)
    except (ValueError, InvalidOperation):
        raise _bad(name) from None
    if name == "condition" and text not in list(Condition):
        raise _bad(name)
    return [one for one in text.split() if one] if name == "images" else text


def _minor(text: str, currency: str) -> int:
    amount = Decimal(text.replace(",", "."))
    if not amount.is_finite() or amount != round(amount, digits(currency)):
        raise ValueError(text)
    return Money.of(amount, currency).minor


def _positive(number: int, name: str, *, least: int) -> int:
    if not least <= number < 2**31:
        raise _bad(name)
    return number


def _bad(name: str) -> NotAllowed:
    return NotAllowed("bad_value", _("This is no value for “%(field)s”.") % {"field": name})


# -- writing it down ----------------------------------------------------------------------------------------

_UPDATE: Final = f"""
    UPDATE offers_offer o SET quantity = d.quantity, price_minor = d.price, details = d.details::jsonb,
        digest = {digest_of("d.details::jsonb", "o.currency")}, changed_at = %s
    FROM unnest(%s::bigint[], %s::int[], %s::bigint[], %s::text[]) AS d(id, quantity, price, details)
    WHERE o.id = d.id"""  # noqa: S608  our own columns


def _write(changes: list[Change]) -> None:
    """As the intake writes them, in one statement."""
    keys = {one.key: one for one in changes}
    rows = [_row(offer, keys[offer.pk].values) for offer in Offer.objects.filter(pk__in=keys)]
    with database.cursor() as cursor:
        cursor.execute(_UPDATE, [now(), *(list(column) for column in zip(*rows, strict=True))])


def _row(offer: Offer, values: Mapping[str, Any]) -> tuple[int, int, int, str]:
    name, after = values["name"], values["after"]
    details = dict(offer.details)
    quantity, price = offer.quantity, offer.price_minor
    if name == "quantity":
        quantity = after
    elif name == "price":
        price = after
    elif name.startswith(ATTRIBUTE):
        key = name.removeprefix(ATTRIBUTE)
        details["attributes"] = _without_nothing({**(details.get("attributes") or {}), key: after})
    else:
        details[name] = after
    return offer.pk, quantity, price, msgspec.json.encode(_without_nothing(details)).decode()


def _without_nothing(told: Mapping[str, Any]) -> dict[str, Any]:
    """Empty members are left out, as the intake leaves them."""
    return {name: value for name, value in told.items() if value not in ("", None, [], {})}


def _free(connection: Connection, wish: Wish, changes: list[Change], row: Correction) -> None:
    """The listings may go out again, and the problems are history."""
    keys = [one.listing for one in changes]
    listings = Listing.objects.filter(pk__in=keys, sent=None)
    listings.update(refused=None, problem="", state=ListingState.PENDING)
    ended = Problem.objects.filter(
        connection=connection, cause=wish.cause, ended_at=None, listing_id__in=keys
    )
    ended.update(ended_at=now(), ended_by=f"correction:{row.pk}")


def of(workspace_id: UUID) -> list[Correction]:
    """The last ones, newest first."""
    rows = Correction.objects.select_related("connection").filter(workspace_id=workspace_id)
    return list(rows.order_by("-created_at")[:200])
