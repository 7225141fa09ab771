"""The codec: a message is declared once and read and written from that one declaration.

Reading is lenient: names without their namespace, any order, trimmed, CDATA or text, unknown elements counted.
Writing is strict: declared order, namespace, character set, CDATA. Known damage is mended before parsing.
Whatever the bytes are, reading raises nothing but `forain.wire.errors`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from forain.wire import _parse
from forain.wire._declare import choices, element, elements, message, plan_of
from forain.wire._drift import Drift
from forain.wire._reference import local_name, read_record
from forain.wire._stream import LIMIT as STREAM_LIMIT
from forain.wire._stream import RecordStream
from forain.wire._writer import Ink, write_record
from forain.wire.errors import Malformed, WrongRoot

__all__ = [
    "Decoded",
    "Drift",
    "RecordStream",
    "choices",
    "decode",
    "element",
    "elements",
    "encode",
    "message",
    "peek_root",
    "stream",
]

T = TypeVar("T")
_XSI = "http://www.w3.org/2001/XMLSchema-instance"


@dataclass(frozen=True, slots=True)
class Decoded(Generic[T]):
    """A message, what was met besides it, and what had to be mended to read it."""

    value: T
    drift: Drift
    repairs: Mapping[str, int]


def decode(cls: type[T], data: bytes, *, limit: int = _parse.LIMIT) -> Decoded[T]:
    """Read a whole document of at most `limit` bytes."""
    plan = plan_of(cls)
    repairs: Counter[str] = Counter()
    drift: Counter[str] = Counter()
    root = _parse.parse(data, limit, repairs)
    name = local_name(str(root.tag))
    if plan.root is not None and name != plan.root:
        raise WrongRoot(plan.root, name)
    try:
        value: T = read_record(cls, root, name, drift)
    except RecursionError:
        raise Malformed("its records are nested too deeply") from None
    return Decoded(value, Drift(drift), dict(repairs))


def peek_root(data: bytes, *, limit: int = _parse.LIMIT) -> str:
    """The root element's local name, from the beginning of the document alone."""
    return _parse.opened(data, limit, Counter())[1].local_root


def stream(
    cls: type[T], chunks: Iterable[bytes], *, field: str, limit: int = STREAM_LIMIT
) -> RecordStream[T]:
    """Read the records of one `elements` field as they arrive; `head()` gives the rest of the message."""
    return RecordStream(cls, chunks, field, limit)


def encode(
    obj: Any,
    *,
    root: str | None = None,
    namespace: str | None = None,
    schema_location: str | None = None,
    charset: str | None = None,
    standalone: bool | None = None,
    declaration: bool = True,
    quirks: bool = False,
) -> bytes:
    """Write a document; what is not given is taken from the message's declaration (``namespace=""``: none).

    `quirks` reproduces the real service's damage for tests, see `forain.wire._repair`.
    """
    plan = plan_of(type(obj))
    name = root or plan.root
    if name is None:
        raise ValueError(f"{type(obj).__name__} has no root element of its own; give root=")
    charset = charset or plan.charset
    ink = Ink(charset, quirks=quirks)
    out = [_declaration(charset, standalone)] if declaration else []
    out.append(
        f"<{name}{_attributes(ink, plan.namespace if namespace is None else namespace, schema_location)}>"
    )
    write_record(obj, ink, out)
    out.append(f"</{name}>")
    return ink.encode("".join(out))


def _declaration(charset: str, standalone: bool | None) -> str:
    alone = "" if standalone is None else f' standalone="{"yes" if standalone else "no"}"'
    return f'<?xml version="1.0" encoding="{charset}"{alone}?>\n'


def _attributes(ink: Ink, namespace: str, schema_location: str | None) -> str:
    pairs = {}
    if namespace:
        pairs["xmlns"] = namespace
    if schema_location is not None:
        pairs |= {"xmlns:xsi": _XSI, "xsi:schemaLocation": schema_location}
    return "".join(f' {name}="{_quoted(ink, value)}"' for name, value in pairs.items())


def _quoted(ink: Ink, value: str) -> str:
    return ink.plain(value).replace('"', "&quot;")
