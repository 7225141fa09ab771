"""Declaring a message once: the decorator, the field specifiers, and the plan both directions are made from."""

from __future__ import annotations

import dataclasses
import inspect
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, TypeVar, dataclass_transform, overload

from forain.wire import values

T = TypeVar("T")
WhenNone = Literal["omit", "empty"]
AnyConverter = values.Converter[Any]

_SPEC = "forain.wire"
_PLAN = "__forain_plan__"
_NOTHING: Any = MISSING

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
class Spec:
    """What a field specifier was called with."""

    path: str = ""
    many: bool = False
    choices: Mapping[str, type] | None = None
    cdata: bool = False
    as_: AnyConverter | None = None
    when_none: WhenNone = "omit"


@dataclass(frozen=True, slots=True)
class Field:
    """One declared field, resolved: where it lies, what it holds."""

    name: str
    targets: tuple[tuple[tuple[str, ...], type | None], ...]
    many: bool
    optional: bool
    default: Any
    converter: AnyConverter
    cdata: bool
    when_none: WhenNone

    @property
    def path(self) -> tuple[str, ...]:
        """The path of a field that has exactly one."""
        return self.targets[0][0]

    @property
    def record(self) -> type | None:
        """The message class of a nested field, None for a plain value."""
        return self.targets[0][1]

    @property
    def is_text(self) -> bool:
        """Whether an empty element is a value (the empty text)."""
        return self.converter is values.TEXT

    @property
    def is_presence(self) -> bool:
        """Whether the element's being there is the value."""
        return self.converter is values.PRESENCE

    @property
    def required(self) -> bool:
        """Whether a document without it is refused."""
        return not (self.many or self.optional or self.is_presence or self.default is not MISSING)

    def absent(self) -> Any:
        """The value when there is no element; only for fields that are not required."""
        if self.default is not MISSING:
            return self.default
        return () if self.many else False if self.is_presence and not self.optional else None


