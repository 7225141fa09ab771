"""Routes of one wish for many orders: preview, run, follow."""

from __future__ import annotations

from uuid import UUID

from ninja import Router, Status

from forain.hub.kit.routes import Level, needs
from forain.hub.orders import bulk
from forain.hub.orders import bulk_shapes as shapes
from forain.hub.workspaces.callers import Call

routes = Router(tags=["Orders"])


@routes.post(
    "/orders/bulk/preview",
    response=shapes.BulkPreview,
    operation_id="previewBulk",
    summary="What a bulk would do",
)
@needs(Level.ACT, "nothing_chosen", "too_many")
def preview_bulk(request: Call, body: shapes.BulkWish) -> shapes.BulkPreview:
    """Judges every order by the checks of the run: go, or flagged with the reason. Writes and sends nothing."""
    look = bulk.preview(request.auth.workspace, body.command, body.choice, reason=body.reason)
    return shapes.looked_at(look)


@routes.post(
    "/orders/bulk",
    response={202: shapes.BulkRun},
    operation_id="runBulk",
    summary="Ask for many orders at once",
)
@needs(Level.ACT, "nothing_chosen", "too_many", calls_out=True)
def run_bulk(request: Call, body: shapes.BulkWish) -> Status[shapes.BulkRun]:
    """Asks order by order; what is wrong with one stands in its result and stops no other. Doing it twice sends
    nothing twice. Follow it at GET /orders/bulk/{id}."""
    auth = request.auth
    row, left = bulk.run(auth.workspace, body.command, body.choice, reason=body.reason, actor=auth.actor)
    return Status(202, shapes.run(row, left))


@routes.get(
    "/orders/bulk/{uuid:bulk_id}",
    response=shapes.BulkRun,
    operation_id="getBulk",
    summary="How a bulk stands",
)
def get_bulk(request: Call, bulk_id: UUID) -> shapes.BulkRun:
    """Every order of the bulk with its commands as they stand now."""
    return shapes.run(bulk.one(request.auth.workspace, bulk_id))
