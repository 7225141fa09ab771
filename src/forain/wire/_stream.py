"""Reading a long list record by record, in memory that does not grow with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping
from types import MappingProxyType, TracebackType
from typing import Any, Final, Generic, Self, TypeVar

from lxml import etree

from forain.wire._drift import Drift, Evidence, local_name, plain_path
from forain.wire._parse import LIMIT as TREE_LIMIT
from forain.wire._parse import PARSER, in_lxmls_words, refuse_errors
from forain.wire._plan import Target, UndeclarableError, plan_of
from forain.wire._reader import read
from forain.wire._source import opened_pieces
from forain.wire.errors import ClosedEarly, Malformed, NotXml, TooLarge, WrongRoot

T = TypeVar("T")
LIMIT: Final = 2 * 1024**3


class RecordStream(Generic[T]):
    """The records of one list field as they arrive, then everything else as the message's head."""

    def __init__(self, cls: type[T], chunks: Iterable[bytes], field: str, limit: int) -> None:
        """Prepare; nothing is read before the first record is asked for."""
        self._cls = cls
        self._target = _list_target(cls, field)
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
        shelf = _Shelf(self._target)
        assert self._target.record is not None
        for path, element in shelf.elements(pieces):
            yield read(self._target.record, element, path, self._evidence)
        self._root = shelf.close()


def _list_target(cls: type, name: str) -> Target:
    for field in plan_of(cls).fields:
        if field.name == name and field.many and len(field.targets) == 1 and field.record is not None:
            return field.targets[0]
    raise UndeclarableError(f"{cls.__name__}.{name} is not a list of one kind of records")


class _Shelf:
    """A tree that is being built; each record is taken off it as soon as the next one is complete.

    Not sooner: libxml2 may still be adding to the text behind the last one.
    """

    def __init__(self, target: Target) -> None:
        self._target = target
        self._above = ""
        self._count = 0
        self._last: Any = None
        self._parser: Any = etree.XMLPullParser(
            ("end",), tag=f"{{*}}{target.path[-1]}", encoding="UTF-8", recover=True, **PARSER
        )

    def elements(self, pieces: Iterable[bytes]) -> Iterator[tuple[str, Any]]:
        """Each record's exact path and element; both are good until the next one is asked for."""
        retained = 0
        for piece in pieces:
            before = self._count
            yield from self._parsed(piece)
            retained += len(piece) if self._count == before else 0
            if retained > TREE_LIMIT:
                raise TooLarge(TREE_LIMIT)

    def close(self) -> etree._Element:
        """The root with everything but the records."""
        try:
            root: etree._Element | None = self._parser.close()
            refuse_errors(self._parser.feed_error_log)
        except (etree.LxmlError, Malformed) as refusal:
            words = refusal if isinstance(refusal, Malformed) else in_lxmls_words(refusal)
            raise ClosedEarly(words.reason, words.line, words.column) from None
        if root is None:
            raise NotXml("nothing")
        self._take_off_the_last(None)
        return root

    def _parsed(self, piece: bytes) -> Iterator[tuple[str, Any]]:
        try:
            self._parser.feed(piece)
        except etree.LxmlError as refusal:
            raise in_lxmls_words(refusal) from None
        refuse_errors(self._parser.feed_error_log)
        events: Iterable[tuple[str, Any]] = self._parser.read_events()
        for _, element in events:
            if self._belongs(element):
                self._count += 1
                yield f"{self._above}[{self._count}]", element
                self._take_off_the_last(element)

    def _belongs(self, element: Any) -> bool:
        if self._last is not None and element.getparent() is self._last.getparent():
            return True
        above = plain_path(element)
        if above.split("/")[1:] != list(self._target.path):
            return False
        self._above = above
        return True

    def _take_off_the_last(self, element: Any) -> None:
        if self._last is not None:
            self._last.getparent().remove(self._last)
        if element is not None:
            element.clear(keep_tail=True)
        self._last = element
