"""A report's page in terms of our lines: which line of the push, done or not, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from forain.connect.offers import LineProblem, LineState, ReportLine


@dataclass(slots=True)
class Verdict:
    """What became of the listing with this SKU."""

    sku: str
    done: bool
    reference: str = ""
    problems: Sequence[LineProblem] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """Family -> SKUs as they were sent; empty where reports name every line."""

    families: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def kept(cls, counts: Mapping[str, Any]) -> Order:
        """As `Push.counts` holds it."""
        return cls(counts.get("families") or {})


def verdicts(lines: Iterable[ReportLine], order: Order) -> Iterator[Verdict]:
    """One for each listing a line speaks of."""
    for line in lines:
        if line.sku or not line.family:
            yield Verdict(line.sku, line.state is LineState.DONE, line.reference, line.problems)
        else:
            yield from _of_family(line, order.families.get(line.family, (line.family,)))


def _of_family(line: ReportLine, skus: Sequence[str]) -> Iterator[Verdict]:
    """What is said of the whole product concerns each variant; what is said of one variant, that one."""
    for place, sku in enumerate(skus):
        own = tuple(one for one in line.problems if one.at in (None, place))
        spoiled = any(one.fatal and one.at == place for one in own)
        yield Verdict(sku, line.state is LineState.DONE and not spoiled, line.reference, own)
