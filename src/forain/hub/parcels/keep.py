"""Keeps the parcel a confirmed shipment tells of; lines that go under the same number are one parcel."""

from __future__ import annotations

from forain.hub.outbox.models import Command
from forain.hub.parcels.models import Parcel


def keep_parcel(command: Command) -> Parcel:
    """In the caller's transaction: the parcel's row is ours until it ends."""
    details = command.details
    found, _created = Parcel.objects.get_or_create(
        order_id=command.its_order,
        carrier=details.get("carrier", ""),
        tracking_number=details.get("tracking_number", ""),
        defaults={
            "workspace_id": command.workspace_id,
            "carrier_label": details.get("carrier_label", ""),
            "service": details.get("service", ""),
            "tracking_url": details.get("tracking_url", ""),
        },
    )
    row = Parcel.objects.select_for_update(no_key=True).get(pk=found.pk)
    row.command_ids = _with(row.command_ids, [str(command.pk)])
    row.line_references = _with(row.line_references, command.line_references)
    row.save(update_fields=["command_ids", "line_references"])
    return row


def correct_parcel(command: Command) -> Parcel:
    """The lines go under another number now: out of the parcels they were in, of which the empty ones go."""
    corrected = set(command.line_references)
    for row in Parcel.objects.select_for_update(no_key=True).filter(order_id=command.its_order):
        left = [one for one in row.line_references if one not in corrected]
        if not left:
            row.delete()
        elif len(left) < len(row.line_references):
            row.line_references = left
            row.save(update_fields=["line_references"])
    return keep_parcel(command)


def _with(before: list[str], more: list[str]) -> list[str]:
    return list(dict.fromkeys([*before, *more]))
