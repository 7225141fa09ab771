"""Reading a long list record by record, in memory that does not grow with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping
from types import MappingProxyType, TracebackType
from typing import Any, Final, Generic, Self, TypeVar

from lxml import etree

from forain.wire._drift import Drift, Evidence, local_name
from forain.wire._plan import list_target, plan_of
from forain.wire._reader import GIVE_UP, read, read_exactly, reader_of
from forain.wire._shelf import Shelf
from forain.wire._source import opened_pieces
from forain.wire.errors import ClosedEarly, WrongRoot

T = TypeVar("T")
LIMIT: Final = 2 * 1024**3


class RecordStream(Generic[T]):
    """The records of one list field as they arrive, then everything else as the message's head."""

    def __init__(self, cls: type[T], chunks: Iterable[bytes], field: str, limit: int) -> None:
        """Prepare; nothing is read before the first record is asked for."""
        self._cls = cls
        self._path, self._record = list_target(cls, field)
        self._evidence = Evidence()
        self._repairs: Counter[str] = Counter()
        self._root: etree._Element | None = None
        self._records = self._run(chunks, limit)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._records.close()

    def __iter__(self) -> Iterator[Any]:
        return self._records

    @property
    def drift(self) -> Drift:
        """What was not declared, so far; the head's share is known after `head`."""
        return Drift(self._evidence.counts)

    @property
    def repairs(self) -> Mapping[str, int]:
        """What was mended, so far."""
        return MappingProxyType(self._repairs)

    def head(self) -> T:
        """The message with an empty list; reads the stream to its end first."""
        for _ in self._records:
            pass
        if self._root is None:
            raise ClosedEarly("the stream was left before its end")
        value: T = read(self._cls, self._root, local_name(str(self._root.tag)), self._evidence)
        return value

    def _run(self, chunks: Iterable[bytes], limit: int) -> Generator[Any]:
        prolog, pieces = opened_pieces(chunks, limit, self._repairs)
        expected = plan_of(self._cls).root
        if expected is not None and prolog.local_root != expected:
            raise WrongRoot(expected, prolog.local_root)
        shelf = Shelf(prolog.local_root, self._path)
        reader, evidence = reader_of(self._record), self._evidence
        for element in shelf.elements(pieces):
            try:
                value = reader(element, evidence)
            except GIVE_UP:
                value = read_exactly(self._record, element, shelf.place, evidence)
            yield value
        self._root = shelf.root
