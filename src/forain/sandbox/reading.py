"""Undoes the transports: query, form, multipart, odd charsets — whatever came becomes one `Request`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from forain.sandbox.stage import File, Pairs, Request

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

FORM = b"application/x-www-form-urlencoded"
MULTIPART = b"multipart/form-data"


class Unreadable(ValueError):
    """The body is not what its content type says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """An HTTP request as it came, before anybody looked inside. `repr` leaves out what may hold secrets."""

    method: str
    path: str
    query: bytes = field(default=b"", repr=False)
    content_type: bytes = b""
    host: str = ""
    peer: str = ""
    body: bytes = field(default=b"", repr=False)


def request_of(call: Call) -> Request:
    """Raises Unreadable for a damaged multipart body. A body of another type is nobody's parameters."""
    form: Pairs = ()
    files: dict[str, File] = {}
    if call.body:
        kind = call.content_type.lower()
        if kind.startswith(MULTIPART):
            form, files = multipart(call.content_type, call.body)
        elif not kind or kind.startswith(FORM):
            form = pairs(call.body)
    path = (
        "/" + call.path.lstrip("/") if call.path.startswith("//") else call.path
    )  # base URL with a final slash
    return Request(
        method=call.method, path=path, query=pairs(call.query), form=form, files=files, host=call.host
    )


def pairs(encoded: bytes) -> Pairs:
    """Names and values in order, repeated ones kept, empty segments skipped, empty values kept."""
    if b"%" not in encoded and b"+" not in encoded and encoded.isascii():
        whole = encoded.decode("ascii")
        found = (each.partition("=") for each in whole.split("&") if each)
        return tuple([(name, value) for name, _, value in found])
    raw = (segment.partition(b"=") for segment in encoded.split(b"&") if segment)
    return tuple((_plain(name), _plain(value)) for name, _, value in raw)


def _plain(encoded: bytes) -> str:
    return text(unquote_to_bytes(encoded.replace(b"+", b" ")))


def text(data: bytes) -> str:
    """Strict UTF-8, else Windows-1252: clients send both (rakuten.md section 2)."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def multipart(content_type: bytes, body: bytes) -> tuple[Pairs, dict[str, File]]:
    """Text fields in order and files by name; a part with a file name is a file."""
    from python_multipart.exceptions import FormParserError
    from python_multipart.multipart import MultipartParser, parse_options_header

    _, options = parse_options_header(content_type)
    boundary = options.get(b"boundary")
    if not boundary:
        raise Unreadable("The multipart body has no boundary.")
    parts = _Parts()
    try:
        parser = MultipartParser(boundary, parts.callbacks())
        parser.write(body)
        parser.finalize()
    except FormParserError as error:
        raise Unreadable("The multipart body is damaged.") from error
    if not parts.ended:
        raise Unreadable("The multipart body ends too early.")
    return tuple(parts.form), parts.files


@dataclass(slots=True)
class _Parts:
    """Collects what the parser calls back with."""

    form: list[tuple[str, str]] = field(default_factory=list)
    files: dict[str, File] = field(default_factory=dict)
    ended: bool = False
    _headers: dict[bytes, bytes] = field(default_factory=dict)
    _name: bytearray = field(default_factory=bytearray)
    _value: bytearray = field(default_factory=bytearray)
    _data: bytearray = field(default_factory=bytearray)

    def callbacks(self) -> MultipartCallbacks:
        return {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: self._name.extend(data[start:end]),
            "on_header_value": lambda data, start, end: self._value.extend(data[start:end]),
            "on_header_end": self._header,
            "on_part_data": lambda data, start, end: self._data.extend(data[start:end]),
            "on_part_end": self._part,
            "on_end": self._end,
        }

    def _begin(self) -> None:
        self._headers = {}
        self._data = bytearray()

    def _header(self) -> None:
        self._headers[bytes(self._name).lower()] = bytes(self._value)
        self._name, self._value = bytearray(), bytearray()

    def _part(self) -> None:
        from python_multipart.multipart import parse_options_header

        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        name, filename = text(options.get(b"name", b"")), options.get(b"filename")
        if filename is None:
            self.form.append((name, text(bytes(self._data))))
            return
        kind = self._headers.get(b"content-type", b"application/octet-stream").decode("latin-1")
        self.files.setdefault(name, File(text(filename), kind, bytes(self._data)))

    def _end(self) -> None:
        self.ended = True
