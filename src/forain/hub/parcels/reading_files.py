"""Reads a file of shipments as people's programs write it: CSV with any usual separator and encoding, or JSON lines.

Columns are found by their heads, in English or French and in the marketplaces' own words. What cannot be read is told
with its line, never guessed.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forain.hub.kit.fold import fold
from forain.hub.kit.refusal import NotAllowed

MOST_ROWS = 10_000
SEPARATORS = (";", ",", "\t", "|")
#: A column -> heads it is known by, folded: letters and digits only.
HEADS: Mapping[str, tuple[str, ...]] = {
    "order": ("order", "orderreference", "orderid", "commande", "numerodecommande", "referencecommande", "purchaseid", "ordersid", "oid"),
    "line": ("line", "linereference", "lines", "ligne", "lignes", "article", "itemid", "item", "referenceligne"),
    "carrier": ("carrier", "carriercode", "transporteur", "transporter", "transportername"),
    "tracking_number": ("trackingnumber", "tracking", "trackingno", "numerodesuivi", "suivi", "numerosuivi", "numero", "colis", "parcelnumber"),
    "tracking_url": ("trackingurl", "url", "adressedesuivi", "liendesuivi", "urldesuivi"),
    "service": ("service", "shippingservice", "mode", "modedenvoi", "modedelivraison"),
    "connection": ("connection", "account", "connexion", "compte", "marketplace"),
}  # fmt: skip
NEEDED = ("order", "carrier", "tracking_number")
#: What people call a column.
NAMES: Mapping[str, Promise] = {
    "order": gettext_lazy("order"),
    "line": gettext_lazy("line"),
    "carrier": gettext_lazy("carrier"),
    "tracking_number": gettext_lazy("tracking number"),
    "tracking_url": gettext_lazy("tracking address"),
    "service": gettext_lazy("service"),
    "connection": gettext_lazy("connection"),
}


class Lines(Protocol):
    """What `csv.reader` gives."""

    @property
    def line_num(self) -> int: ...
    def __next__(self) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Row:
    """One shipment as it is written; `number` is the line of the file, counted from 1."""

    number: int
    order: str = ""
    line: str = ""
    carrier: str = ""
    tracking_number: str = ""
    tracking_url: str = ""
    service: str = ""
    connection: str = ""
    broken: str = ""  #: why the line itself cannot be read


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file holds and how it was understood: `json_lines` or a separator, the encoding, head -> column."""

    form: str
    encoding: str
    columns: Mapping[str, str]
    rows: tuple[Row, ...] = field(repr=False)


def read(content: bytes) -> Sheet:
    """Raises NotAllowed (`file_empty`, `file_unreadable`, `file_columns_missing`, `file_too_long`)."""
    text, encoding = _decoded(content)
    if not text.strip():
        raise NotAllowed("file_empty", _("The file is empty."))
    sheet = _json_lines(text, encoding) if text.lstrip().startswith("{") else _table(text, encoding)
    if len(sheet.rows) > MOST_ROWS:
        raise NotAllowed("file_too_long", _("A file has at most 10,000 rows; cut it into parts."))
    return sheet


def _decoded(content: bytes) -> tuple[str, str]:
    """By its mark, else UTF-8, else what Excel writes in western Europe."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, encoding.removesuffix("-sig")
    raise NotAllowed("file_unreadable", _("This is no text file: save it as CSV in UTF-8."))


def _table(text: str, encoding: str) -> Sheet:
    separator = _separator(text)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        heads = next(lines)
    except (StopIteration, csv.Error):
        raise NotAllowed("file_unreadable", _("This is no text file: save it as CSV in UTF-8.")) from None
    columns = _columns(heads)
    places = {column: place for place, head in enumerate(heads) if (column := columns.get(head))}
    return Sheet(separator, encoding, columns, tuple(_rows(lines, places)))


def _separator(text: str) -> str:
    """The one that parts the head best."""
    head = text.lstrip("\r\n").partition("\n")[0]
    return max(SEPARATORS, key=head.count)


def _columns(heads: list[str]) -> dict[str, str]:
    """Head -> column, each column once. Raises NotAllowed when one that is needed is not there."""
    found: dict[str, str] = {}
    for head in heads:
        plain = re.sub(r"[^a-z0-9]", "", fold(head))
        column = next((name for name, known in HEADS.items() if plain in known), "")
        if column and column not in found.values():
            found[head] = column
    missing = [name for name in NEEDED if name not in found.values()]
    if missing:
        words = _("The file has no column for: %(missing)s. Its heads are: %(heads)s.")
        named = ", ".join(str(NAMES[name]) for name in missing)
        facts = {"missing": named, "heads": ", ".join(heads[:30])[:300]}
        raise NotAllowed("file_columns_missing", words % facts, missing=missing)
    return found


def _rows(lines: Lines, places: Mapping[str, int]) -> Iterator[Row]:
    """`number` is where a row begins: a quoted cell may go over several lines."""
    while True:
        number = lines.line_num + 1
        try:
            cells = next(lines)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(number, broken=_("it cannot be read as a row of cells (%(why)s)") % {"why": error})
            continue
        if any(cell.strip() for cell in cells):
            values = {name: _cell(cells[place]) for name, place in places.items() if place < len(cells)}
            yield _row(number, values)


def _row(number: int, values: Mapping[str, str]) -> Row:
    if not all(value.isprintable() for value in values.values()):
        return Row(number, broken=_("it has characters that cannot be printed"))
    return Row(number, **values)


def _cell(text: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from taking a text for a formula."""
    text = text.strip()
    return text[1:].strip() if text.startswith("'") else text


def _json_lines(text: str, encoding: str) -> Sheet:
    rows, columns = [], dict[str, str]()
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            rows.append(_json_row(number, line, columns))
    return Sheet("json_lines", encoding, columns, tuple(rows))


def _json_row(number: int, line: str, columns: dict[str, str]) -> Row:
    try:
        told = json.loads(line)
    except ValueError as error:
        return Row(number, broken=_("it is no JSON (%(why)s)") % {"why": error})
    if not isinstance(told, dict) or not all(isinstance(one, str | int | None) for one in told.values()):
        return Row(number, broken=_("Each line is one object of texts."))
    values: dict[str, str] = {}
    for head, value in told.items():
        plain = re.sub(r"[^a-z0-9]", "", fold(head))
        column = next((name for name, known in HEADS.items() if plain in known), "")
        if column and column not in values:
            columns[head] = column
            values[column] = "" if value is None else str(value).strip()
    return _row(number, values)
