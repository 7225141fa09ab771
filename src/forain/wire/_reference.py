"""The exact reader: slow, plain, knows where it is.

It defines what reading means. The generated readers must agree with it (a property test says so) and hand
over to it whenever something is wrong, because only it can name the exact place.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from lxml import etree

from forain.wire._declare import Field, Node, Plan, plan_of
from forain.wire.errors import BadValue, Missing

EXCERPT = 40


def local_name(tag: str) -> str:
    """The name without its namespace or an undeclared prefix: ``{urn:x}sale`` and ``x:sale`` are ``sale``."""
    return tag.rpartition("}")[2].rpartition(":")[2]


def read_record(cls: type, element: etree._Element, path: str, drift: Counter[str]) -> Any:
    """Read one record; raises `Missing` or `BadValue` with the exact path, counts what is not declared."""
    plan = plan_of(cls)
    found: dict[str, Any] = {}
    _walk(plan.tree, element, path, found, drift)
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


def _walk(node: Node, element: etree._Element, path: str, found: dict[str, Any], drift: Counter[str]) -> None:
    seen: Counter[str] = Counter()
    for child in element:
        name = local_name(str(child.tag))
        below = node.children.get(name)
        if below is None:
            drift[plain(f"{path}/{name}")] += 1
            continue
        seen[name] += 1
        _visit(below, child, f"{path}/{name}[{seen[name]}]" if below.many else f"{path}/{name}", found, drift)


def plain(path: str) -> str:
    """The path without counts, as drift is reported."""
    return "/".join(part.partition("[")[0] for part in path.split("/"))


def _visit(
    node: Node, element: etree._Element, path: str, found: dict[str, Any], drift: Counter[str]
) -> None:
    if node.children:
        _walk(node, element, path, found, drift)
    if node.value is None or (node.children and len(element)):
        return
    if node.many:
        item = _value(node, node.value, element, path, drift)
        found.setdefault(node.value.name, []).append(item)
    elif node.value.name in found:
        drift[f"{plain(path)} (repeated)"] += 1
    else:
        found[node.value.name] = _value(node, node.value, element, path, drift)


def _value(node: Node, field: Field, element: etree._Element, path: str, drift: Counter[str]) -> Any:
    if node.record is not None:
        if field.optional and _is_blank(node.record, field, element):
            return None
        return read_record(node.record, element, path, drift)
    for child in element:
        drift[plain(f"{path}/{local_name(str(child.tag))}")] += 1
    return True if field.is_presence else _scalar(field, "".join(map(str, element.itertext())).strip(), path)


def _is_blank(record: type, field: Field, element: etree._Element) -> bool:
    """An optional record written as an empty element is none, unless nothing in it is required."""
    if len(element) or (element.text or "").strip():
        return False
    return field.when_none == "empty" or any(inner.required for inner in plan_of(record).fields)


def _scalar(field: Field, text: str, path: str) -> Any:
    if not text:
        return _empty(field, path)
    try:
        return field.converter.read(text)
    except ValueError:
        raise BadValue(path, field.converter.kind, text[:EXCERPT]) from None


def _empty(field: Field, path: str) -> Any:
    if field.optional and not field.many:
        return None
    if field.is_text:
        return ""
    if field.required or field.many:
        raise BadValue(path, field.converter.kind, "")
    return field.default
