"""A declaration that contradicts itself is refused at import, in words; a good one is an ordinary dataclass."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from typing import Any

import pytest

from forain.wire import errors, xml
from forain.wire.tests import shapes
from forain.wire.tests.shapes import Mail, Note, Problem
from forain.wire.xml import (
    UndeclarableError,
    choices,
    decode,
    element,
    elements,
    encode,
    message,
    stream,
)


def declare(hint: Any, field: Any, **more: tuple[Any, Any]) -> type:
    """A message class made on the spot."""
    fields = {"field": (hint, field), **more}
    body: dict[str, Any] = {name: specifier for name, (_, specifier) in fields.items()}
    body["__annotations__"] = {name: kind for name, (kind, _) in fields.items()}
    return message(type("Made", (), body))


@pytest.mark.parametrize(
    ("hint", "field", "words"),
    [
        (str, element("a//b"), "'a//b' is not a path"),
        (str, element(""), "'' is not a path"),
        (str, element("a b"), "is not a path"),
        (bytes, element("a"), "give as_="),
        (list[str], elements("a"), r"annotated tuple\[X, \.\.\.\]"),
        (tuple[str, int], elements("a"), r"annotated tuple\[X, \.\.\.\]"),
        (str | int, element("a"), "one type, or one type and None"),
        (str, 7, "needs element"),
        (tuple[Mail, ...], choices({"a": Mail, "b": Mail}), "each choice is a class of its own"),
        (tuple[Mail | str, ...], choices({"a": Mail, "b": str}), "choices are message classes"),
        (tuple[Mail | Note, ...], choices({"x/a": Mail, "y/b": Note}), "choices lie side by side"),
    ],
)
def test_a_bad_field_is_refused_by_its_name(hint: Any, field: Any, words: str) -> None:
    with pytest.raises(UndeclarableError, match=f"Made.field.*{words}"):
        declare(hint, field)


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ((str, element("a")), (str, element("a")), "a is declared twice"),
        ((Problem, element("a")), (str, element("a/b")), "a is a record or list"),
        ((tuple[str, ...], elements("a")), (str, element("a/b")), "a is a record or list"),
    ],
)
def test_two_fields_at_one_place_are_refused(first: Any, second: Any, words: str) -> None:
    with pytest.raises(UndeclarableError, match=words):
        declare(*first, second=second)


def test_other_classes_are_no_messages() -> None:
    with pytest.raises(UndeclarableError, match="int is not declared with @message"):
        decode(int, b"<a/>")
    with pytest.raises(UndeclarableError, match="object is not declared"):
        encode(object())
    for field in ("token", "nothing"):
        with pytest.raises(UndeclarableError, match=f"Sales.{field} is not a list"):
            stream(shapes.Sales, [], field=field)


def test_messages_are_frozen_slotted_and_keyword_only() -> None:
    problem = decode(Problem, b"<p><id>1</id></p>").value
    with pytest.raises(dataclasses.FrozenInstanceError):
        problem.id = 2  # type: ignore[misc]
    with pytest.raises((AttributeError, TypeError)):
        problem.other = 2  # type: ignore[attr-defined]
    with pytest.raises(TypeError):
        Problem(1)  # type: ignore[call-arg]


def test_what_was_read_is_the_same_as_what_was_made() -> None:
    """The reader fills a twin class; nobody may notice."""
    read = decode(Problem, b"<p><id>1</id></p>").value
    made = Problem(id=1)
    assert (read, hash(read), repr(read), type(read)) == (made, hash(made), repr(made), Problem)
    assert pickle.loads(pickle.dumps(read)) == copy.deepcopy(read) == dataclasses.replace(read) == made


def test_a_class_with_a_rule_of_its_own_is_built_by_its_constructor() -> None:
    @message("m")
    class Ruled:
        low: int = element("low")
        high: int = element("high")

        def __post_init__(self) -> None:
            if self.low > self.high:
                raise errors.BadValue("m/low", "a number not above high", str(self.low))

    assert decode(Ruled, b"<m><low>1</low><high>2</high></m>").value == Ruled(low=1, high=2)
    with pytest.raises(errors.BadValue, match="not above high"):
        decode(Ruled, b"<m><low>3</low><high>2</high></m>")


def test_a_message_may_extend_another() -> None:
    @message
    class Base:
        first: str = element("first")

    @message("m")
    class Extended(Base):
        second: str = element("second")

    value = Extended(first="1", second="2")
    assert encode(value, declaration=False) == b"<m><first>1</first><second>2</second></m>"
    assert decode(Extended, encode(value)).value == value


def test_the_public_names_are_the_exported_ones() -> None:
    assert all(hasattr(xml, name) for name in xml.__all__)
    public = {
        name
        for name, value in vars(xml).items()
        if not name.startswith("_") and getattr(value, "__module__", "").startswith("forain.wire._")
    }
    inner = {"Evidence", "local_name", "plan_of", "read", "written", "written_in_pieces"}
    assert public - inner <= set(xml.__all__)
    assert {cls.__name__ for cls in vars(errors).values() if isinstance(cls, type)} == set(errors.__all__)
