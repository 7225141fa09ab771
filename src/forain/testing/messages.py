"""Random messages: proves in one line that whatever a room declares survives being written and read.

    @pytest.mark.parametrize("cls", messages_in(messages))
    def test_every_message_comes_back_as_it_was_written(cls: type) -> None:
        comes_back(cls)

What is made keeps to what the wire can carry: texts without blanks at their ends or control characters, in CDATA
only what the character set holds, no empty text where empty means None, moments cut to what their
layout shows (and never the second of the two hours of an autumn night), no text beside a list in an
element that holds either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from types import ModuleType
from typing import Any, TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from forain.wire import values
from forain.wire._plan import AnyConverter, Field, Node, Plan, is_message, plan_of
from forain.wire.xml import Decoded, decode, encode

T = TypeVar("T")
Strategy = st.SearchStrategy[Any]
Known = Mapping[AnyConverter, Strategy]

_LONGEST_LIST = 3
_DEEPEST = 3
_RAW: Mapping[type, Strategy] = {
    str: st.text("abcdefghXYZ0123456789-_", min_size=1, max_size=12),
    int: st.integers(-(10**18), 10**18),
    Decimal: st.decimals(-(10**9), 10**9, allow_nan=False, allow_infinity=False, places=4),
    bool: st.booleans(),
    datetime: st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    date: st.dates(date(1900, 1, 1), date(2100, 1, 1)),
}


def comes_back(cls: type, *, known: Known | None = None, examples: int = 50) -> None:
    """Write and read random instances; fails with the smallest one that does not come back equal."""

    @settings(max_examples=examples, deadline=None, database=None)
    @given(instances(cls, known=known))
    def proof(original: Any) -> None:
        decoded: Decoded[Any] = decode(cls, encode(original, root=plan_of(cls).root or "record"))
        assert decoded.value == original
        assert not decoded.drift
        assert not decoded.repairs

    proof()


def messages_in(module: ModuleType) -> list[type]:
    """The message classes a module (or a package that exports them) holds, by name."""
    found = {value for value in vars(module).values() if is_message(value)}
    return sorted(found, key=lambda cls: cls.__name__)


def instances(
    cls: type[T], *, charset: str | None = None, known: Known | None = None
) -> st.SearchStrategy[T]:
    """Random instances of a message class.

    `charset` is what they will be written in (the declared one); `known` gives the values of a
    converter of one's own, when plain random ones are mostly refused by its `read`.
    """
    return _Maker(charset or plan_of(cls).charset, known or {}).record(cls, _DEEPEST)


class _Maker:
    def __init__(self, charset: str, known: Known) -> None:
        self.charset, self.known = charset, known

    def record(self, cls: type, depth: int) -> Strategy:
        plan = plan_of(cls)
        fields = {field.name: self._field(field, depth) for field in plan.fields}
        return st.builds(_one_or_the_other(plan), st.fixed_dictionaries(fields))

    def _field(self, field: Field, depth: int) -> Strategy:
        one = self._one(field, depth)
        if field.many:
            longest = _LONGEST_LIST if depth or field.record is None else 0
            return st.lists(one, min_size=bool(field.default) and field.has_default, max_size=longest).map(
                tuple
            )
        if field.is_presence:
            return st.just(True) if field.has_default and field.default else st.booleans()
        if field.optional and _none_comes_back(field):
            return st.none() | one if depth or field.record is None else st.none()
        return one

    def _one(self, field: Field, depth: int) -> Strategy:
        records = [target.record for target in field.targets if target.record is not None]
        if not records:
            return self._value(field)
        if not depth:
            return st.nothing()
        made = st.one_of([self.record(record, depth - 1) for record in records])
        return made.filter(_writes_something) if field.optional else made

    def _value(self, field: Field) -> Strategy:
        converter = field.converter
        if converter in self.known:
            return self.known[converter]
        if field.is_text:
            return self._text(in_cdata=field.cdata, empty=not field.optional)
        if isinstance(converter, values.DecimalNumber) and converter.places is not None:
            return _RAW[Decimal].map(lambda value: converter.read(converter.write(value)))
        raw = _RAW.get(field.kind, _RAW[str])
        return raw.flatmap(_as_it_comes_back(converter))

    def _text(self, *, in_cdata: bool, empty: bool) -> Strategy:
        letters = st.characters(
            codec=self.charset if in_cdata else "utf-8",
            categories=("L", "M", "N", "P", "S", "Z"),
            exclude_characters="\ufffe\uffff",
        )
        trimmed = st.text(letters | st.sampled_from("\t\n&<>]’€œ" if not in_cdata else "\t\n&<>]")).map(
            str.strip
        )
        return trimmed if empty else trimmed.filter(bool)


def _as_it_comes_back(converter: AnyConverter) -> Callable[[Any], Strategy]:
    def settled(value: Any) -> Strategy:
        try:
            return st.just(converter.read(converter.write(value)))
        except (ValueError, ArithmeticError, LookupError):
            return st.nothing()

    return settled


def _none_comes_back(field: Field) -> bool:
    return field.when_none == "empty" or not field.has_default or field.default is None


def _writes_something(record: Any) -> bool:
    return encode(record, root="r", declaration=False) != b"<r></r>"


def _one_or_the_other(plan: Plan) -> Callable[[dict[str, Any]], Any]:
    """Build the record; where an element holds a text or a list, the list wins when there is one."""
    either = list(_texts_beside_lists(plan.tree))

    def build(found: dict[str, Any]) -> Any:
        for text, lists in either:
            if any(found[name] for name in lists):
                found = {**found, text: None}
        return plan.cls(**found)

    return build


def _texts_beside_lists(node: Node) -> Iterator[tuple[str, list[str]]]:
    for child in node.children.values():
        if child.value is not None and child.children:
            yield (
                child.value.name,
                [one.value.name for one in child.children.values() if one.value is not None],
            )
        yield from _texts_beside_lists(child)
