"""Routes of erasures: a look, the typed confirmation, certificates. For administrators only."""

from __future__ import annotations

from uuid import UUID

from ninja import Router, Status

from forain.hub.erasure import erasing, queries, shapes
from forain.hub.kit.routes import Cursor, Level, Limit, needs
from forain.hub.orders.queries import one as one_order
from forain.hub.workspaces.callers import Call

routes = Router(tags=["Erasures"])


@routes.get(
    "/orders/{uuid:order_id}/erasure",
    response=shapes.ErasureLook,
    operation_id="lookAtErasure",
    summary="What forgetting the buyer would touch",
)
@needs(Level.CONFIGURE)
def look_at_erasure(request: Call, order_id: UUID) -> shapes.ErasureLook:
    """Every order of the same buyer on this account, and why they cannot be forgotten now. Changes nothing."""
    return shapes.look(queries.look(one_order(request.auth.workspace, order_id)))


@routes.post(
    "/orders/{uuid:order_id}/erasure",
    response={201: shapes.Erasure},
    operation_id="eraseBuyer",
    summary="Forget the buyer of an order",
)
@needs(Level.CONFIGURE, "erasure_not_typed", "order_not_over", "erased_already")
def erase_buyer(request: Call, order_id: UUID, body: shapes.ErasureWish) -> Status[shapes.Erasure]:
    """Cannot be taken back. All orders of the buyer on this account must be over; back offices get `order.erased`."""
    order = one_order(request.auth.workspace, order_id)
    row = erasing.erase(order, body.typed, body.reason, actor=request.auth.actor)
    return Status(201, shapes.erasure(row))


@routes.get(
    "/erasures", response=shapes.Erasures, operation_id="listErasures", summary="Certificates of erasure"
)
@needs(Level.CONFIGURE, "bad_cursor")
def list_erasures(request: Call, cursor: Cursor = "", limit: Limit = 50) -> shapes.Erasures:
    """Every certificate of the workspace, newest first."""
    rows, following = queries.certificates(request.auth.workspace, cursor=cursor, limit=limit)
    return shapes.Erasures(items=[shapes.erasure(one) for one in rows], next=following)


@routes.get(
    "/erasures/{uuid:erasure_id}",
    response=shapes.Erasure,
    operation_id="getErasure",
    summary="One certificate",
)
@needs(Level.CONFIGURE)
def get_erasure(request: Call, erasure_id: UUID) -> shapes.Erasure:
    """As it was made; it names nobody."""
    return shapes.erasure(queries.certificate(request.auth.workspace, erasure_id))
