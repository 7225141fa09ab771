"""Routes of the hand-off: consumers, what waits for them, and what they say about an order."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from ninja import Query, Router, Status

from forain.hub.kit.routes import Cursor, Level, Limit, Moment, needs
from forain.hub.orders import export, handed, handoff, queries, shapes, wishes
from forain.hub.orders.models import Consumer, Order
from forain.hub.workspaces.callers import Call
from forain.trade.lifecycle import Fulfilment, HandOff

routes = Router(tags=["Orders"])


@routes.post(
    "/orders/{uuid:order_id}/acknowledge",
    response=shapes.HandedOff,
    operation_id="acknowledgeOrder",
    summary="A consumer took the order in",
)
@needs(Level.ACT, "already_acknowledged")
def acknowledge_order(request: Call, order_id: UUID, body: wishes.Acknowledgement) -> shapes.HandedOff:
    """Keeps the consumer's own number with the order; saying it again changes nothing."""
    order = _order(request, order_id)
    consumer = handoff.consumer_named(request.auth.workspace, body.consumer)
    row = handoff.acknowledge(order, consumer, body.merchant_reference, actor=request.auth.actor)
    return shapes.hand_off(consumer, row)


@routes.post(
    "/orders/{uuid:order_id}/refuse-handoff",
    response=shapes.HandedOff,
    operation_id="refuseHandOff",
    summary="A consumer cannot take the order in",
)
@needs(Level.ACT, "already_acknowledged")
def refuse_hand_off(request: Call, order_id: UUID, body: wishes.HandOffRefusal) -> shapes.HandedOff:
    """Keeps the reason for people. Nothing is told to the marketplace; the order can be acknowledged later."""
    order = _order(request, order_id)
    consumer = handoff.consumer_named(request.auth.workspace, body.consumer)
    row = handoff.refuse_hand_off(order, consumer, body.reason, actor=request.auth.actor)
    return shapes.hand_off(consumer, row)


@routes.get(
    "/consumers",
    response=wishes.Consumers,
    operation_id="listConsumers",
    summary="Consumers",
    tags=["Consumers"],
)
def list_consumers(request: Call) -> wishes.Consumers:
    """Back offices that receive the orders of this workspace."""
    return wishes.Consumers(items=[wishes.consumer(row) for row in handoff.consumers(request.auth.workspace)])


@routes.post(
    "/consumers",
    response={201: wishes.Consumer},
    operation_id="addConsumer",
    summary="Add a consumer",
    tags=["Consumers"],
)
@needs(Level.CONFIGURE, "consumer_exists")
def add_consumer(request: Call, body: wishes.NewConsumer) -> Status[wishes.Consumer]:
    """Names a back office; every order then shows where it stands with it."""
    row = handoff.add_consumer(request.auth.workspace, body.name, actor=request.auth.actor)
    return Status(201, wishes.consumer(row))


@routes.post(
    "/orders/{uuid:order_id}/unacknowledge",
    response=shapes.HandedOff,
    operation_id="unacknowledgeOrder",
    summary="A consumer gives an order back",
)
@needs(Level.ACT, "not_acknowledged")
def unacknowledge_order(request: Call, order_id: UUID, body: wishes.HandOffRefusal) -> shapes.HandedOff:
    """The order stands as exported again and may be acknowledged under another number; the reason is kept."""
    order = _order(request, order_id)
    consumer = handoff.consumer_named(request.auth.workspace, body.consumer)
    row = handoff.unacknowledge(order, consumer, body.reason, actor=request.auth.actor)
    return shapes.hand_off(consumer, row)


@routes.get(
    "/consumers/{uuid:consumer_id}/orders",
    response=shapes.Orders,
    operation_id="listOrdersOfConsumer",
    summary="Orders that wait for a consumer",
    tags=["Consumers"],
)
@needs(Level.ACT, "bad_cursor")
def list_orders_of_consumer(
    request: Call,
    consumer_id: UUID,
    state: Annotated[
        list[HandOff] | None,
        Query(
            max_length=5, description="Where they stand with this consumer; left out: `new` and `exported`"
        ),
    ] = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> shapes.Orders:
    """The consumer's own list, newest first. Reading it is being given the orders: what is `new` in the answer becomes
    `exported`. A consumer that asks without `state` meets everything it has not answered, so an answer that got lost
    on the way loses no order."""
    workspace = request.auth.workspace
    consumer = Consumer.objects.get(workspace=workspace, pk=consumer_id)
    found = handed.page(consumer, [one.value for one in state or ()], cursor=cursor, limit=limit)
    if request.META["REQUEST_METHOD"] == "GET":  # HEAD gives nothing
        handed.hand_over(consumer, found.orders, actor=request.auth.actor)
    return shapes.Orders(
        items=shapes.orders(workspace.pk, found.orders),
        next=found.next or None,
        previous=found.previous or None,
    )


@routes.get(
    "/orders/export",
    operation_id="exportOrders",
    summary="Orders as a file",
    openapi_extra={
        "responses": {
            200: {
                "description": "The file, as it is made",
                "content": {
                    "text/csv": {"schema": {"type": "string"}},
                    "application/jsonl": {"schema": {"type": "string"}},
                },
            }
        }
    },
)
def export_orders(
    request: Call,
    form: Annotated[
        export.Format, Query(alias="format", description="`csv`: a row a line; `jsonl`: an order a line")
    ],
    state: Annotated[
        list[Fulfilment] | None, Query(max_length=20, description="Only these states; repeat the parameter")
    ] = None,
    connection: Annotated[UUID | None, Query(description="Only orders of this connection")] = None,
    placed_after: Annotated[Moment | None, Query(description="RFC 3339 with zone")] = None,
    placed_before: Annotated[Moment | None, Query(description="RFC 3339 with zone")] = None,
    separator: Annotated[export.Separator, Query(description="Of CSV")] = export.Separator.COMMA,
) -> HttpResponseBase:
    """Oldest first; the same data give the same bytes. Cells that a spreadsheet would take for a formula begin with an
    apostrophe."""
    choice = export.Choice([one.value for one in state or ()], connection, placed_after, placed_before)
    pieces = export.exported(request.auth.workspace, form, choice, separator)
    response = StreamingHttpResponse(pieces, content_type=export.MEDIA[form])
    response["Content-Disposition"] = f'attachment; filename="orders.{form.value}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _order(request: Call, order_id: UUID) -> Order:
    return queries.one(request.auth.workspace, order_id)
