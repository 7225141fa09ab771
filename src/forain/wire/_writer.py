"""The fast writer: two functions per message class, written as source text from its plan and compiled once.

It writes strictly: declared order, CDATA where declared. A record's texts and the markup between them become one
f-string; a list of records without records of their own becomes a loop in the same function. For a record with
the fields `itemid`, an optional `isbn` and a list of `code`::

    def write(o, ink):
        noted = ink.noted
        out = []
        p1 = o.item_id
        noted.append(p1)
        p2 = '' if o.isbn is None else f"<isbn>{plain(o.isbn)}</isbn>"
        out.append(f"<itemid>{p1}</itemid>{p2}<codes>")
        for o3 in o.codes:
            out.append(f"<code>{o3.number:d}</code>")
        out.append(f"</codes>")
        return join(out)

That is for the hasty pen, which looks at the noted texts afterwards; the functions for the quick one look at each text
on the spot, those for the careful one hand every text to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from forain.wire import values
from forain.wire._ink import MARKS, Hand, Heads, Ink, QuickInk
from forain.wire._layout import Slot, is_leaf, layout
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
_LONE: Final = re.compile(r"\{(p\d+)\}([^{}]+)")
_WRITERS: dict[tuple[type, Hand, str | None], Writers] = {}


@dataclass(frozen=True, slots=True)
class Writers:
    """The generated functions of a message class: the content of one record, and whole elements of many."""

    one: WriteOne
    all: WriteAll


def writers_of(cls: type, hand: Hand, hole: str | None = None) -> Writers:
    """The generated functions of a message class; with `HOLE` in place of the list named `hole`."""
    writers = _WRITERS.get((cls, hand, hole))
    if writers is None:
        source = _Source(plan_of(cls), hand, hole)
        exec(compile(source.text(), f"<writers of {cls.__name__}>", "exec"), source.scope)  # noqa: S102 - our own text
        writers = Writers(source.scope["write"], source.scope["write_all"])
        _WRITERS[cls, hand, hole] = writers
    return writers


class _Body:
    """The statements of a function, and the f-string that is being put together."""

    def __init__(self, head: str) -> None:
        self.lines = [head]
        self.text = ""
        self.is_divided = False
        self.depth = 1
        self.record = "o"
        self._names = 0

    def say(self, line: str) -> None:
        self.lines.append(f"{'    ' * self.depth}{line}")

    def name(self, letter: str) -> str:
        self._names += 1
        return f"{letter}{self._names}"

    def put(self, expression: str) -> str:
        """Give a name to what is worked out before the f-string."""
        name = self.name("p")
        self.say(f"{name} = {expression}")
        return name

    def flush(self) -> None:
        """End the f-string; the next one begins. A lone text needs none: joining it once is faster."""
        self.is_divided = True
        if lone := _LONE.fullmatch(self.text):
            self.say(f'out.append({lone[1]}); out.append("{lone[2]}")')
        elif self.text:
            self.say(f'out.append(f"{self.text}")')
        self.text = ""


class _Source:
    """The text of the functions for one hand, and the names they use."""

    def __init__(self, plan: Plan, hand: Hand, hole: str | None) -> None:
        self.plan, self.hand, self.hole = plan, hand, hole
        self.scope: dict[str, Any] = {"join": "".join, "choose": _choose}
        self.scope |= {"plain": QuickInk.plain, "cdata": QuickInk.cdata}

    def text(self) -> str:
        return "\n".join((*self._write(), *self._write_all()))

    def _write(self) -> list[str]:
        body = self._body("def write(o, ink):")
        self._flow(layout(self.plan), body)
        if not body.is_divided:
            return [*body.lines, f'    return f"{body.text}"']
        body.flush()
        return [body.lines[0], "    out = []", *body.lines[1:], "    return join(out)"]

    def _write_all(self) -> list[str]:
        body = self._body("def write_all(every, ink, begin, end):")
        body.say("out = []")
        body.say("for o in every:")
        body.depth += 1
        body.text = "{begin}"
        self._flow(layout(self.plan), body)
        body.text += "{end}"
        body.flush()
        return [*body.lines, "    return join(out)"]

    def _body(self, head: str) -> _Body:
        body = _Body(head)
        body.say("plain, cdata = ink.plain, ink.cdata" if self.hand == "careful" else "noted = ink.noted")
        return body

    def known(self, stem: str, value: Any) -> str:
        """Make a value known to the text under a name of its own."""
        name = f"{stem}{len(self.scope)}"
        self.scope[name] = value
        return name

    def _flow(self, slot: Slot, body: _Body) -> None:
        """Add what an element holds to the f-string, ending it and beginning the next one at each loop."""
        for child in slot.children:
            if child.is_group and child.is_certain:
                body.text += f"<{child.name}>"
                self._flow(child, body)
                body.text += f"</{child.name}>"
            elif child.value is not None and self._is_loop(child.value):
                self._loop(child.name, child.value, body)
            else:
                body.text += self._piece(child, body)

    def _is_loop(self, one: Field) -> bool:
        is_list = one.many and len(one.targets) == 1 and one.name != self.hole
        return is_list and one.record is not None and is_leaf(one.record)

    def _loop(self, name: str, one: Field, body: _Body) -> None:
        assert one.record is not None
        body.flush()
        around, body.record = body.record, body.name("o")
        body.say(f"for {body.record} in {around}.{one.name}:")
        body.depth += 1
        children = layout(plan_of(one.record)).children
        if self._recurs(children[0]):
            self._headed(name, children, body)
        else:
            body.text = f"<{name}>"
            self._flow(Slot("", children=children), body)
        body.text += f"</{name}>"
        body.flush()
        body.depth -= 1
        body.record = around

    def _recurs(self, slot: Slot) -> bool:
        one = slot.value
        if one is None or slot.children or self.hand == "careful":
            return False
        return one.recurring and one.is_text and not (one.cdata or one.optional or one.many)

    def _headed(self, name: str, children: list[Slot], body: _Body) -> None:
        """A record that begins with a recurring text: what stands before the next value is looked up by it."""
        first, *others = children
        assert first.value is not None
        self._flow(Slot("", children=others), body)
        between, hole, rest = body.text.partition("{")
        heads = Heads(f"<{name}><{first.name}>", f"</{first.name}>{between}")
        text = f"{body.record}.{first.value.name}"
        body.say(f"try: out.append({self.known('kept', heads.kept)}[{text}])")
        body.say(f"except KeyError: out.append({self.known('head', heads.of)}({text}))")
        body.text = hole + rest

    def _pieces(self, slot: Slot, body: _Body) -> str:
        return "".join([self._piece(child, body) for child in slot.children])

    def _piece(self, slot: Slot, body: _Body) -> str:
        """A part of the f-string, and before it the statements that work it out."""
        if slot.value is None:
            return self._group(slot, body)
        if slot.children:
            return self._text_or_group(slot, slot.value, body)
        return self._field(slot.name, slot.value, body)

    def _group(self, slot: Slot, body: _Body) -> str:
        pieces = self._pieces(slot, body)
        if slot.is_certain:
            return _wrapped(slot.name, pieces)
        inner = body.put(f'f"{pieces}"')
        return _unless_empty(body, f"not {inner}", _wrapped(slot.name, f"{{{inner}}}"), "")

    def _text_or_group(self, slot: Slot, one: Field, body: _Body) -> str:
        """An element that holds either a text or elements (Spartoo, general part §7, variants S and L)."""
        inner = body.put(f'f"{self._pieces(slot, body)}"')
        value = f"{body.record}.{one.name}"
        body.say(
            f"if {inner} and {value} is not None: raise ValueError({slot.name + ' is a text or a list'!r})"
        )
        text = _wrapped(slot.name, self._content(one, None, value))
        group = _wrapped(slot.name, f"{{{inner}}}")
        if not slot.always:
            group = _unless_empty(body, f"not {inner}", group, "")
        name = body.put(f'f"{group}" if {value} is None else f"{text}"')
        return f"{{{name}}}"

    def _field(self, name: str, one: Field, body: _Body) -> str:
        value = f"{body.record}.{one.name}"
        if one.many:
            return self._list(name, one, value, body)
        if one.is_presence:
            return _unless_empty(body, f"not {value}", f"<{name}/>", "")
        if one.is_text and one.record is None and not one.optional:
            return _wrapped(name, self._checked(one, value, body))
        whole = _wrapped(name, self._content(one, one.record, value))
        if not one.optional:
            return whole
        empty = _wrapped(name, "") if one.when_none == "empty" else ""
        return _unless_empty(body, f"{value} is None", whole, empty)

    def _list(self, name: str, one: Field, value: str, body: _Body) -> str:
        if one.name == self.hole:
            return f"{{{self.known('hole', HOLE)}}}"
        if len(one.targets) > 1:
            joined = f"choose({value}, {self.known('kinds', _kinds(one, self.hand))}, ink)"
        elif one.record is not None:
            joined = f"{self._writer(one.record, 'write_all')}({value}, ink, '<{name}>', '</{name}>')"
        else:
            joined = f'join([f"{_wrapped(name, self._content(one, None, "x"))}" for x in {value}])'
        return f"{{{body.put(joined)}}}"

    def _content(self, one: Field, record: type | None, value: str) -> str:
        if record is not None:
            return f"{{{self._writer(record, 'write')}({value}, ink)}}"
        if isinstance(one.converter, values.Integer):
            return _cdata_or_not(one, f"{value}:d")
        written = value if one.is_text else f"{self.known('convert', one.converter.write)}({value})"
        if isinstance(one.converter, _NEVER_ESCAPED):
            return _cdata_or_not(one, written)
        return _cdata_or_not(one, f"{'cdata' if one.cdata else 'plain'}({written})")

    def _writer(self, record: type, which: Literal["write", "write_all"]) -> str:
        if record is self.plan.cls and not self.hole:
            return which
        writers = writers_of(record, self.hand)
        return self.known(which, writers.one if which == "write" else writers.all)

    def _checked(self, one: Field, value: str, body: _Body) -> str:
        """A text that is always there, handed to the pen only when it must be."""
        name = body.put(value)
        if self.hand == "hasty" and not one.cdata:
            body.say(f"noted.append({name})")
        else:
            body.say(f"{self._if_odd(one, name)}{name} = {'cdata' if one.cdata else 'plain'}({name})")
        return _cdata_or_not(one, name)

    def _if_odd(self, one: Field, name: str) -> str:
        if self.hand == "careful":
            return ""
        if one.cdata:
            return f"if ']' in {name} and ']]>' in {name}: "
        return f"if not {name}.isalnum() and ({' or '.join(f'{mark!r} in {name}' for mark in MARKS)}): "


def _unless_empty(body: _Body, condition: str, text: str, empty: str) -> str:
    name = body.put(f'{empty!r} if {condition} else f"{text}"')
    return f"{{{name}}}"


def _wrapped(name: str, content: str) -> str:
    return f"<{name}>{content}</{name}>"


def _cdata_or_not(one: Field, expression: str) -> str:
    return f"<![CDATA[{{{expression}}}]]>" if one.cdata else f"{{{expression}}}"


def _kinds(one: Field, hand: Hand) -> dict[type, tuple[str, WriteOne]]:
    return {
        target.record: (target.path[-1], writers_of(target.record, hand).one)
        for target in one.targets
        if target.record is not None
    }


def _choose(items: Sequence[Any], kinds: Mapping[type, tuple[str, WriteOne]], ink: Ink) -> str:
    """Write each record under the name that belongs to its class."""
    return "".join(
        [_wrapped(name, write(item, ink)) for item in items for name, write in (kinds[type(item)],)]
    )
