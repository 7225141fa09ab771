"""The codec: a message is declared once and read and written from that one declaration.

Reading is lenient: names without their namespace, any order, trimmed, CDATA or text, unknown elements counted.
Writing is strict: declared order, namespace, character set, CDATA. Known damage is mended before parsing.
Whatever the bytes are, reading raises nothing but `forain.wire.errors`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, Unpack

from forain.wire import _parse
from forain.wire._declare import choices, element, elements, message
from forain.wire._document import Writing, written, written_in_pieces
from forain.wire._drift import Drift, Evidence, local_name
from forain.wire._plan import UndeclarableError, plan_of
from forain.wire._reader import read
from forain.wire._stream import LIMIT as STREAM_LIMIT
from forain.wire._stream import RecordStream
from forain.wire.errors import WrongRoot

__all__ = [
    "Decoded",
    "Drift",
    "RecordStream",
    "UndeclarableError",
    "Writing",
    "choices",
    "decode",
    "element",
    "elements",
    "encode",
    "encode_stream",
    "message",
    "peek_root",
    "stream",
]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Decoded(Generic[T]):
    """A message, what was met besides it, and what had to be mended to read it (name and times)."""

    value: T
    drift: Drift
    repairs: Mapping[str, int]


def decode(cls: type[T], data: bytes, *, limit: int = _parse.LIMIT) -> Decoded[T]:
    """Read a whole document of at most `limit` bytes; a record class takes any root."""
    plan = plan_of(cls)
    repairs: Counter[str] = Counter()
    evidence = Evidence()
    root = _parse.parse(data, limit, repairs)
    name = local_name(str(root.tag))
    if plan.root is not None and name != plan.root:
        raise WrongRoot(plan.root, name)
    value: T = read(cls, root, name, evidence)
    return Decoded(value, Drift(evidence.counts), dict(repairs))


def peek_root(data: bytes, *, limit: int = _parse.LIMIT) -> str:
    """The root element's local name, from the beginning of the document alone."""
    return _parse.looked_at(data, limit)[1].local_root


def stream(
    cls: type[T], chunks: Iterable[bytes], *, field: str, limit: int = STREAM_LIMIT
) -> RecordStream[T]:
    """Read the records of one `elements` field as they arrive; `head()` gives the rest of the message.

    Memory does not grow with the number of records. A defect further on is raised when it is reached.
    """
    return RecordStream(cls, chunks, field, limit)


def encode(obj: Any, **how: Unpack[Writing]) -> bytes:
    """Write a document; `ValueError` naming the field when the message holds what its declaration forbids."""
    return written(obj, how)


def encode_stream(
    head: Any, records: Iterable[Any], *, field: str, **how: Unpack[Writing]
) -> Iterator[bytes]:
    """Write a document whose list `field` (empty in `head`) is taken from `records` as it goes."""
    return written_in_pieces(head, records, field, how)
