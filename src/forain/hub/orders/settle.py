"""What a confirmed command leaves behind in the rooms of orders."""

from __future__ import annotations

from forain.hub.outbox.models import Command, Kind
from forain.hub.parcels.keep import keep_parcel


def confirmed(command: Command) -> None:
    """A confirmed shipment is a parcel. Fulfilment does not move here: it moves when the marketplace is seen to agree."""
    if command.kind != Kind.SHIP:
        return
    keep_parcel(command)
