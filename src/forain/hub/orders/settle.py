"""What a confirmed command leaves behind in the rooms of orders."""

from __future__ import annotations

from forain.hub.outbox.models import Command, Kind
from forain.hub.parcels.keep import correct_parcel, keep_parcel


def confirmed(command: Command) -> None:
    """A confirmed shipment is a parcel, a confirmed correction another one in its place. Fulfilment does not move
    here: it moves when the marketplace is seen to agree."""
    if command.kind not in (Kind.SHIP, Kind.CORRECT_TRACKING):
        return
    if command.kind == Kind.CORRECT_TRACKING:
        correct_parcel(command)
    else:
        keep_parcel(command)
