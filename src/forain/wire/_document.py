"""A whole document on the way out: declaration, root, namespace, and lists too long for memory."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, TypedDict

from forain.wire._content import write_all, write_one
from forain.wire._ink import Ink, inks
from forain.wire._plan import Plan, list_target, plan_of
from forain.wire._writer import HOLE

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_FIRST: Final = 8
"""How many records are written at first."""
_MOST: Final = 128
"""How many records are written at a time at most."""
_PIECE: Final = 60 * 1024
"""About how many bytes a batch of records is to have: few calls to write them, and still in the processor's cache."""

Text = Callable[[Ink], str]


class Writing(TypedDict, total=False):
    """How a document is written; what is not given comes from the message's declaration.

    `namespace` may be ``""`` for none, `schema_location` is the attribute's whole value, `standalone` writes
    ``yes`` or ``no``, and `quirks` does the real service's damage to CDATA (see `forain.wire._ink`).
    """

    root: str | None
    namespace: str | None
    schema_location: str | None
    charset: str | None
    standalone: bool | None
    declaration: bool
    quirks: bool


def written(obj: Any, how: Writing) -> bytes:
    """The bytes of a message."""
    before, after = _frame(plan_of(type(obj)), how)
    return _inked(obj, how)(lambda ink: f"{before}{write_one(obj, ink)}{after}")


def written_in_pieces(head: Any, records: Iterable[Any], field: str, how: Writing) -> Iterator[bytes]:
    """The bytes of a message whose list `field` is taken from `records`, a batch at a time.

    How many come next is told by the size of those before; a piece is larger than meant when they suddenly grow.
    """
    before, after = _frame(plan_of(type(head)), how)
    path, record = list_target(type(head), field)
    inked = _inked(head, how)
    start, _, end = inked(lambda ink: write_one(head, ink, field)).partition(HOLE.encode())
    yield inked(lambda _: before) + start
    remaining, count = iter(records), _FIRST
    while batch := list(itertools.islice(remaining, count)):
        piece = inked(functools.partial(write_all, record, batch, path[-1]))
        yield piece
        count = max(1, min(_MOST, len(batch) * _PIECE // len(piece)))
    yield end + inked(lambda _: after)


def _inked(obj: Any, how: Writing) -> Callable[[Text], bytes]:
    """Turns what a pen writes into bytes: the quick pen's if they will do, else the careful one's."""
    quick, careful = inks(how.get("charset") or plan_of(type(obj)).charset, how.get("quirks", False))

    def quickly(text: Text) -> bytes | None:
        if quick is None:
            return None
        document = text(quick)
        return quick.encode(text(quick) if quick.met_oddity() else document)

    def to_bytes(text: Text) -> bytes:
        data = quickly(text)
        return careful.encode(text(careful)) if data is None else data

    return to_bytes


def _frame(plan: Plan, how: Writing) -> tuple[str, str]:
    root = how.get("root") or plan.root
    if root is None:
        raise ValueError(f"{plan.cls.__name__} has no root element of its own; give root=")
    charset = (how.get("charset") or plan.charset) if how.get("declaration", True) else None
    namespace = how.get("namespace")
    start = _start(
        root,
        plan.namespace if namespace is None else namespace,
        how.get("schema_location"),
        charset,
        how.get("standalone"),
    )
    return start, f"</{root}>"


@functools.lru_cache(maxsize=256)
def _start(
    root: str, namespace: str, schema_location: str | None, charset: str | None, standalone: bool | None
) -> str:
    """Declaration and start tag; a service begins all its answers alike."""
    declaration = "" if charset is None else _declaration(charset, standalone)
    return f"{declaration}<{root}{_attributes(namespace, schema_location)}>"


def _declaration(charset: str, standalone: bool | None) -> str:
    """With double quotes, because a known client recognises documents by them (Rakuten, general part §13)."""
    alone = "" if standalone is None else f' standalone="{"yes" if standalone else "no"}"'
    return f'<?xml version="1.0" encoding="{charset}"{alone}?>\n'


def _attributes(namespace: str, schema_location: str | None) -> str:
    pairs = {"xmlns": namespace} if namespace else {}
    if schema_location is not None:
        pairs |= {"xmlns:xsi": _XSI, "xsi:schemaLocation": schema_location}
    return "".join(f' {name}="{_quoted(value)}"' for name, value in pairs.items())


def _quoted(value: str) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
