"""Reads of parcels: who sent each when, and when the marketplace was seen to agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from forain.hub.orders.models import Order, Stand
from forain.hub.outbox.models import Command
from forain.hub.parcels.models import DeliverySlip, Parcel


@dataclass(frozen=True, slots=True)
class Told:
    """`seen_at` None while any command of the parcel was not seen to have taken effect."""

    by: str
    sent_at: datetime | None
    seen_at: datetime | None


def sent_and_seen(parcel: Parcel, commands: Sequence[Command]) -> Told:
    """From the commands that told of it, which are among `commands`."""
    mine = [one for one in commands if str(one.pk) in parcel.command_ids]
    sent = [one.sent_at for one in mine if one.sent_at]
    seen = [one.seen_at for one in mine if one.seen_at]
    return Told(
        by=mine[0].created_by if mine else "",
        sent_at=min(sent, default=None),
        seen_at=max(seen) if mine and len(seen) == len(mine) else None,
    )


def slip_of(order: Order) -> DeliverySlip | None:
    """What is known of the order's slip, without its bytes."""
    return DeliverySlip.objects.filter(order=order).defer("content").first()


def may_have_slip(order: Order) -> bool:
    """Whether the marketplace makes slips and this order is where it has one."""
    return (
        order.connection.manifest.delivery_slips
        and not order.test
        and order.state in (Stand.TO_SHIP, Stand.SHIPPED)
    )
