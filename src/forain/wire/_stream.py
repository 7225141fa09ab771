"""Reading a long list record by record, in memory that does not grow with it."""

from __future__ import annotations

import codecs
import itertools
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping
from types import MappingProxyType, TracebackType
from typing import Any, Generic, Self, TypeVar, cast

from lxml import etree

from forain.wire import _parse, _repair
from forain.wire._declare import Field, UndeclarableError, plan_of
from forain.wire._drift import Drift
from forain.wire._prolog import Prolog, wide_charset
from forain.wire._reference import local_name, read_record
from forain.wire.errors import ClosedEarly, Malformed, NotXml, TooLarge, WrongRoot

T = TypeVar("T")
LIMIT = 2 * 1024**3
_PROLOG = 64 * 1024


class RecordStream(Generic[T]):
    """The records of one list field, then everything else as the message's head."""

    def __init__(self, cls: type[T], chunks: Iterable[bytes], field: str, limit: int) -> None:
        """Prepare; nothing is read before the first record is asked for."""
        self._cls, self._chunks, self._limit = cls, chunks, limit
        self._field = _list_field(cls, field)
        self._drift: Counter[str] = Counter()
        self._repairs: Counter[str] = Counter()
        self._root: etree._Element | None = None
        self._records: Generator[Any] = self._run()

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
        """What was not declared, so far."""
        return Drift(self._drift)

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
        return _head(self._cls, self._root, self._drift)

    def _run(self) -> Generator[Any]:
        target, record = self._field.targets[0]
        assert record is not None
        parser: etree.XMLPullParser | None = None
        number = 0
        last: etree._Element | None = None
        path = ""
        for chunk in clean_chunks(self._chunks, self._limit, self._repairs, self._check_root):
            if parser is None:
                parser = etree.XMLPullParser(
                    ("end",), tag=f"{{*}}{target[-1]}", encoding="UTF-8", recover=True, **_parse.PARSER
                )
            _feed(parser, chunk)
            for _, element in cast("Any", parser).read_events():
                if not _is_at(element, target):
                    continue
                number += 1
                path = path or f"{_path(element)}"
                yield read_record(record, element, f"{path}[{number}]", self._drift)
                _clear_behind(element)
                last = element
        if parser is None:
            raise NotXml("nothing")
        self._root = _close(parser)
        if last is not None:
            _remove(last)

    def _check_root(self, prolog: Prolog) -> None:
        expected = plan_of(self._cls).root
        if expected is not None and prolog.local_root != expected:
            raise WrongRoot(expected, prolog.local_root)


def _list_field(cls: type, name: str) -> Field:
    for field in plan_of(cls).fields:
        if field.name == name and field.many and len(field.targets) == 1 and field.record is not None:
            return field
    raise UndeclarableError(f"{cls.__name__}.{name} is not a list of one kind of records")


def _feed(parser: etree.XMLPullParser, chunk: bytes) -> None:
    try:
        parser.feed(chunk)
    except (etree.XMLSyntaxError, ValueError) as refusal:
        raise _parse.in_lxmls_words(refusal) from None
    _parse.refuse_errors(parser)


def _close(parser: etree.XMLPullParser) -> etree._Element:
    try:
        root = parser.close()
    except (etree.XMLSyntaxError, ValueError) as refusal:
        words = _parse.in_lxmls_words(refusal)
        raise ClosedEarly(words.reason, words.line, words.column) from None
    _parse.refuse_errors(parser, at_end=True)
    return root


def _is_at(element: etree._Element, target: tuple[str, ...]) -> bool:
    parent = element.getparent()
    for name in reversed(target[:-1]):
        if parent is None or local_name(str(parent.tag)) != name:
            return False
        parent = parent.getparent()
    return parent is not None and parent.getparent() is None


def _path(element: etree._Element) -> str:
    above = [local_name(str(parent.tag)) for parent in element.iterancestors()]
    return "/".join((*reversed(above), local_name(str(element.tag))))


def _clear_behind(element: etree._Element) -> None:
    """Empty this record and remove those before it; libxml2 may still be adding to this one's tail."""
    cast("Any", element).clear(keep_tail=True)
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _head(cls: type[T], root: etree._Element, drift: Counter[str]) -> T:
    name = local_name(str(root.tag))
    value: T = read_record(cls, root, name, drift)
    return value


def clean_chunks(chunks: Iterable[bytes], limit: int, repairs: Counter[str], check: Any) -> Iterator[bytes]:
    """The document in UTF-8, mended, from its first markup on; `check` sees the prolog before anything."""
    source = _limited(chunks, limit)
    start = _enough_for_the_prolog(source)
    wide = wide_charset(start)
    if wide:
        start, source = _unwidened(start, source, wide)
    start, prolog = _parse.opened(start, limit, repairs)
    check(prolog)
    decoder = codecs.getincrementaldecoder("utf-8" if wide else prolog.charset)("strict")
    for chunk in itertools.chain((start,), source):
        yield _cleaned(decoder, chunk, repairs)
    _cleaned(decoder, b"", repairs, final=True)


def _limited(chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    total = 0
    for chunk in chunks:
        total += len(chunk)
        if total > limit:
            raise TooLarge(limit)
        yield chunk


def _enough_for_the_prolog(source: Iterator[bytes]) -> bytes:
    start = b""
    for chunk in source:
        start += chunk
        if len(start) >= _PROLOG:
            break
    return start


def _unwidened(start: bytes, source: Iterator[bytes], charset: str) -> tuple[bytes, Iterator[bytes]]:
    decoder = codecs.getincrementaldecoder(charset)("strict")
    try:
        return decoder.decode(start).encode(), (decoder.decode(chunk).encode() for chunk in source)
    except UnicodeDecodeError:
        raise Malformed(f"bytes that are not {charset}") from None


def _cleaned(
    decoder: codecs.IncrementalDecoder, chunk: bytes, repairs: Counter[str], *, final: bool = False
) -> bytes:
    try:
        clean = decoder.decode(chunk, final).encode()
    except UnicodeDecodeError:
        raise Malformed("bytes that are not of the declared character set") from None
    return _repair.mended(clean, "utf-8", repairs) if _repair.is_damaged(clean) else clean
