"""From a marketplace's line to the merchant's SKU, by ordered strategies. Reads only."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from forain.hub.skus.models import Alias, Product, Rules, Strategy, every_strategy

PLACE = "{sku}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a line says about its article."""

    workspace_id: uuid.UUID
    connection_id: uuid.UUID
    sku: str
    gtins: Sequence[str] = ()
    patterns: Sequence[str] = field(default=())


@dataclass(frozen=True, slots=True)
class Found:
    sku: str
    strategy: Strategy


def is_on(workspace_id: uuid.UUID) -> bool:
    """Mapping begins with the first product of the catalogue."""
    return Product.objects.filter(workspace_id=workspace_id).exists()


def resolve(wanted: Wanted) -> Found | None:
    """The first strategy that leads to exactly one product decides; None when none does."""
    rules = Rules.objects.filter(workspace_id=wanted.workspace_id).first()
    names = rules.strategies if rules else every_strategy()
    wanted = Wanted(
        wanted.workspace_id, wanted.connection_id, wanted.sku, wanted.gtins, rules.patterns if rules else ()
    )
    for name in names:
        sku = _WAYS[Strategy(name)](wanted)
        if sku:
            return Found(sku, Strategy(name))
    return None


def _same(wanted: Wanted) -> str:
    return _known(wanted, wanted.sku)


def _alias(wanted: Wanted) -> str:
    """The connection's own alias goes before one for all."""
    rows = Alias.objects.filter(workspace_id=wanted.workspace_id, alias=wanted.sku).select_related("product")
    if not wanted.sku:
        return ""
    found = {row.connection_id: row.product.sku for row in rows}
    return found.get(wanted.connection_id) or found.get(None) or ""


def _gtin(wanted: Wanted) -> str:
    """A GTIN that two products share leads nowhere."""
    for code in map(plain_gtin, wanted.gtins):
        rows = Product.objects.filter(workspace_id=wanted.workspace_id, gtins__contains=[code])
        skus = list(rows.values_list("sku", flat=True)[:2]) if code else []
        if len(skus) == 1:
            return skus[0]
    return ""


def _pattern(wanted: Wanted) -> str:
    return next((sku for part in _parts(wanted) if (sku := _known(wanted, part))), "")


def _parts(wanted: Wanted) -> Iterator[str]:
    """What stands at the place of `{sku}` in each pattern that fits."""
    for pattern in wanted.patterns:
        before, _, after = pattern.partition(PLACE)
        fits = wanted.sku.startswith(before) and wanted.sku.endswith(after)
        if fits and len(wanted.sku) > len(before) + len(after):
            yield wanted.sku[len(before) : len(wanted.sku) - len(after)]


def _known(wanted: Wanted, sku: str) -> str:
    if not sku:
        return ""
    return sku if Product.objects.filter(workspace_id=wanted.workspace_id, sku=sku).exists() else ""


def plain_gtin(code: str) -> str:
    """Digits without leading zeros; empty for what is no number."""
    digits = "".join(code.split())
    return digits.lstrip("0") if digits.isdecimal() else ""


_WAYS: Mapping[Strategy, Callable[[Wanted], str]] = {
    Strategy.SKU: _same,
    Strategy.ALIAS: _alias,
    Strategy.GTIN: _gtin,
    Strategy.PATTERN: _pattern,
}
