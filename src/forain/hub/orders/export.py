"""Orders as files: a table with one row for each line (CSV), or one JSON object a line in the shape of the REST API.

Oldest first, read in pieces, so memory does not grow with the number of orders; the same data give the same bytes. A
cell that a spreadsheet would take for a formula is preceded by an apostrophe (OWASP, "CSV Injection").
"""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

import msgspec
from django.db.models import Q

from forain.hub.orders import shapes
from forain.hub.orders.models import Order
from forain.hub.workspaces.models import Workspace

#: Orders read at a time.
PIECE = 200
#: How a formula may begin; the wide forms are read like the narrow ones by some spreadsheets.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

COLUMNS = (
    "order_id", "order_reference", "marketplace", "connection", "placed_at", "order_state", "do_not_ship",
    "line_reference", "sku", "title", "quantity", "unit_price", "line_total", "currency", "line_state", "dispute",
    "money_state", "order_shipping", "order_fee", "order_discount", "order_total", "buyer", "buyer_email",
    "ship_company", "ship_name", "ship_lines", "ship_postcode", "ship_city", "ship_country", "ship_phone",
    "relay_network", "relay_id", "relay_name", "shipping_mode", "tracking_numbers", "test",
)  # fmt: skip


class Format(StrEnum):
    CSV = "csv"
    JSONL = "jsonl"


class Separator(StrEnum):
    COMMA = "comma"
    SEMICOLON = "semicolon"


MEDIA = {Format.CSV: "text/csv; charset=utf-8", Format.JSONL: "application/jsonl"}


@dataclass(frozen=True, slots=True)
class Choice:
    """Which orders; what is left out chooses all. `narrowed`: a further condition of the list on the page."""

    states: Sequence[str] = ()
    connection: uuid.UUID | None = None
    placed_after: datetime | None = None
    placed_before: datetime | None = None
    ids: Sequence[uuid.UUID] = ()
    narrowed: Q = field(default_factory=Q)

    @property
    def match(self) -> Q:
        named = {
            "state__in": list(self.states),
            "connection_id": self.connection,
            "placed_at__gt": self.placed_after,
            "placed_at__lt": self.placed_before,
            "pk__in": list(self.ids),
        }
        return Q(**{name: value for name, value in named.items() if value}) & self.narrowed


EVERYTHING = Choice()


def exported(
    workspace: Workspace, form: Format, choice: Choice = EVERYTHING, separator: Separator = Separator.COMMA
) -> Iterator[bytes]:
    """The file in pieces, UTF-8. CSV begins with a byte order mark, by which spreadsheets tell the encoding."""
    if form is Format.JSONL:
        for piece in _pieces(workspace, choice):
            yield b"".join(msgspec.json.encode(one.model_dump(), enc_hook=str) + b"\n" for one in piece)
        return
    mark = ";" if separator is Separator.SEMICOLON else ","
    yield "\ufeff".encode() + _written([COLUMNS], mark)
    for piece in _pieces(workspace, choice):
        yield _written((row for order in piece for row in _rows(order)), mark)


def safe(value: str) -> str:
    """The text as a cell that no spreadsheet calculates."""
    begin = value.lstrip(" \u00a0")
    return f"'{value}" if begin.startswith(FORMULA) else value


def _pieces(workspace: Workspace, choice: Choice) -> Iterator[list[shapes.Order]]:
    rows = Order.objects.filter(choice.match, workspace=workspace).order_by("placed_at", "id")
    edge = Q()
    while found := list(rows.filter(edge)[:PIECE]):
        yield shapes.orders(workspace.pk, found)
        last = found[-1]
        edge = Q(placed_at__gt=last.placed_at) | Q(placed_at=last.placed_at, id__gt=last.pk)


def _written(rows: Iterable[Sequence[str]], mark: str) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=mark, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()


def _rows(order: shapes.Order) -> Iterator[list[str]]:
    head, tail = _head(order), _tail(order)
    for line in order.lines:
        texts = [line.reference, line.sku, line.title]
        amounts = [str(line.quantity), line.unit_price.amount, line.total.amount]
        states = [line.total.currency, line.fulfilment.value, line.dispute.value, line.money_state.value]
        yield [*head, *map(safe, texts), *amounts, *states, *tail]


def _head(order: shapes.Order) -> list[str]:
    placed = order.placed_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    names = [order.reference, order.connection.marketplace, order.connection.name]
    return [str(order.id), *map(safe, names), placed, order.state.value, _flag(order.do_not_ship)]


def _tail(order: shapes.Order) -> list[str]:
    money = order.money
    amounts = [one.amount if one else "" for one in (money.shipping, money.fee, money.discount, money.total)]
    texts = [order.buyer.name, order.buyer.email, *_place(order), *_relay(order), order.shipping_mode]
    numbers = " ".join(parcel.tracking_number for parcel in order.parcels)
    return [*amounts, *map(safe, texts), safe(numbers), _flag(order.test)]


def _place(order: shapes.Order) -> list[str]:
    to = order.shipping_address
    if to is None:
        return [""] * 7
    name = " ".join(part for part in (to.civility, to.first_name, to.last_name) if part)
    country = to.country or to.country_raw
    return [to.company, name, "\n".join(to.lines), to.postcode, to.city, country, " ".join(to.phones)]


def _relay(order: shapes.Order) -> list[str]:
    point = order.delivery_point
    return [point.network, point.point_id, point.name] if point else [""] * 3


def _flag(value: bool) -> str:
    return "yes" if value else "no"
