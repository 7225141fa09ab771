"""The fast reader: one function per message class, written as source text from its plan and compiled once.

It takes the children in the declared order while they come in it, and from the first that does not on finds each one's
field by a dictionary look-up. It gives up (`GIVE_UP`) at the first thing that is wrong; the exact reader then says what
and where. For a record with the fields `itemid` and `price/amount` it looks like this::

    def read(e, evidence):
        v0 = v1 = MISSING
        i0 = iter(e[:])
        c0 = next(i0, END); g0 = c0.tag
        if g0 == 'itemid':
            ...
            c0 = next(i0, END); g0 = c0.tag
        if g0 == 'price':
            ...
        while c0 is not END:
            try:
                k = tags0[c0.tag]
            except KeyError:
                k = learn0(c0.tag)
            if k < 1:
                if v0 is MISSING:
                    ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from typing import Any, Final

from lxml import etree

from forain.wire import values
from forain.wire._drift import Evidence, local_name
from forain.wire._plan import AnyConverter, Field, Node, Plan, plan_of
from forain.wire._reference import REFUSALS, is_blank, means_none, read_record
from forain.wire.errors import Malformed

Reader = Callable[[Any, Evidence], Any]
GIVE_UP: Final = (*REFUSALS, RecursionError)
MISSING: Final = object()


class End:
    """Stands behind the last child: its tag is none."""

    tag = None


END: Final = End()
_REMEMBERED = 4096
_FEW = 100
_READERS: dict[type, Reader] = {}


@cache
def remembering(converter: AnyConverter) -> Callable[[str], Any]:
    """The converter's `read` with its last answers kept: an item's price mostly is what it was listed for."""
    return lru_cache(_REMEMBERED)(converter.read)


class Tags:
    """From a tag as lxml gives it to the number of the field; learns every namespace it meets."""

    def __init__(self, names: Iterable[str]) -> None:
        """Number the local names; what is none of them gets the next number."""
        self._names = {name: number for number, name in enumerate(names)}
        self.known = dict(self._names)

    def learn(self, tag: str) -> int:
        """The number of a tag that is not known yet."""
        number = self._names.get(local_name(tag), len(self._names))
        if len(self.known) < _REMEMBERED:
            self.known[tag] = number
        return number


def read(cls: type, element: etree._Element, path: str, evidence: Evidence) -> Any:
    """Read one record; raises `Missing` or `BadValue` with its exact path, which begins with `path`."""
    try:
        return reader_of(cls)(element, evidence)
    except GIVE_UP:
        return read_exactly(cls, element, path, evidence)


def read_exactly(cls: type, element: etree._Element, path: str, evidence: Evidence) -> Any:
    """Take over where the fast reader gave up, to say what is wrong and where."""
    try:
        return read_record(cls, element, path, evidence)
    except RecursionError:
        raise Malformed("its records are nested too deeply") from None


def reader_of(cls: type) -> Reader:
    """The generated function of a message class."""
    reader = _READERS.get(cls)
    if reader is None:
        source = _Source(plan_of(cls))
        exec(compile(source.text(), f"<reader of {cls.__name__}>", "exec"), source.scope)  # noqa: S102 - our own text
        reader = _READERS[cls] = source.scope["read"]
    return reader


class _Source:
    """The text of one reader and the names it uses."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.slots = {field.name: f"v{number}" for number, field in enumerate(plan.fields)}
        self.scope: dict[str, Any] = {"MISSING": MISSING, "END": END, "is_blank": is_blank, "cls": plan.cls}

    def text(self) -> str:
        body = list(self._body())
        nearby = ", ".join(f"{name}={name}" for name in self.scope)
        return "\n".join((f"def read(e, evidence, {nearby}):", *_indented(body)))

    def name(self, stem: str, value: Any) -> str:
        """Make a value known to the text under a name of its own."""
        name = f"{stem}{len(self.scope)}"
        self.scope[name] = value
        return name

    def _body(self) -> Iterator[str]:
        for field in self.plan.fields:
            yield f"{self.slots[field.name]} = {'[]' if field.many else 'MISSING'}"
        yield from self._loop(self.plan.tree, "e", 0, ordered=True)
        for field in self.plan.fields:
            yield from self._completed(field)
        yield from _building(self)

    def _loop(self, node: Node, parent: str, depth: int, *, ordered: bool) -> Iterator[str]:
        """Read the children of `parent`: those in declared order one after the other, the others one by one."""
        child, tag, rest = f"c{depth}", f"g{depth}", f"i{depth}"
        if not ordered:
            yield f"for {child} in {parent}:"
            yield from _indented(self._any(node, depth))
            return
        onward = f"{child} = next({rest}, END); {tag} = {child}.tag"
        few = f"{parent}[:] if len({parent}) < {_FEW} else {parent}"  # a list is faster, but holds them all
        yield f"{rest} = iter({few})"
        yield onward
        for below in node.children.values():
            yield f"{'while' if below.many else 'if'} {tag} == {below.name!r}:"
            yield from _indented(self._visit(below, child, depth, ordered=True))
            yield f"    {onward}"
        yield f"while {child} is not END:"
        yield from _indented(self._any(node, depth))
        yield f"    {child} = next({rest}, END)"

    def _any(self, node: Node, depth: int) -> Iterator[str]:
        """Read one child, whichever it is."""
        child = f"c{depth}"
        branches = [list(self._visit(below, child, depth)) for below in node.children.values()]
        branches.append([f"evidence.unknown({child})"])
        tags = Tags(node.children)
        yield "try:"
        yield f"    k = {self.name('tags', tags.known)}[{child}.tag]"
        yield "except KeyError:"
        yield f"    k = {self.name('learn', tags.learn)}({child}.tag)"
        yield from _chosen(branches, 0)

    def _visit(self, node: Node, child: str, depth: int, *, ordered: bool = False) -> Iterator[str]:
        if not node.children:
            yield from self._take(node, child, first=ordered)
            return
        below = self._loop(node, child, depth + 1, ordered=ordered)
        if node.value is None:
            yield from below
            return
        yield f"if len({child}):"
        yield from _indented(below)
        yield "else:"
        yield from _indented(self._take(node, child, first=False))

    def _take(self, node: Node, child: str, *, first: bool) -> Iterator[str]:
        """Read a value; `first`: nothing can have been read into its slot before."""
        assert node.value is not None
        slot = self.slots[node.value.name]
        if node.many:
            yield from self._value(node, node.value, child, f"{slot}.append({{}})")
            return
        put = self._value(node, node.value, child, f"{slot} = {{}}")
        if first and len(node.value.targets) == 1:
            yield from put
            return
        yield f"if {slot} is MISSING:"
        yield from _indented(put)
        yield "else:"
        yield f"    evidence.repeated({child})"

    def _value(self, node: Node, field: Field, child: str, put: str) -> Iterator[str]:
        if node.record is not None:
            yield put.format(self._record(node.record, field, child))
            return
        yield f"t = {child}.text"
        yield f"if len({child}):"
        yield f"    t = evidence.text({child})"
        yield put.format(self._plain(field))

    def _record(self, record: type, field: Field, child: str) -> str:
        reader = "read" if record is self.plan.cls else self.name("read", reader_of(record))
        call = f"{reader}({child}, evidence)"
        if field.optional and means_none(field, record):
            return f"None if is_blank({child}) else {call}"
        return call

    def _plain(self, field: Field) -> str:
        if field.is_presence:
            return "True"
        if field.is_text:
            return "t.strip() or None if t else None" if field.optional else "t.strip() if t else ''"
        read = self._conversion(field.converter)
        if field.refuses_empty():
            return read.format("t.strip() if t else ''")
        return f"{read.format('t')} if t and (t := t.strip()) else {self.name('empty', field.empty())}"

    def _conversion(self, converter: AnyConverter) -> str:
        if isinstance(converter, values.Flag):
            return f"{self.name('words', converter.words)}[{{}}]"
        read = remembering(converter) if isinstance(converter, values.DecimalNumber) else converter.read
        return f"{self.name('convert', read)}({{}})"

    def _completed(self, field: Field) -> Iterator[str]:
        slot = self.slots[field.name]
        if field.many:
            absent = f" if {slot} else {self.name('absent', field.absent())}" if field.has_default else ""
            yield f"{slot} = tuple({slot}){absent}"
        elif field.required:
            yield f"if {slot} is MISSING: raise LookupError"
        else:
            yield f"if {slot} is MISSING: {slot} = {self.name('absent', field.absent())}"


