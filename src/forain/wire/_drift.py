"""What a document holds that nobody declared: evidence that a marketplace changed its format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping


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