@dataclass(slots=True)
class Node:
    """One element of the declared tree and what is read from it."""

    name: str
    children: dict[str, Node] = field(default_factory=dict)
    value: Field | None = None
    record: type | None = None

    @property
    def many(self) -> bool:
        """Whether the element is declared to repeat."""
        return self.value is not None and self.value.many


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything both directions need to know of one message class."""

    cls: type
    root: str | None
    namespace: str
    charset: str
    fields: tuple[Field, ...]
    tree: Node


def element(
    path: str,
    *,
    cdata: bool = False,
    as_: AnyConverter | None = None,
    when_none: WhenNone = "omit",
    default: Any = _NOTHING,
) -> Any:
    """Declare one value or one nested message at a path below the record's own element.

    `as_` says how the value is written; without it the annotation decides. `when_none` says what None writes:
    nothing (``omit``) or an element without text (``empty``). `default` is taken when the element is missing
    (or, for anything but text, empty) and makes the argument optional.
    """
    return _specified(Spec(path=path, cdata=cdata, as_=as_, when_none=when_none), default)


def elements(
    path: str,
    *,
    cdata: bool = False,
    as_: AnyConverter | None = None,
    when_none: WhenNone = "empty",
    default: Any = _NOTHING,
) -> Any:
    """Declare a list: every element at this path. Its wrappers are written even when it is empty.

    ``when_none="omit"`` leaves the wrappers of an empty list out.
    """
    return _specified(Spec(path=path, many=True, cdata=cdata, as_=as_, when_none=when_none), default)


def choices(by_path: Mapping[str, type], *, when_none: WhenNone = "empty", default: Any = _NOTHING) -> Any:
    """Declare a list of several kinds of messages, interleaved; document order is kept both ways."""
    return _specified(Spec(many=True, choices=dict(by_path), when_none=when_none), default)


def _specified(spec: Spec, default: Any) -> Any:
    return field(default=default, metadata={_SPEC: spec})


@overload
@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(element, elements, choices))
def message(cls: type[T], /) -> type[T]: ...
@overload
@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(element, elements, choices))
def message(
    root: str | None = None, /, *, namespace: str = "", charset: str = "UTF-8"
) -> Callable[[type[T]], type[T]]: ...
def message(root: type | str | None = None, /, *, namespace: str = "", charset: str = "UTF-8") -> Any:
    """Make a frozen, slotted, keyword-only dataclass that can be decoded and encoded.

    With a root name it is a document; without, a record whose parent gives the name. A field may refer to
    the class itself. Raises `UndeclarableError` when the declaration contradicts itself.
    """
    scope = _caller_scope()
    if isinstance(root, type):
        return _declared(root, None, namespace, charset, scope)
    return lambda cls: _declared(cls, root, namespace, charset, scope)


def _caller_scope() -> dict[str, Any]:
    frame = inspect.currentframe()
    caller = frame and frame.f_back and frame.f_back.f_back
    return dict(caller.f_locals) if caller else {}


def _declared(cls: type, root: str | None, namespace: str, charset: str, scope: dict[str, Any]) -> type:
    made: type = dataclass(frozen=True, slots=True, kw_only=True)(cls)
    fields = tuple(_fields(made, {**scope, made.__name__: made}))
    plan = Plan(made, root, namespace, charset, fields, _tree(root or made.__name__, fields, made))
    setattr(made, _PLAN, plan)
    return made


def plan_of(cls: type) -> Plan:
    """Give the plan of a message class; `UndeclarableError` for any other class."""
    plan = cls.__dict__.get(_PLAN)
    if not isinstance(plan, Plan):
        raise UndeclarableError(f"{cls.__name__} is not declared with @message")
    return plan


def is_message(cls: object) -> bool:
    """Whether this is a class declared with `message`."""
    return isinstance(cls, type) and _PLAN in cls.__dict__


def _fields(cls: type, scope: dict[str, Any]) -> Iterator[Field]:
    hints = typing.get_type_hints(cls, localns=scope)
    for declared in dataclasses.fields(cls):
        spec = declared.metadata.get(_SPEC)
        if spec is None:
            raise UndeclarableError(
                f"{cls.__name__}.{declared.name} needs element(), elements() or choices()"
            )
        yield _field(f"{cls.__name__}.{declared.name}", declared, spec, hints[declared.name], cls)


def _field(where: str, declared: dataclasses.Field[Any], spec: Spec, hint: Any, cls: type) -> Field:
    kind, optional = _kind(where, spec, hint)
    converter = spec.as_ or DEFAULT_CONVERTERS.get(kind)
    record = kind if is_message(kind) or kind is cls else None
    if spec.choices is None and record is None and converter is None:
        raise UndeclarableError(f"{where}: how to write {kind} is not known; give as_=")
    return Field(
        name=declared.name,
        targets=_targets(where, spec, record),
        many=spec.many,
        optional=optional,
        default=declared.default,
        converter=converter or values.TEXT,
        cdata=spec.cdata,
        when_none=spec.when_none,
    )


def _kind(where: str, spec: Spec, hint: Any) -> tuple[Any, bool]:
    """The annotated type without its wrapping (`| None`, `tuple[..., ...]`), and whether None is allowed."""
    if spec.many:
        if typing.get_origin(hint) is not tuple or typing.get_args(hint)[1:] != (...,):
            raise UndeclarableError(f"{where}: a list is annotated tuple[X, ...]")
        return typing.get_args(hint)[0], False
    if typing.get_origin(hint) not in (typing.Union, types.UnionType):
        return hint, False
    kinds = [kind for kind in typing.get_args(hint) if kind is not types.NoneType]
    if len(kinds) != 1:
        raise UndeclarableError(f"{where}: one type, or one type and None")
    return kinds[0], True


def _targets(where: str, spec: Spec, record: type | None) -> tuple[tuple[tuple[str, ...], type | None], ...]:
    if spec.choices is None:
        return ((_split(where, spec.path), record),)
    if len(set(spec.choices.values())) != len(spec.choices) or not all(
        map(is_message, spec.choices.values())
    ):
        raise UndeclarableError(f"{where}: choices are different message classes")
    return tuple((_split(where, path), kind) for path, kind in spec.choices.items())


def _split(where: str, path: str) -> tuple[str, ...]:
    parts = tuple(path.split("/"))
    if not all(part and part.replace("_", "").replace("-", "").replace(".", "").isalnum() for part in parts):
        raise UndeclarableError(f"{where}: {path!r} is not a path like response/sales/sale")
    return parts


def _tree(name: str, fields: tuple[Field, ...], cls: type) -> Node:
    tree = Node(name)
    for one in fields:
        for path, record in one.targets:
            node = tree
            for part in path:
                node = node.children.setdefault(part, Node(part))
            if node.value is not None:
                raise UndeclarableError(f"{cls.__name__}: {'/'.join(path)} is declared twice")
            node.value, node.record = one, record
    _check(tree, cls)
    return tree


def _check(node: Node, cls: type) -> None:
    if node.children and node.value is not None and (node.record or node.many or node.value.is_presence):
        raise UndeclarableError(
            f"{cls.__name__}: {node.name} is a record or list and has fields of its own below"
        )
    for child in node.children.values():
        _check(child, cls)
