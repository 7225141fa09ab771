"""The fast writer: two functions per message class, written as source text from its plan and compiled once.

It writes strictly: declared order, CDATA where declared; fields that follow each other share the parents they
have in common. For a record with the fields `itemid`, `price/amount` and an optional `isbn`::

    def write(o, ink):
        plain, cdata, careful = ink.plain, ink.cdata, ink.careful
        p0 = o.item_id
        if careful or not p0.isalnum() and ('<' in p0 or '&' in p0 or ...): p0 = plain(p0)
        p2 = '' if o.isbn is None else f"<isbn>{plain(o.isbn)}</isbn>"
        return f"<itemid>{p0}</itemid><price><amount>{convert2(o.price)}</amount></price>{p2}"
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from forain.wire import values
from forain.wire._ink import Ink
from forain.wire._plan import Field, Plan, plan_of

WriteOne = Callable[[Any, Ink], str]
WriteAll = Callable[[Sequence[Any], Ink, str, str], str]
HOLE: Final = "\0"
"""Stands where the records of a list are to be put; no text can hold it."""

_NEVER_ESCAPED = (
    values.DecimalNumber,
    values.Flag,
    values.ParisDate,
    values.ParisTime,
    values.UnixTime,
)
_WRITERS: dict[tuple[type, str | None], Writers] = {}


@dataclass(slots=True)
class Slot:
    """One element to be written; `always`: even when there is nothing in it."""

    name: str
    value: Field | None = None
    children: list[Slot] = field(default_factory=list)
    always: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the f-string, and whether it is never empty."""

    text: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Writers:
    """The generated functions of a message class: the content of one record, and whole elements of many."""

    one: WriteOne
    all: WriteAll


def writers_of(cls: type, hole: str | None = None) -> Writers:
    """The generated functions of a message class; with `HOLE` in place of the list named `hole`."""
    writers = _WRITERS.get((cls, hole))
    if writers is None:
        source = _Source(plan_of(cls), hole)
        exec(compile(source.text(), f"<writers of {cls.__name__}>", "exec"), source.scope)  # noqa: S102 - our own text
        writers = _WRITERS[cls, hole] = Writers(source.scope["write"], source.scope["write_all"])
    return writers


def layout(plan: Plan) -> Slot:
    """The order of writing of a message class."""
    top = Slot("")
    for one in plan.fields:
        slot = top
        for name in one.path[:-1]:
            slot = _below(slot, name)
            slot.always |= one.many and one.when_none == "empty"
        slot.children.append(Slot(one.path[-1], one))
    return top


def _below(slot: Slot, name: str) -> Slot:
    if not slot.children or slot.children[-1].name != name:
        slot.children.append(Slot(name))
    return slot.children[-1]


