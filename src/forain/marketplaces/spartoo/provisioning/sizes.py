"""Sizes have no code: the label is what `size_name` must hold, exactly (provisioning.md section 3)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from forain.marketplaces.spartoo.provisioning.lists import READS, read

_SLASH = re.compile(r"\s*/\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeLabel:
    """One label for one product type. Empty `styles` or `sexes`: not limited."""

    label: str
    product_type: int
    styles: frozenset[int] = frozenset()
    sexes: frozenset[str] = frozenset()

    def fits(self, style: int | None, sex: str | None) -> bool:
        return (not self.styles or style in self.styles) and (not self.sexes or sex in self.sexes)


@cache
def sizes(language: str = "FR") -> Mapping[str, tuple[SizeLabel, ...]]:
    """The labels of a site, by their matched form; the same label may serve several product types."""
    told = read("sizes")
    wanted = READS.get(language, language)
    rows = told["EN"] if wanted == "EN" else [*told["common_except_EN"], *told["only"].get(wanted, ())]
    return _by_form(rows, told["restrictions"])


def spelled(label: str, language: str = "FR") -> tuple[SizeLabel, ...]:
    """The labels of a site that match; send the `label` of one, which is the official spelling."""
    return sizes(language).get(matched(label), ())


def matched(label: str) -> str:
    """Blanks collapsed, `a/b` like `a / b`, without case (provisioning.md section 3, matching)."""
    return _SLASH.sub("/", " ".join(label.split())).casefold()


def _by_form(rows: Iterable[Any], restrictions: Mapping[str, Any]) -> Mapping[str, tuple[SizeLabel, ...]]:
    """Without the empty label that four of the original files hold."""
    found: dict[str, tuple[SizeLabel, ...]] = {}
    for label, kind, *limit in rows:
        if label:
            one = _label(label, kind, restrictions[limit[0]] if limit else {})
            found[matched(label)] = (*found.get(matched(label), ()), one)
    return found


def _label(label: str, kind: int, limit: Mapping[str, Any]) -> SizeLabel:
    styles = frozenset(limit.get("product_styles", ()))
    sexes = frozenset(limit.get("product_sexes", ()))
    return SizeLabel(label=label, product_type=kind, styles=styles, sexes=sexes)
