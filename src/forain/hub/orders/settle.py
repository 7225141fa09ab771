"""What a confirmed command leaves behind in the rooms of orders."""

from __future__ import annotations

from forain.hub.outbox.models import Command, Kind
from forain.hub.parcels.models import Parcel


def confirmed(command: Command) -> None:
    """A confirmed shipment is a parcel. Fulfilment does not move here: it moves when the marketplace is seen to agree."""
    if command.kind != Kind.SHIP:
        return
    details = command.details
    Parcel.objects.get_or_create(
        command_id=command.pk,
        defaults={
            "workspace_id": command.workspace_id,
            "order_id": command.order_id,
            "carrier": details.get("carrier", ""),
            "carrier_label": details.get("carrier_label", ""),
            "tracking_number": details.get("tracking_number", ""),
            "tracking_url": details.get("tracking_url", ""),
            "line_references": command.line_references,
        },
    )
