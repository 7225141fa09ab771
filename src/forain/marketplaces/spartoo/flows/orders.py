"""Orders: read them, move one, print its slip."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from forain.marketplaces.spartoo import messages as m
from forain.marketplaces.spartoo import operations
from forain.marketplaces.spartoo.flows.caller import Answered, Caller, document
from forain.sdk.errors import BrokenAnswer
from forain.sdk.flow import Flow
from forain.wire import values


@dataclass(frozen=True, slots=True)
class SlipFile:
    """A delivery slip: a PDF for the parcel. `notes` are oddities of the answer."""

    order_id: str
    pdf: bytes
    notes: tuple[str, ...] = ()


def export_orders(
    caller: Caller, date: datetime | None, oid: str | None, statut: int | None
) -> Flow[Answered[m.ExportedOrders]]:
    given = {"date": _colon(date), "oID": oid, "statut": number(statut)}
    return caller.read(operations.EXPORT_ORDERS, given)


def maj_orders(
    caller: Caller, oid: str, statut: int, tracking_number: str | None
) -> Flow[Answered[m.OrderUpdate]]:
    given = {"oID": oid, "statut": str(statut), "tracking_number": tracking_number}
    return caller.change(operations.MAJ_ORDERS, given)


def export_bl(caller: Caller, order_id: str, pieces: Mapping[str, int]) -> Flow[SlipFile]:
    """`pieces`: the seller's reference of a parent or a size -> how many of it are in this parcel."""
    products = tuple(m.SlipProduct(reference=name, quantity=count) for name, count in pieces.items())
    asked = document(m.SlipRequest(order_id=order_id, products=products))
    answered = yield from caller.read(operations.EXPORT_BL, {"xml": asked})
    slip = answered.message.bl
    if slip is None:
        raise BrokenAnswer("The answer holds no slip.", service=operations.EXPORT_BL.name, place="root/bl")
    pdf = yield from _pdf(caller, slip.pdf)
    return SlipFile(slip.order_id or order_id, pdf, answered.notes)


def _pdf(caller: Caller, told: str) -> Flow[bytes]:
    """An address is downloaded without the partner id; all else has to be a PDF in base64 (xml_export_bl)."""
    if told.startswith("http"):
        found = yield from caller.download(operations.EXPORT_BL, told)
    else:
        found = _unpacked(told)
    if not found.startswith(b"%PDF"):
        words = "What Spartoo sent as the slip is no PDF."
        raise BrokenAnswer(words, service=operations.EXPORT_BL.name, place="root/bl/pdf")
    return found


def _unpacked(told: str) -> bytes:
    """The bytes in base64, line breaks allowed; nothing when it is none."""
    try:
        return base64.b64decode("".join(told.split()), validate=True)
    except binascii.Error:
        return b""


def _colon(moment: datetime | None) -> str | None:
    return values.PARIS_COLON.write(moment) if moment else None


def number(value: int | None) -> str | None:
    return None if value is None else str(value)
