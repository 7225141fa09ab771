"""Routes of parcels: the delivery slip of an order, shipments in and out as files."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from forain.hub.kit.problems import Problem
from forain.hub.kit.routes import Level, needs
from forain.hub.orders import queries
from forain.hub.orders import shapes as orders
from forain.hub.parcels import importing, reading_files, shapes, slips
from forain.hub.parcels.exporting import MEDIA_TYPES, Form, What, export
from forain.hub.parcels.serving import as_file
from forain.hub.workspaces.callers import Call

routes = Router(tags=["Shipments"])

#: What a file of shipments may be sent as.
MEDIA = ("text/csv", "application/x-ndjson", "text/plain")

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


@routes.post(
    "/shipments/import",
    response=shapes.ImportReport,
    operation_id="importShipments",
    summary="Ship from a file",
    openapi_extra={
        "requestBody": {
            "required": True,
            "description": "At most 5 MiB and 10,000 rows",
            "content": {media: {"schema": {"type": "string"}} for media in MEDIA},
        }
    },
)
@needs(
    Level.ACT,
    "file_empty",
    "file_unreadable",
    "file_columns_missing",
    "file_too_long",
    "unsupported_media_type",
    "too_large",
    calls_out=True,  # each shipment is its own transaction; nobody else calls
)
def import_shipments(
    request: Call,
    preview: Annotated[bool, Query(description="Check every row and write nothing")] = False,
) -> shapes.ImportReport:
    """CSV (any usual separator and encoding, heads in English or French) or JSON lines, sent as they are. Good rows are
    asked for, each bad row is told with its line, the reason and what to do. The same file twice changes nothing."""
    if request.content_type not in MEDIA:
        raise Problem("unsupported_media_type")
    sheet = reading_files.read(request.body)
    results = importing.run(request.auth.workspace, sheet, actor=request.auth.actor, preview=preview)
    return shapes.report(sheet, results, preview=preview)


@routes.get(
    "/shipments/export",
    operation_id="exportShipments",
    summary="Orders to ship and shipments as a file",
    openapi_extra={
        "responses": {
            200: {
                "description": "The file; a CSV can be filled in and imported",
                "content": {
                    "text/csv": {"schema": {"type": "string"}},
                    "application/x-ndjson": {"schema": {"type": "string"}},
                },
            }
        }
    },
)
def export_shipments(
    request: Call,
    what: Annotated[
        What, Query(description="Lines to be shipped, or parcels that were shipped")
    ] = What.TO_SHIP,
    form: Annotated[Form, Query(description="`csv` with semicolons, or `jsonl`")] = Form.CSV,
    connection: Annotated[UUID | None, Query(description="Only of this connection")] = None,
) -> HttpResponse:
    """At most 10,000 rows. Cells that a spreadsheet would run as a formula begin with an apostrophe in the CSV."""
    content = b"".join(export(request.auth.workspace, what, form, connection))
    name = f"{what.value}.{form.value}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=MEDIA_TYPES[form], headers=headers)
