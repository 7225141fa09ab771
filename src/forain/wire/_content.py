"""The content of records in text, and the name of the field at fault when there is none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from forain.wire._ink import Ink
from forain.wire._plan import Field, plan_of
from forain.wire._writer import writers_of

_FAILURES = (TypeError, ValueError, AttributeError, ArithmeticError, LookupError)


def write_one(obj: Any, ink: Ink, hole: str | None = None) -> str:
    """The content of a record without its own element; `ValueError` naming a field that cannot be written."""
    writers = writers_of(type(obj), ink.hand, hole)
    try:
        return writers.one(obj, ink)
    except _FAILURES as failure:
        raise ValueError(f"{_culprit(obj, ink)} cannot be written: {failure}") from failure


def write_all(cls: type, every: Sequence[Any], name: str, ink: Ink) -> str:
    """Elements of that name, one for each record; raises like `write_one`."""
    try:
        return writers_of(cls, ink.hand).all(every, ink, f"<{name}>", f"</{name}>")
    except _FAILURES:
        for obj in every:
            write_one(obj, ink)
        raise


def _culprit(obj: Any, ink: Ink) -> str:
    """The innermost field that cannot be written, such as ``Item.sku``."""
    for one in plan_of(type(obj)).fields:
        value = getattr(obj, one.name)
        for item in value if one.many and isinstance(value, tuple) else (value,):
            if not _is_writable(one, item, ink):
                nested = type(item) in _records(one)
                return _culprit(item, ink) if nested else f"{type(obj).__name__}.{one.name}"
    return type(obj).__name__


def _is_writable(one: Field, item: Any, ink: Ink) -> bool:
    if item is None:
        return one.optional and not one.many
    try:
        if one.record is None:
            ink.plain(one.converter.write(item))
            return True
        hand = "quick" if ink.hand == "hasty" else ink.hand  # the hasty one looks at texts only afterwards
        writers_of(type(item), hand).one(item, ink)
    except _FAILURES:
        return False
    return type(item) in _records(one)


def _records(one: Field) -> set[type | None]:
    return {target.record for target in one.targets} - {None}
