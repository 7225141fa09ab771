"""A stored paper as a response: what came from outside is never taken for a page of ours."""

from __future__ import annotations

import re

from django.http import HttpResponse

from forain.hub.orders.models import Order
from forain.hub.parcels.models import DeliverySlip


def as_file(row: DeliverySlip, order: Order) -> HttpResponse:
    """To be opened by the browser's own viewer; only as what it is, and only if it is what it should be."""
    content = bytes(row.content)
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{file_name(order)}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def file_name(order: Order) -> str:
    """Safe on every system, whatever the marketplace's reference is made of."""
    return f"slip-{re.sub(r'[^A-Za-z0-9-]', '_', order.reference)[:60]}.pdf"
