"""An offer checked against Spartoo's rules and lists, before anything is sent."""

from __future__ import annotations

from collections.abc import Iterator

from forain.connect.offers import Forms, LineProblem
from forain.marketplaces.spartoo.catalogue.check import check
from forain.marketplaces.spartoo.catalogue.findings import BY_LIST
from forain.marketplaces.spartoo.offers.explaining import CHECK
from forain.marketplaces.spartoo.offers.reporting import field_of
from forain.marketplaces.spartoo.offers.writing import Family, product_of
from forain.trade.offer import ChangeKind, OfferChange


def check_offer(change: OfferChange, forms: Forms, language: str = "FR") -> Iterator[LineProblem]:  # noqa: ARG001  the lists are the room's own
    """As a product of this one size; lists only warn, because they grow without notice."""
    if change.kind is ChangeKind.END:
        return
    product = product_of(Family(change.offer.family, (change,)), language)
    for found in check(product, language, new=change.kind is ChangeKind.NEW):
        yield LineProblem(
            code=f"{CHECK}{found.key}",
            field=field_of(found.place.rpartition("/")[2]),
            key=found.place,
            value=found.value,
            words=found.hint,
            fatal=found.fatal and found.key not in BY_LIST,
        )
