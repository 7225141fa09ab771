"""What both directions know of a message class: its fields, resolved, and the tree they are read from."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import MISSING, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from forain.wire import values

WhenNone = Literal["omit", "empty"]
AnyConverter = values.Converter[Any]

PLAN = "__forain_plan__"

DEFAULT_CONVERTERS: Mapping[type, AnyConverter] = {
    str: values.TEXT,
    int: values.INTEGER,
    Decimal: values.DECIMAL,
    bool: values.TRUE_FALSE,
    datetime: values.PARIS_ISO,
    date: values.PARIS_DATE,
}


class UndeclarableError(TypeError):
    """A message class contradicts itself; raised at import, never while reading."""


@dataclass(frozen=True, slots=True)
class Target:
    """One place a field is read from: a path, and the record there (None: a plain value)."""

    path: tuple[str, ...]
    record: type | None


@dataclass(frozen=True, slots=True)
class Field:
    """One declared field, resolved: where it lies, what it holds."""

    name: str
    targets: tuple[Target, ...]
    kind: type
    many: bool
    optional: bool
    default: Any
    converter: AnyConverter
    cdata: bool
    when_none: WhenNone
    recurring: bool = False

    @property
    def path(self) -> tuple[str, ...]:
        """The path of a field; of choices, the first one's."""
        return self.targets[0].path

    @property
    def record(self) -> type | None:
        """The message class of a nested field, None for a plain value."""
        return self.targets[0].record

    @property
    def is_text(self) -> bool:
        """Whether an empty element is a value (the empty text)."""
        return self.converter is values.TEXT

    @property
    def is_presence(self) -> bool:
        """Whether the element's being there is the value."""
        return self.converter is values.PRESENCE

    @property
    def has_default(self) -> bool:
        """Whether the declaration names a value for a missing element."""
        return self.default is not MISSING

    @property
    def required(self) -> bool:
        """Whether a document without it is refused."""
        return not (self.many or self.optional or self.is_presence or self.has_default)

    def absent(self) -> Any:
        """The value when there is no element; only for fields that are not required."""
        if self.has_default:
            return self.default
        if self.many:
            return ()
        return False if self.is_presence else None

    def refuses_empty(self) -> bool:
        """Whether an element without text is an error."""
        return not self.is_text and (self.many or self.required)

    def empty(self) -> Any:
        """The value of an element without text; only for fields that do not refuse it."""
        if self.optional and not self.many:
            return None
        return "" if self.is_text else self.default


@dataclass(slots=True)
class Node:
    """One element of the declared tree and what is read from it."""

    name: str
    children: dict[str, Node] = dataclasses.field(default_factory=dict)
    value: Field | None = None
    record: type | None = None

    @property
    def many(self) -> bool:
        """Whether the element is declared to repeat."""
        return self.value is not None and self.value.many


@dataclass(frozen=True, slots=True)
class Plan:
    """A message class with its root element, if it is a document, and its fields in order."""

    cls: type
    root: str | None
    namespace: str
    charset: str
    fields: tuple[Field, ...]
    tree: Node


def plan_of(cls: type) -> Plan:
    """Give the plan of a message class; `UndeclarableError` for any other class."""
    plan = cls.__dict__.get(PLAN)
    if not isinstance(plan, Plan):
        raise UndeclarableError(f"{cls.__name__} is not declared with @message")
    return plan


def list_target(cls: type, name: str) -> tuple[tuple[str, ...], type]:
    """Path and class of the records of a list field; `UndeclarableError` for any other field."""
    for field in plan_of(cls).fields:
        if field.name == name and field.many and len(field.targets) == 1 and field.record is not None:
            return field.path, field.record
    raise UndeclarableError(f"{cls.__name__}.{name} is not a list of one kind of records")


def is_message(cls: object) -> bool:
    """Whether this is a class declared with `message`."""
    return isinstance(cls, type) and PLAN in cls.__dict__


def tree_of(cls: type, fields: tuple[Field, ...]) -> Node:
    """Put the fields where they are read; refuses two fields at one place."""
    tree = Node("")
    for field in fields:
        for target in field.targets:
            _plant(tree, field, target, cls)
    _check(tree, cls)
    return tree


def _plant(tree: Node, field: Field, target: Target, cls: type) -> None:
    node = tree
    for part in target.path:
        node = node.children.setdefault(part, Node(part))
    if node.value is not None:
        raise UndeclarableError(f"{cls.__name__}: {'/'.join(target.path)} is declared twice")
    node.value, node.record = field, target.record


def _check(node: Node, cls: type) -> None:
    if node.children and node.value is not None and (node.record or node.many or node.value.is_presence):
        raise UndeclarableError(
            f"{cls.__name__}: {node.name} is a record or list and has fields of its own below"
        )
    for child in node.children.values():
        _check(child, cls)
