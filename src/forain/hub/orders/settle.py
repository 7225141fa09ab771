"""What a confirmed command leaves behind in the rooms of orders."""

from __future__ import annotations

from forain.hub.outbox.models import Command, Kind
from forain.hub.parcels.models import Parcel


def confirmed(command: Command) -> None:
    """A confirmed shipment is a parcel, a confirmed correction another one in its place. Fulfilment does not move
    here: it moves when the marketplace is seen to agree."""
    if command.kind not in (Kind.SHIP, Kind.CORRECT_TRACKING):
        return
    if command.kind == Kind.CORRECT_TRACKING and _corrected(command):
        return
    Parcel.objects.get_or_create(
        command_id=command.pk,
        defaults={
            **_told(command),
            "workspace_id": command.workspace_id,
            "order_id": command.its_order,
            "line_references": command.line_references,
        },
    )


def _corrected(command: Command) -> bool:
    """Write the correction on the parcel of exactly these lines; False when there is none."""
    rows = Parcel.objects.filter(order_id=command.its_order, line_references=command.line_references)
    newest = rows.order_by("-created_at", "-id").first()
    return bool(newest and Parcel.objects.filter(pk=newest.pk).update(**_told(command)))


def _told(command: Command) -> dict[str, str]:
    names = ("carrier", "carrier_label", "tracking_number", "tracking_url")
    return {name: command.details.get(name, "") for name in names}
