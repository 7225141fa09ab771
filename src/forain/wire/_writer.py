"""Writing strictly: declared order, one namespace on the root, one character set, CDATA where it is usual."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from forain.wire._declare import Field, Plan, plan_of

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PLAIN: dict[str, str | int | None] = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_SPELLED = {
    "‘": "'", "’": "'", "‚": ",", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "−": "-", "…": "...",
    "€": "EUR", "œ": "oe", "Œ": "OE", "•": "*", "™": "(TM)", "\u202f": " ", "\u2009": " ",
}  # fmt: skip


class Ink:
    """One character set and how it treats what it cannot hold."""

    def __init__(self, charset: str, *, quirks: bool = False) -> None:
        """`quirks` does the real service's damage: in CDATA, the low byte of what ISO-8859-1 cannot hold."""
        self.charset, self.quirks = charset, quirks

    def plain(self, text: str) -> str:
        """Escaped text; what the character set cannot hold becomes a reference in `encode`."""
        return _ILLEGAL.sub("", text).translate(str.maketrans(_PLAIN))

    def cdata(self, text: str) -> str:
        """A CDATA section; no references are possible inside, so characters are spelled out."""
        held = self._held(_ILLEGAL.sub("", text))
        return f"<![CDATA[{held.replace(']]>', ']]]]><![CDATA[>')}]]>"

    def _held(self, text: str) -> str:
        try:
            text.encode(self.charset)
        except UnicodeEncodeError:
            return "".join(map(self._spelled, text))
        return text

    def _spelled(self, char: str) -> str:
        if self._holds(char):
            return char
        if self.quirks:
            return chr(ord(char) & 0xFF)
        known = _SPELLED.get(char)
        if known is not None:
            return known
        return "".join(filter(self._holds, unicodedata.normalize("NFKD", char))) or "?"

    def _holds(self, char: str) -> bool:
        try:
            char.encode(self.charset)
        except UnicodeEncodeError:
            return False
        return True

    def encode(self, document: str) -> bytes:
        """The bytes; characters outside CDATA that do not fit become numeric references."""
        return document.encode(self.charset, "xmlcharrefreplace")


@dataclass(slots=True)
class Slot:
    """One element to be written, in declared order; fields that follow each other share their parents."""

    name: str
    value: Field | None = None
    children: list[Slot] = field(default_factory=list)
    always: bool = False


def layout(plan: Plan) -> Slot:
    """The order of writing of a message class."""
    top = Slot(plan.root or "")
    for one in plan.fields:
        _place(top, one)
    return top


def _place(top: Slot, one: Field) -> None:
    slot = top
    keep = one.many and one.when_none == "empty"
    *parents, last = one.path
    for name in parents:
        slot = _below(slot, name)
        slot.always = slot.always or keep
    slot.children.append(Slot(last, one))


def _below(slot: Slot, name: str) -> Slot:
    if slot.children and slot.children[-1].name == name:
        return slot.children[-1]
    slot.children.append(Slot(name))
    return slot.children[-1]


def write_record(obj: Any, ink: Ink, out: list[str]) -> None:
    """Append the content of a record, without its own element."""
    _fill(layout(plan_of(type(obj))), obj, ink, out)


def _fill(slot: Slot, obj: Any, ink: Ink, out: list[str]) -> None:
    for child in slot.children:
        if child.children:
            _group(child, obj, ink, out)
        elif child.value is not None:
            _field(child.name, child.value, getattr(obj, child.value.name), ink, out)


def _group(slot: Slot, obj: Any, ink: Ink, out: list[str]) -> None:
    text = getattr(obj, slot.value.name) if slot.value else None
    inner: list[str] = []
    _fill(slot, obj, ink, inner)
    if text is not None and slot.value:
        if inner:
            raise ValueError(f"{slot.name} cannot hold a text and elements at once")
        _field(slot.name, slot.value, text, ink, out)
    elif inner or slot.always:
        out.extend((f"<{slot.name}>", *inner, f"</{slot.name}>"))


def _field(name: str, one: Field, value: Any, ink: Ink, out: list[str]) -> None:
    if one.many:
        tags = {record: path[-1] for path, record in one.targets}
        for item in value:
            _one(tags.get(type(item), name), one, item, ink, out)
    elif value is None:
        if one.when_none == "empty":
            out.append(f"<{name}></{name}>")
    elif one.is_presence:
        if value:
            out.append(f"<{name}/>")
    else:
        _one(name, one, value, ink, out)


def _one(name: str, one: Field, value: Any, ink: Ink, out: list[str]) -> None:
    out.append(f"<{name}>")
    if one.record is not None:
        write_record(value, ink, out)
    else:
        text = one.converter.write(value)
        out.append(ink.cdata(text) if one.cdata else ink.plain(text))
    out.append(f"</{name}>")


def canonical(charset: str) -> str:
    """The name Python knows a character set by; `LookupError` for an unknown one."""
    return codecs.lookup(charset).name