class _Source:
    """The text of one writer and the names it uses."""

    def __init__(self, plan: Plan, hole: str | None) -> None:
        self.plan, self.hole = plan, hole
        self.scope: dict[str, Any] = {"join": "".join, "choose": _choose}

    def text(self) -> str:
        lines: list[str] = []
        content = _joined(self._pieces(layout(self.plan), lines))
        pen = "plain, cdata, careful = ink.plain, ink.cdata, ink.careful"
        return "\n".join(
            (
                "def write(o, ink):",
                *_indented(1, [pen, *lines, f'return f"{content}"']),
                "def write_all(every, ink, begin, end):",
                *_indented(1, [pen, "out = []", "for o in every:"]),
                *_indented(2, [*lines, f'out.append(f"{content}")']),
                "    return f'{begin}{(end + begin).join(out)}{end}' if out else ''",
            )
        )

    def name(self, stem: str, value: Any) -> str:
        """Make a value known to the text under a name of its own."""
        name = f"{stem}{len(self.scope)}"
        self.scope[name] = value
        return name

    def _pieces(self, slot: Slot, lines: list[str]) -> list[Piece]:
        return [self._piece(child, lines) for child in slot.children]

    def _piece(self, slot: Slot, lines: list[str]) -> Piece:
        if slot.children and slot.value is not None:
            return self._text_or_group(slot, slot.value, lines)
        if slot.children:
            return self._group(slot, lines)
        assert slot.value is not None
        return self._field(slot.name, slot.value, lines)

    def _group(self, slot: Slot, lines: list[str]) -> Piece:
        pieces = self._pieces(slot, lines)
        if slot.always or any(piece.certain for piece in pieces):
            return Piece(_wrapped(slot.name, _joined(pieces)), certain=True)
        inner = self._put(lines, f'f"{_joined(pieces)}"')
        return self._unless_empty(lines, f"not {inner}", _wrapped(slot.name, f"{{{inner}}}"), "")

    def _text_or_group(self, slot: Slot, one: Field, lines: list[str]) -> Piece:
        """An element that holds either a text or elements (Spartoo, general part §7, variants S and L)."""
        inner = self._put(lines, f'f"{_joined(self._pieces(slot, lines))}"')
        value = f"o.{one.name}"
        lines.append(
            f"if {inner} and {value} is not None: raise ValueError({slot.name + ' is a text or a list'!r})"
        )
        text = _wrapped(slot.name, self._content(one, None, value))
        group = _wrapped(slot.name, f"{{{inner}}}")
        if not slot.always:
            group = self._unless_empty(lines, f"not {inner}", group, "").text
        name = self._put(lines, f'f"{group}" if {value} is None else f"{text}"')
        return Piece(f"{{{name}}}", certain=slot.always)

    def _field(self, name: str, one: Field, lines: list[str]) -> Piece:
        value = f"o.{one.name}"
        if one.many:
            return self._list(name, one, value, lines)
        if one.is_presence:
            return self._unless_empty(lines, f"not {value}", f"<{name}/>", "")
        if one.is_text and one.record is None and not one.optional:
            return Piece(_wrapped(name, self._checked(one, lines)), certain=True)
        whole = _wrapped(name, self._content(one, one.record, value))
        if not one.optional:
            return Piece(whole, certain=True)
        empty = _wrapped(name, "") if one.when_none == "empty" else ""
        return self._unless_empty(lines, f"{value} is None", whole, empty)

    def _list(self, name: str, one: Field, value: str, lines: list[str]) -> Piece:
        if one.name == self.hole:
            return Piece(f"{{{self.name('hole', HOLE)}}}", certain=True)
        if len(one.targets) > 1:
            joined = f"choose({value}, {self.name('kinds', _kinds(one))}, ink)"
        elif one.record is not None:
            joined = f"{self._writer(one.record, 'write_all')}({value}, ink, '<{name}>', '</{name}>')"
        else:
            joined = f'join([f"{_wrapped(name, self._content(one, None, "x"))}" for x in {value}])'
        return Piece(f"{{{self._put(lines, joined)}}}", certain=False)

    def _content(self, one: Field, record: type | None, value: str) -> str:
        if record is not None:
            return f"{{{self._writer(record, 'write')}({value}, ink)}}"
        if isinstance(one.converter, values.Integer):
            return _cdata_or_not(one, f"{value}:d")
        written = value if one.is_text else f"{self.name('convert', one.converter.write)}({value})"
        if isinstance(one.converter, _NEVER_ESCAPED):
            return _cdata_or_not(one, written)
        return _cdata_or_not(one, f"{'cdata' if one.cdata else 'plain'}({written})")

    def _writer(self, record: type, which: Literal["write", "write_all"]) -> str:
        if record is self.plan.cls and not self.hole:
            return which
        writers = writers_of(record)
        return self.name(which, writers.one if which == "write" else writers.all)

    def _checked(self, one: Field, lines: list[str]) -> str:
        """A text that is always there: looked at on the spot, handed to the pen only when it must be."""
        name = self._put(lines, f"o.{one.name}")
        if one.cdata:
            lines.append(f"if careful or ']]>' in {name}: {name} = cdata({name})")
        else:
            marks = " or ".join(f"{mark!r} in {name}" for mark in "<&>\r")
            lines.append(f"if careful or not {name}.isalnum() and ({marks}): {name} = plain({name})")
        return _cdata_or_not(one, name)

    def _unless_empty(self, lines: list[str], condition: str, text: str, empty: str) -> Piece:
        name = self._put(lines, f'{empty!r} if {condition} else f"{text}"')
        return Piece(f"{{{name}}}", certain=bool(empty))

    def _put(self, lines: list[str], expression: str) -> str:
        name = f"p{len(lines)}"
        lines.append(f"{name} = {expression}")
        return name


def _indented(depth: int, lines: Iterable[str]) -> Iterator[str]:
    return (f"{'    ' * depth}{line}" for line in lines)


def _wrapped(name: str, content: str) -> str:
    return f"<{name}>{content}</{name}>"


def _cdata_or_not(one: Field, expression: str) -> str:
    return f"<![CDATA[{{{expression}}}]]>" if one.cdata else f"{{{expression}}}"


def _joined(pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def _kinds(one: Field) -> dict[type, tuple[str, WriteOne]]:
    return {
        target.record: (target.path[-1], writers_of(target.record).one)
        for target in one.targets
        if target.record is not None
    }


def _choose(items: Sequence[Any], kinds: Mapping[type, tuple[str, WriteOne]], ink: Ink) -> str:
    """Write each record under the name that belongs to its class."""
    return "".join(
        [_wrapped(name, write(item, ink)) for item in items for name, write in (kinds[type(item)],)]
    )
