"""Keeps the parcel a confirmed shipment tells of; lines that go under the same number are one parcel."""

from __future__ import annotations

from forain.hub.outbox.models import Command
from forain.hub.parcels.models import Parcel


def keep_parcel(command: Command) -> Parcel:
    """In the caller's transaction: the parcel's row is ours until it ends."""
    details = command.details
    found, _created = Parcel.objects.get_or_create(
        order_id=command.order_id,
        carrier=details.get("carrier", ""),
        tracking_number=details.get("tracking_number", ""),
        defaults={
            "workspace_id": command.workspace_id,
            "carrier_label": details.get("carrier_label", ""),
            "service": details.get("service", ""),
            "tracking_url": details.get("tracking_url", ""),
        },
    )
    row = Parcel.objects.select_for_update().get(pk=found.pk)
    row.command_ids = _with(row.command_ids, [str(command.pk)])
    row.line_references = _with(row.line_references, command.line_references)
    row.save(update_fields=["command_ids", "line_references"])
    return row


def _with(before: list[str], more: list[str]) -> list[str]:
    return list(dict.fromkeys([*before, *more]))
