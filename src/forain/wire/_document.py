"""A whole document on the way out: declaration, root, namespace, and lists too long for memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, TypedDict

from forain.wire._ink import Ink, ink
from forain.wire._plan import Plan, list_target, plan_of
from forain.wire._writer import HOLE, write_record, write_with, writer_of

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_BATCH: Final = 64 * 1024


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
    pen = _ink_for(obj, how)
    before, after = _frame(plan_of(type(obj)), pen, how)
    return pen.encode(f"{before}{write_record(obj, pen)}{after}")


def written_in_pieces(head: Any, records: Iterable[Any], field: str, how: Writing) -> Iterator[bytes]:
    """The bytes of a message whose list `field` is taken from `records`, about 64 KiB at a time."""
    pen = _ink_for(head, how)
    before, after = _frame(plan_of(type(head)), pen, how)
    content = write_with(writer_of(type(head), field), head, pen)
    start, _, end = content.partition(HOLE)
    yield pen.encode(before + start)
    path, record = list_target(type(head), field)
    for batch in _batches(records, path[-1], record, pen):
        yield pen.encode(batch)
    yield pen.encode(end + after)


def _batches(records: Iterable[Any], name: str, record: type, pen: Ink) -> Iterator[str]:
    writer = writer_of(record)
    waiting: list[str] = []
    size = 0
    for item in records:
        text = f"<{name}>{write_with(writer, item, pen)}</{name}>"
        waiting.append(text)
        size += len(text)
        if size >= _BATCH:
            yield "".join(waiting)
            waiting, size = [], 0
    yield "".join(waiting)


def _ink_for(obj: Any, how: Writing) -> Ink:
    return ink(how.get("charset") or plan_of(type(obj)).charset, how.get("quirks", False))


def _frame(plan: Plan, pen: Ink, how: Writing) -> tuple[str, str]:
    root = how.get("root") or plan.root
    if root is None:
        raise ValueError(f"{plan.cls.__name__} has no root element of its own; give root=")
    declaration = _declaration(pen.charset, how.get("standalone")) if how.get("declaration", True) else ""
    namespace = how.get("namespace")
    attributes = _attributes(
        pen, plan.namespace if namespace is None else namespace, how.get("schema_location")
    )
    return f"{declaration}<{root}{attributes}>", f"</{root}>"


def _declaration(charset: str, standalone: bool | None) -> str:
    """With double quotes, because a known client recognises documents by them (Rakuten, general part §13)."""
    alone = "" if standalone is None else f' standalone="{"yes" if standalone else "no"}"'
    return f'<?xml version="1.0" encoding="{charset}"{alone}?>\n'


def _attributes(pen: Ink, namespace: str, schema_location: str | None) -> str:
    pairs = {"xmlns": namespace} if namespace else {}
    if schema_location is not None:
        pairs |= {"xmlns:xsi": _XSI, "xsi:schemaLocation": schema_location}
    return "".join(
        f' {name}="{pen.plain(value).replace(chr(34), "&quot;")}"' for name, value in pairs.items()
    )
