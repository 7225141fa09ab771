"""Routes of orders, their lines and their hand-off."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from ninja import Query, Router, Status

from forain.hub.kit.routes import Cursor, Level, Limit, Moment, needs
from forain.hub.orders import actions, acts_api, bulk_api, handoff_api, marks_api, queries, shapes, wishes
from forain.hub.orders.acts_api import REFUSALS, SHIP_REFUSALS, asked
from forain.hub.orders.choosing import chosen
from forain.hub.orders.models import Line, Order
from forain.hub.orders.shipping import cautions
from forain.hub.outbox import shapes as outbox
from forain.hub.workspaces.callers import Call
from forain.trade.commands import CommandKind
from forain.trade.lifecycle import Fulfilment

routes = Router(tags=["Orders"])
routes.add_router("", acts_api.routes)
routes.add_router("", bulk_api.routes)
routes.add_router("", marks_api.routes)
routes.add_router("", handoff_api.routes)


@routes.get("/orders", response=shapes.Orders, operation_id="listOrders", summary="Orders")
@needs(Level.LOOK, "bad_cursor")
def list_orders(
    request: Call,
    state: Annotated[
        list[Fulfilment] | None, Query(max_length=20, description="Only these states; repeat the parameter")
    ] = None,
    tab: Annotated[wishes.Tab | None, Query(description="Only orders of this tab of the pages")] = None,
    connection: Annotated[UUID | None, Query(description="Only orders of this connection")] = None,
    mark: Annotated[wishes.Mark | None, Query(description="Only orders that carry this mark")] = None,
    text: Annotated[
        str, Query(max_length=200, description="Words all of which occur: references, names, SKUs, places")
    ] = "",
    placed_after: Annotated[
        Moment | None, Query(description="Only orders placed after this time, RFC 3339 with zone")
    ] = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> shapes.Orders:
    """Orders of the workspace with everything about them, newest first. Pages stay right while orders come in."""
    workspace = request.auth.workspace
    found = queries.page(
        workspace,
        tab=tab or "",
        states=[one.value for one in state or ()],
        mark=mark or "",
        text=text,
        connection=connection,
        placed_after=placed_after,
        cursor=cursor,
        limit=limit,
    )
    return shapes.Orders(
        items=shapes.orders(workspace.pk, found.orders),
        next=found.next or None,
        previous=found.previous or None,
    )


@routes.get("/orders/{uuid:order_id}", response=shapes.Order, operation_id="getOrder", summary="One order")
def get_order(request: Call, order_id: UUID) -> shapes.Order:
    """The order with its lines, people, amounts and all seven axes."""
    workspace = request.auth.workspace
    return shapes.orders(workspace.pk, [queries.one(workspace, order_id)])[0]


@routes.get(
    "/orders/{uuid:order_id}/timeline",
    response=wishes.Timeline,
    operation_id="getOrderTimeline",
    summary="What happened to an order",
)
def get_timeline(request: Call, order_id: UUID) -> wishes.Timeline:
    """Facts about the order; each names the exchange that proves it."""
    return wishes.Timeline(items=[wishes.entry(row) for row in queries.timeline(_order(request, order_id))])


@routes.get(
    "/orders/{uuid:order_id}/actions",
    response=wishes.Possibilities,
    operation_id="getOrderActions",
    summary="What may be done with an order now",
)
def get_actions(request: Call, order_id: UUID) -> wishes.Possibilities:
    """Every kind of command the marketplace can do, and why not when not now."""
    return wishes.possibilities(queries.availability(_order(request, order_id)))


@routes.get("/lines/{uuid:line_id}", response=shapes.Line, operation_id="getLine", summary="One line")
def get_line(request: Call, line_id: UUID) -> shapes.Line:
    """One line of an order by our id."""
    row = Line.objects.select_related("connection").get(workspace=request.auth.workspace, pk=line_id)
    return shapes.line(row, row.connection)


@routes.post(
    "/orders/{uuid:order_id}/accept",
    response={202: outbox.Asked},
    operation_id="acceptOrder",
    summary="Commit to deliver",
)
@needs(Level.ACT, *REFUSALS)
def accept_order(
    request: Call, order_id: UUID, body: wishes.Choice = wishes.EVERY_LINE
) -> Status[outbox.Asked]:
    """Asks the marketplace to accept the lines. 202: the commands are kept and go out at once; follow them at
    GET /commands/{id}."""
    order = _order(request, order_id)
    lines = chosen(order, body.lines, CommandKind.ACCEPT)
    return asked(actions.accept(order, lines, actor=request.auth.actor))


@routes.post(
    "/orders/{uuid:order_id}/refuse",
    response={202: outbox.Asked},
    operation_id="refuseOrder",
    summary="Decline before acceptance",
)
@needs(Level.ACT, *REFUSALS, "reason_too_long")
def refuse_order(
    request: Call, order_id: UUID, body: wishes.Refusal = wishes.REFUSE_EVERY_LINE
) -> Status[outbox.Asked]:
    """Asks the marketplace to refuse the lines; the buyer is paid back by the marketplace. Cannot be undone."""
    order = _order(request, order_id)
    lines = chosen(order, body.lines, CommandKind.REFUSE)
    return asked(actions.refuse(order, lines, reason=body.reason, actor=request.auth.actor))


@routes.post(
    "/orders/{uuid:order_id}/ship",
    response={202: outbox.Asked},
    operation_id="shipOrder",
    summary="Tell the marketplace that a parcel left",
)
@needs(Level.ACT, *REFUSALS, *SHIP_REFUSALS)
def ship_order(request: Call, order_id: UUID, body: wishes.Shipment) -> Status[outbox.Asked]:
    """Checks carrier, number and tracking address before anything is sent, then sends them. Tracking cannot be
    taken back on every marketplace. A part of the lines may go where the marketplace decides line by line, each line
    in one parcel. `warnings` tell of a number that looks mistyped; it goes out all the same."""
    order = _order(request, order_id)
    commands = actions.ship(
        order,
        chosen(order, body.lines, CommandKind.SHIP),
        carrier=body.carrier,
        tracking_number=body.tracking_number,
        tracking_url=body.tracking_url,
        service=body.service,
        actor=request.auth.actor,
    )
    return asked(commands, cautions(order, commands[0].details) if commands else ())


def _order(request: Call, order_id: UUID) -> Order:
    return queries.one(request.auth.workspace, order_id)
