"""Routes of parcels: the delivery slip of an order, shipments in and out as files."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from ninja import Router

from forain.hub.kit.problems import Problem
from forain.hub.kit.routes import Level, needs
from forain.hub.orders import queries
from forain.hub.orders import shapes as orders
from forain.hub.parcels import slips
from forain.hub.parcels.serving import as_file
from forain.hub.workspaces.callers import Call

routes = Router(tags=["Shipments"])

_PDF = {
    "responses": {
        200: {
            "description": "The slip as it came from the marketplace",
            "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


@routes.get(
    "/orders/{uuid:order_id}/delivery-slip",
    operation_id="getDeliverySlip",
    summary="The delivery slip of an order",
    openapi_extra=_PDF,
)
@needs(Level.LOOK, "slip_not_fetched")
def get_slip(request: Call, order_id: UUID) -> HttpResponse:
    """The file that belongs into the parcel, as it came. Slips of orders to be shipped are fetched by themselves; ask
    for one at once with POST."""
    order = queries.one(request.auth.workspace, order_id)
    row = slips.stored(order)
    if row is None:
        raise Problem("slip_not_fetched")
    return as_file(row, order)


@routes.post(
    "/orders/{uuid:order_id}/delivery-slip",
    response=orders.DeliverySlip,
    operation_id="fetchDeliverySlip",
    summary="Fetch the delivery slip now",
)
@needs(
    Level.ACT,
    "slip_not_offered",
    "slip_not_ready",
    "slip_refused",
    "slip_unavailable",
    "paused",
    calls_out=True,
)
def fetch_slip(request: Call, order_id: UUID) -> orders.DeliverySlip:
    """Asks the marketplace unless the slip is here already. Changes nothing there."""
    order = queries.one(request.auth.workspace, order_id)
    shown = orders.slip(slips.fetch(order, actor=request.auth.actor))
    assert shown is not None
    return shown
