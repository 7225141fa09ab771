"""The exact reader: slow, plain, knows where it is.

It defines what reading means. The generated readers must agree with it (a property test says so) and hand
over to it whenever something is wrong, because only it can name the exact place.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from lxml import etree

from forain.wire._drift import Evidence, local_name
from forain.wire._plan import Field, Node, Plan, plan_of
from forain.wire.errors import BadValue, Missing

EXCERPT: Final = 40
REFUSALS: Final = (ValueError, ArithmeticError, LookupError)
"""What a converter may raise for a text it does not understand."""


def read_record(cls: type, element: etree._Element, path: str, evidence: Evidence) -> Any:
    """Read one record; raises `Missing` or `BadValue` with the exact path, counts what is not declared."""
    plan = plan_of(cls)
    found: dict[str, Any] = {}
    _walk(plan.tree, element, path, found, evidence)
    _complete(plan, path, found)
    return cls(**found)


def _complete(plan: Plan, path: str, found: dict[str, Any]) -> None:
    for field in plan.fields:
        if field.name not in found:
            if field.required:
                raise Missing("/".join((path, *field.path)))
            found[field.name] = field.absent()
        elif field.many:
            found[field.name] = tuple(found[field.name])


def _walk(node: Node, element: etree._Element, path: str, found: dict[str, Any], evidence: Evidence) -> None:
    seen: Counter[str] = Counter()
    for child in element:
        name = local_name(str(child.tag))
        below = node.children.get(name)
        if below is None:
            evidence.unknown(child)
            continue
        seen[name] += 1
        number = f"[{seen[name]}]" if below.many else ""
        _visit(below, child, f"{path}/{name}{number}", found, evidence)


def _visit(node: Node, element: etree._Element, path: str, found: dict[str, Any], evidence: Evidence) -> None:
    if node.children:
        _walk(node, element, path, found, evidence)
    if node.value is None or (node.children and len(element)):
        return
    if node.many:
        found.setdefault(node.value.name, []).append(_value(node, node.value, element, path, evidence))
    elif node.value.name in found:
        evidence.repeated(element)
    else:
        found[node.value.name] = _value(node, node.value, element, path, evidence)


def _value(node: Node, field: Field, element: etree._Element, path: str, evidence: Evidence) -> Any:
    if node.record is not None:
        if field.optional and is_blank(element) and means_none(field, node.record):
            return None
        return read_record(node.record, element, path, evidence)
    text = evidence.text(element).strip()
    return True if field.is_presence else _plain(field, text, path)


def is_blank(element: etree._Element) -> bool:
    """Whether there is nothing in an element but white space."""
    return not len(element) and not (element.text or "").strip()


def means_none(field: Field, record: type) -> bool:
    """An optional record written as an empty element is none, unless nothing in it is required."""
    return field.when_none == "empty" or any(inner.required for inner in plan_of(record).fields)


def _plain(field: Field, text: str, path: str) -> Any:
    if not text and not field.refuses_empty():
        return field.empty()
    try:
        return field.converter.read(text)
    except REFUSALS:
        raise BadValue(path, field.converter.kind, text[:EXCERPT]) from None