def _building(source: _Source) -> Iterator[str]:
    """Fill a twin without guards and let it become the frozen class: three times faster than its constructor."""
    slots = source.slots
    twin = _twin(source.plan.cls, tuple(slots))
    if twin is None:
        yield f"return cls({', '.join(f'{name}={slot}' for name, slot in slots.items())})"
        return
    source.scope |= {"twin": twin, "new": object.__new__}
    yield "o = new(twin)"
    yield from (f"o.{name} = {slot}" for name, slot in slots.items())
    yield "o.__class__ = cls"
    yield "return o"


def _twin(cls: type, names: tuple[str, ...]) -> Any:
    """A class of the same memory layout that may be written to; None when there is no such thing."""
    if hasattr(cls, "__post_init__"):
        return None
    twin: Any = type(cls.__name__, (), {"__slots__": names})
    try:
        twin().__class__ = cls
    except TypeError:
        return None
    return twin


def _chosen(branches: list[list[str]], first: int) -> Iterator[str]:
    """The branch number `k`, found by halving."""
    if len(branches) == 1:
        yield from branches[0]
        return
    half = len(branches) // 2
    yield f"if k < {first + half}:"
    yield from _indented(_chosen(branches[:half], first))
    yield "else:"
    yield from _indented(_chosen(branches[half:], first + half))


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"    {line}" for line in lines)
