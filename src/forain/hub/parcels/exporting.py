"""Shipments as files: the orders that wait to be shipped, ready to be filled in and read again, and what was shipped.

No cell can become a formula in a spreadsheet: what begins like one gets an apostrophe, which the import takes off.
"""

from __future__ import annotations

import csv
import io
import json
import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum
from typing import Any

from forain.hub.orders.models import Line, Stand
from forain.hub.outbox.models import Command
from forain.hub.parcels.models import Parcel
from forain.hub.parcels.queries import sent_and_seen
from forain.hub.workspaces.models import Workspace

TO_SHIP_HEADS = (
    "connection", "order", "line", "carrier", "tracking_number", "tracking_url", "service", "sku", "title", "quantity",
    "placed_at", "ship_before", "recipient", "company", "address", "postcode", "city", "country", "phone",
    "relay_network", "relay_point", "relay_name",
)  # fmt: skip
SHIPPED_HEADS = (
    "connection", "order", "line", "carrier", "tracking_number", "tracking_url", "service", "marketplace_carrier",
    "sent_by", "sent_at", "seen_at",
)  # fmt: skip
#: What a spreadsheet may take for a formula, also behind a blank or a line break.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
MOST = 10_000


class What(StrEnum):
    """`to_ship`: lines that wait, with empty columns for carrier and number. `shipped`: parcels, newest first."""

    TO_SHIP = "to_ship"
    SHIPPED = "shipped"


class Form(StrEnum):
    CSV = "csv"
    JSON_LINES = "jsonl"


MEDIA_TYPES = {Form.CSV: "text/csv; charset=utf-8", Form.JSON_LINES: "application/x-ndjson"}


def export(
    workspace: Workspace, what: What, form: Form, connection: uuid.UUID | None = None
) -> Iterator[bytes]:
    """The file in parts; at most 10,000 rows."""
    rows = _to_ship(workspace, connection) if what is What.TO_SHIP else _shipped(workspace, connection)
    if form is Form.JSON_LINES:
        return _json_lines(rows)
    return _csv(TO_SHIP_HEADS if what is What.TO_SHIP else SHIPPED_HEADS, rows)


def safe(text: str) -> str:
    """A cell that no spreadsheet runs."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def _csv(heads: tuple[str, ...], rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf" + _line(heads)
    for row in rows:
        yield _line([safe(_text(row[head])) for head in heads])


def _line(cells: Iterable[str]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";").writerow(cells)
    return buffer.getvalue().encode()


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _json_lines(rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    for row in rows:
        yield json.dumps(row, ensure_ascii=False).encode() + b"\n"


def _to_ship(workspace: Workspace, connection: uuid.UUID | None) -> Iterator[dict[str, Any]]:
    """Lines that may go; held, stopped and marketplace-fulfilled ones are left out, so nobody packs them."""
    lines = Line.objects.filter(
        workspace=workspace, fulfilment=Stand.TO_SHIP, do_not_ship=False, marketplace_fulfilled=False
    ).filter(order__do_not_ship=False, order__test=False)
    if connection is not None:
        lines = lines.filter(connection_id=connection)
    found = lines.select_related("order", "connection").order_by("order__placed_at", "order_id", "position")
    for line in found[:MOST].iterator(chunk_size=500):
        if not line.held_reason and not line.order.held_reason:
            yield _waiting(line)


def _waiting(line: Line) -> dict[str, Any]:
    order = line.order
    address, point = order.shipping_address or {}, order.delivery_point or {}
    return {
        "connection": line.connection.name,
        "order": order.reference,
        "line": line.reference,
        "carrier": "",
        "tracking_number": "",
        "tracking_url": "",
        "service": order.shipping_mode,
        "sku": line.sku,
        "title": line.title,
        "quantity": line.quantity,
        "placed_at": _iso(order.placed_at),
        "ship_before": _iso(line.deadline_at),
        "recipient": " ".join(filter(None, (address.get("first_name"), address.get("last_name")))),
        "company": address.get("company", ""),
        "address": ", ".join(address.get("lines", ())),
        "postcode": address.get("postcode", ""),
        "city": address.get("city", ""),
        "country": address.get("country") or order.country,
        "phone": next(iter(address.get("phones", ())), ""),
        "relay_network": point.get("network", ""),
        "relay_point": point.get("point_id", ""),
        "relay_name": point.get("name", ""),
    }


def _shipped(workspace: Workspace, connection: uuid.UUID | None) -> Iterator[dict[str, Any]]:
    parcels = Parcel.objects.filter(workspace=workspace).select_related("order", "order__connection")
    if connection is not None:
        parcels = parcels.filter(order__connection_id=connection)
    for parcel in parcels.order_by("-created_at", "-id")[:MOST].iterator(chunk_size=500):
        told = sent_and_seen(parcel, list(Command.objects.filter(pk__in=parcel.command_ids)))
        for line in parcel.line_references:
            yield {
                "connection": parcel.order.connection.name,
                "order": parcel.order.reference,
                "line": line,
                "carrier": parcel.carrier,
                "tracking_number": parcel.tracking_number,
                "tracking_url": parcel.tracking_url,
                "service": parcel.service,
                "marketplace_carrier": parcel.carrier_label,
                "sent_by": told.by,
                "sent_at": _iso(told.sent_at),
                "seen_at": _iso(told.seen_at),
            }


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
