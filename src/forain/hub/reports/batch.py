"""The offers of a push as the room reads them: line by line, families together, nothing kept whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from django.db import connections
from django.db.models import F, QuerySet, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, NullIf

from forain.connect.offers import OfferBatch, OfferRules
from forain.hub.offers.canon import to_trade
from forain.hub.offers.models import Listing, Push, PushKind, PushLine
from forain.hub.reports.forms import forms_of
from forain.trade.offer import ChangeKind, OfferChange

CHUNK: Final = 2000
#: What an offer is a variant of: the parent among its details, else itself.
FAMILY: Final = Coalesce(
    NullIf(KeyTextTransform("parent", "listing__offer__details"), Value("", TextField())),
    F("sku"),
    output_field=TextField(),
)


def batch_of(push: Push, rules: OfferRules) -> OfferBatch:
    """What to send; reading it asks the database from whichever thread reads."""
    return OfferBatch(
        name=f"forain-{push.pk.hex[:12]}",
        service=push.service,
        changes=_Changes(push, rules),
        replace=push.kind == PushKind.REPLACEMENT,
        forms=forms_of(push.connection),
    )


class _Changes:
    """May be read more than once; closes the reading thread's connection to the database afterwards."""

    def __init__(self, push: Push, rules: OfferRules) -> None:
        self._push, self._rules = push, rules

    def __iter__(self) -> Iterator[OfferChange]:
        try:
            if self._rules.families:
                yield from _in_families(self._push, self._rules)
            else:
                rows = lines_of(self._push).order_by("id").values_list(*_MEMBERS)
                yield from map(change_of, rows.iterator(chunk_size=CHUNK))
        finally:
            connections.close_all()


def lines_of(push: Push) -> QuerySet[PushLine, PushLine]:
    """The lines of a push that nothing was said of yet."""
    return PushLine.objects.filter(push=push, outcome="")


def told_lines(push: Push) -> Iterator[tuple[str, OfferChange]]:
    """Each line with the family it is of."""
    rows = lines_of(push).annotate(family=FAMILY).order_by("id").values_list(*_MEMBERS, "family")
    for row in rows.iterator(chunk_size=CHUNK):
        yield row[-1], change_of(row)


#: What a whole offer needs; plain rows, because a million models would cost more than writing the file.
_MEMBERS: Final = (
    "sku", "kind", "quantity", "price_minor", "fields", "details",
    "listing__offer__currency", "listing__offer__details",
)  # fmt: skip


def change_of(row: Sequence[Any]) -> OfferChange:
    """A line as the room takes it. The content is the line's own, else what the offer says now."""
    sku, kind, quantity, price, fields, own, currency, details = row[: len(_MEMBERS)]
    wish = to_trade(sku, quantity, price, currency, details if own is None else own)
    return OfferChange(kind=ChangeKind(kind), offer=wish, fields=frozenset(fields))


# -- families -----------------------------------------------------------------------------------------------


def _in_families(push: Push, rules: OfferRules) -> Iterator[OfferChange]:
    """Families together, each in the order of its SKUs; with a service that takes whole products, all its variants."""
    whole = ChangeKind.SAME in rules.service(push.service).kinds
    rows = lines_of(push).annotate(family=FAMILY).order_by("family", "sku")
    others = _siblings(push, rows) if whole else {}
    told = rows.values_list(*_MEMBERS, "family").iterator(chunk_size=CHUNK)
    for family, found in groupby(told, lambda row: row[-1]):
        sent = [change_of(row) for row in found]
        yield from sorted([*sent, *others.get(family, ())], key=lambda one: one.offer.sku)


def _siblings(push: Push, rows: QuerySet[Any, Any]) -> dict[str, list[OfferChange]]:
    """Variants that are on sale and not in this push, as they are wanted, by family."""
    families = list(rows.order_by().values_list("family", flat=True).distinct())
    sent = PushLine.objects.filter(push=push).values("listing_id")
    listings = Listing.objects.select_related("offer").filter(
        connection_id=push.connection_id,
        workspace_id=push.workspace_id,
        offer__details__parent__in=families,
        published_quantity__isnull=False,
    )
    found: dict[str, list[OfferChange]] = {}
    for row in listings.exclude(pk__in=sent):
        found.setdefault(str(row.offer.details["parent"]), []).append(_same(row))
    return found


def _same(row: Listing) -> OfferChange:
    """As it is wanted now: units sold since must not come back with a neighbour's description."""
    offer = row.offer
    wish = to_trade(offer.sku, row.wanted_quantity, row.wanted_price_minor, offer.currency, offer.details)
    return OfferChange(kind=ChangeKind.SAME, offer=wish)


def order_in_families(push: Push, rules: OfferRules) -> dict[str, list[str]]:
    """Family -> the SKUs in the order they are sent, for reports that name variants by their place."""
    found: dict[str, list[str]] = {}
    for change in _in_families(push, rules):
        found.setdefault(change.offer.family, []).append(change.offer.sku)
    return found
