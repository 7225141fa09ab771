"""What a document holds that nobody declared: evidence that a marketplace changed its format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

DISTINCT: Final = 1000
REST: Final = "…"


def local_name(tag: str) -> str:
    """The name without its namespace or an undeclared prefix: ``{urn:x}sale`` and ``x:sale`` are ``sale``."""
    return tag.rpartition("}")[2].rpartition(":")[2]


def plain_path(element: etree._Element) -> str:
    """The names from the root down to this element."""
    above = [local_name(str(parent.tag)) for parent in element.iterancestors()]
    return "/".join((*reversed(above), local_name(str(element.tag))))


class Evidence:
    """The counts while reading; at most `DISTINCT` paths, the others together under ``…``."""

    __slots__ = ("counts",)

    def __init__(self) -> None:
        """Start without any."""
        self.counts: Counter[str] = Counter()

    def unknown(self, element: etree._Element) -> None:
        """Count an element that no field declares."""
        self._count(plain_path(element))

    def repeated(self, element: etree._Element) -> None:
        """Count an element that was already read and is declared once."""
        self._count(f"{plain_path(element)} (repeated)")

    def text(self, element: etree._Element) -> str:
        """All the text of a plain value that, against its declaration, has elements inside."""
        for child in element:
            self.unknown(child)
        return "".join(map(str, element.itertext()))

    def _count(self, path: str) -> None:
        self.counts[path if len(self.counts) < DISTINCT or path in self.counts else REST] += 1


class Drift(Mapping[str, int]):
    """How often each undeclared element was met, by its path; falsy when there was none.

    A value declared once but met again is counted under its path with `` (repeated)`` behind it.
    """

    __slots__ = ("_counts",)

    def __init__(self, counts: Mapping[str, int] | None = None) -> None:
        """Keep a copy of the counts."""
        self._counts = dict(counts or {})

    def __getitem__(self, path: str) -> int:
        return self._counts[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._counts)

    def __len__(self) -> int:
        return len(self._counts)

    def __repr__(self) -> str:
        return f"Drift({self._counts!r})"

    @property
    def total(self) -> int:
        """All of them together."""
        return sum(self._counts.values())
