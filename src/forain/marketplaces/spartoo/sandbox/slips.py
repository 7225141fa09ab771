"""Which articles a delivery slip may name (xml_export_bl, "Not documented")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from forain.marketplaces.spartoo.sandbox import state as st
from forain.marketplaces.spartoo.sandbox.rules import Refusal
from forain.marketplaces.spartoo.sandbox.state import Order, Size

#: Slips are printed for parcels that are being prepared or have left.
PRINTED_IN: Final = frozenset({st.PREPARING, st.SHIPPED})

#: A reference of a parent or a size, and how many pieces; None is a quantity that is none.
Piece = tuple[str, int | None]


def pack(order: Order, pieces: Sequence[Piece]) -> tuple[Size, ...]:
    """The order's lines with the quantities in this parcel: -6, -14, -16."""
    if order.status not in PRINTED_IN:
        raise Refusal(-6)
    left = [line.quantity for line in order.lines]
    for reference, count in pieces:
        _take(order, left, reference, count)
    taken = (line.quantity - rest for line, rest in zip(order.lines, left, strict=True))
    return tuple(
        replace(line, quantity=count) for line, count in zip(order.lines, taken, strict=True) if count
    )


def _take(order: Order, left: list[int], reference: str, count: int | None) -> None:
    """Pieces of one reference, from the lines that have it, in their order."""
    at = [
        number
        for number, line in enumerate(order.lines)
        if reference in (line.size_reference, line.reference)
    ]
    if not at:
        raise Refusal(-14)
    if count is None or not 0 < count <= sum(left[number] for number in at):
        raise Refusal(-16)
    for number in at:
        took = min(count, left[number])
        left[number] -= took
        count -= took
