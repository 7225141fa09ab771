"""XML by a mapping profile: which element is an offer, and where in it each member stands.

A profile is `{"row": "product", "fields": {"sku": "reference", "quantity": "stock/@units", "price": "prices/sale"}}`.
The reader is expat, which opens nothing; a document type, and so any entity of its own, is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from xml.parsers import expat

from forain.hub.offers.reading.feed import Feed, Row, chunked
from forain.hub.offers.trouble import BadFile

_PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class Profile:
    """`row`: name of the element that is one offer; `fields`: member -> path in it, `@name` for an attribute."""

    row: str
    fields: Mapping[str, str]

    @classmethod
    def of(cls, row: str, mapping: Mapping[str, str]) -> Profile:
        """From paths as they are told elsewhere: path -> member."""
        return cls(row, {member: path for path, member in mapping.items()})


@dataclass(slots=True)
class _State:
    profile: Profile
    path: list[str] = field(default_factory=list)
    inside: bool = False
    line: int = 0
    found: dict[str, list[str]] = field(default_factory=dict)
    text: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


def read_xml(file: BinaryIO, profile: Profile | None) -> Feed:
    """Raises BadFile (`file_no_profile`, `file_xml_unsafe`, `file_truncated`, `file_unreadable`)."""
    if profile is None:
        raise BadFile("file_no_profile")
    heads = list(profile.fields)
    return Feed("xml", heads, chunked(_rows(file, profile), len(heads)))


def _rows(file: BinaryIO, profile: Profile) -> Iterator[Row]:
    state = _State(profile)
    parser = _parser(state)
    while True:
        piece = file.read(_PIECE)
        try:
            parser.Parse(piece, not piece)
        except expat.ExpatError as error:
            raise BadFile(_code(error), line=error.lineno) from None
        yield from state.rows
        state.rows.clear()
        if not piece:
            return


def _code(error: expat.ExpatError) -> str:
    ended = (expat.errors.XML_ERROR_NO_ELEMENTS, expat.errors.XML_ERROR_UNCLOSED_TOKEN)
    return "file_truncated" if expat.ErrorString(error.code) in ended else "file_unreadable"


def _parser(state: _State) -> Any:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def opened(name: str, attributes: dict[str, str]) -> None:
        _open(state, _local(name), attributes, parser.CurrentLineNumber)

    def closed(name: str) -> None:
        _close(state, _local(name))

    def unsafe(*_: Any) -> None:
        raise BadFile("file_xml_unsafe")

    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    parser.CharacterDataHandler = state.text.append
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = unsafe
    return parser


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _open(state: _State, name: str, attributes: Mapping[str, str], line: int) -> None:
    if state.inside:
        state.path.append(name)
    elif name == state.profile.row:
        state.inside, state.line, state.path = True, line, []
        state.found.clear()
    state.text.clear()
    if state.inside:
        for attribute, value in attributes.items():
            state.found.setdefault("/".join((*state.path, f"@{_local(attribute)}")), []).append(value)


def _close(state: _State, name: str) -> None:
    if not state.inside:
        return
    if not state.path and name == state.profile.row:
        cells = ["|".join(state.found.get(path, ())) for path in state.profile.fields.values()]
        state.rows.append((state.line, cells))
        state.inside = False
        return
    text = "".join(state.text).strip()
    state.text.clear()
    if text:
        state.found.setdefault("/".join(state.path), []).append(text)
    state.path.pop()
