"""Declaring a message once: the decorator and the three field specifiers."""

from __future__ import annotations

import dataclasses
import inspect
import re
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, dataclass
from typing import Any, TypeVar, dataclass_transform, overload

from forain.wire import values
from forain.wire._plan import (
    DEFAULT_CONVERTERS,
    PLAN,
    AnyConverter,
    Field,
    Plan,
    Target,
    UndeclarableError,
    WhenNone,
    is_message,
    tree_of,
)

T = TypeVar("T")

_SPEC = "forain.wire"
_NOTHING: Any = MISSING
_PATH = re.compile(r"[A-Za-z_][\w.-]*(?:/[A-Za-z_][\w.-]*)*")


@dataclass(frozen=True, slots=True)
class Spec:
    """What a field specifier was called with."""

    path: str = ""
    many: bool = False
    choices: Mapping[str, type] | None = None
    cdata: bool = False
    as_: AnyConverter | None = None
    when_none: WhenNone = "omit"
    recurring: bool = False


def element(
    path: str,
    *,
    cdata: bool = False,
    as_: AnyConverter | None = None,
    when_none: WhenNone = "omit",
    recurring: bool = False,
    default: Any = _NOTHING,
) -> Any:
    """Declare one value or one nested message at a path below the record's own element.

    `as_` says how the value is written; without it the annotation decides. `when_none` says what None writes:
    nothing (``omit``) or an element without text (``empty``). `recurring` says that the same few texts come again
    and again, as the keys of a template do, so that their written form is worth keeping. `default` is taken when the
    element is missing (or, for anything but text, empty) and makes the argument optional.
    """
    spec = Spec(path=path, cdata=cdata, as_=as_, when_none=when_none, recurring=recurring)
    return _specified(spec, default)


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
    """Declare a list of several kinds of messages, interleaved; document order is kept both ways.

    The paths differ in their last element only.
    """
    return _specified(Spec(many=True, choices=dict(by_path), when_none=when_none), default)


def _specified(spec: Spec, default: Any) -> Any:
    return dataclasses.field(default=default, metadata={_SPEC: spec})


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
    """The local names where the decorator stands, so that messages can be declared inside a test."""
    frame = inspect.currentframe()
    caller = frame and frame.f_back and frame.f_back.f_back
    return dict(caller.f_locals) if caller else {}


def _declared(cls: type, root: str | None, namespace: str, charset: str, scope: dict[str, Any]) -> type:
    made: type = dataclass(frozen=True, slots=True, kw_only=True)(cls)
    fields = tuple(_fields(made, {**scope, made.__name__: made}))
    setattr(made, PLAN, Plan(made, root, namespace, charset, fields, tree_of(made, fields)))
    return made


def _fields(cls: Any, scope: dict[str, Any]) -> Iterator[Field]:
    hints = typing.get_type_hints(cls, localns=scope)
    for declared in dataclasses.fields(cls):
        where = f"{cls.__name__}.{declared.name}"
        spec = declared.metadata.get(_SPEC)
        if spec is None:
            raise UndeclarableError(f"{where} needs element(), elements() or choices()")
        kind, optional = _kind(where, spec, hints[declared.name])
        yield _field(where, declared, spec, kind, optional, is_message(kind) or kind is cls)


def _field(
    where: str, declared: dataclasses.Field[Any], spec: Spec, kind: Any, optional: bool, nested: bool
) -> Field:
    converter = spec.as_ or DEFAULT_CONVERTERS.get(kind)
    if spec.choices is None and not nested and converter is None:
        raise UndeclarableError(f"{where}: how {kind} is written is not known; give as_=")
    return Field(
        name=declared.name,
        targets=_targets(where, spec, kind if nested else None),
        kind=kind,
        many=spec.many,
        optional=optional,
        default=declared.default,
        converter=converter or values.TEXT,
        cdata=spec.cdata,
        when_none=spec.when_none,
        recurring=spec.recurring,
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


def _targets(where: str, spec: Spec, record: type | None) -> tuple[Target, ...]:
    if spec.choices is None:
        return (Target(_split(where, spec.path), record),)
    targets = tuple(Target(_split(where, path), kind) for path, kind in spec.choices.items())
    if len({target.record for target in targets}) != len(targets):
        raise UndeclarableError(f"{where}: each choice is a class of its own")
    if not all(is_message(target.record) for target in targets):
        raise UndeclarableError(f"{where}: choices are message classes")
    if len({target.path[:-1] for target in targets}) != 1:
        raise UndeclarableError(f"{where}: choices lie side by side")
    return targets


def _split(where: str, path: str) -> tuple[str, ...]:
    if not _PATH.fullmatch(path):
        raise UndeclarableError(f"{where}: {path!r} is not a path like response/sales/sale")
    return tuple(path.split("/"))
