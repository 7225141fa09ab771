"""Routes of the marks people set on orders: holds, and that they know what must not be shipped."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from ninja import Router, Status
from pydantic import Field, StringConstraints

from forain.hub.connections.models import Connection
from forain.hub.kit.routes import Level, Listed, Name, Shape, Wish, Words, needs
from forain.hub.orders import handoff, holding, queries, shapes, skus, stops, trial
from forain.hub.orders.models import Line, Order
from forain.hub.orders.wishes import EVERY_LINE, Choice
from forain.hub.workspaces.callers import Call

routes = Router(tags=["Orders"])

Sku = Annotated[str, StringConstraints(min_length=1, max_length=120)]


class Holding(Choice):
    """What is held and why. Without `lines` the whole order is held, lines seen later included."""

    reason: Words = Field(description="Why, for people", examples=["The buyer asked for another colour"])


class Knowing(Choice):
    """Who knows that the parcel is kept back. Without `lines`: every line marked so."""

    consumer: Name | None = Field(
        default=None, description="Id or name of the consumer that says so; null when it is the caller itself"
    )


KNOWN_ALL = Knowing()


@routes.post(
    "/orders/{uuid:order_id}/hold",
    response=shapes.Order,
    operation_id="holdOrder",
    summary="Hold an order or lines of it",
)
@needs(Level.ACT, "unknown_line", "reason_missing")
def hold_order(request: Call, order_id: UUID, body: Holding) -> shapes.Order:
    """Nothing happens to it by itself and shipping is refused, with this reason, until it is released."""
    order = _order(request, order_id)
    holding.hold(order, _named(order, body.lines), body.reason, actor=request.auth.actor)
    return _shown(request, order_id)


@routes.post(
    "/orders/{uuid:order_id}/release",
    response=shapes.Order,
    operation_id="releaseOrder",
    summary="End a hold",
)
@needs(Level.ACT, "unknown_line", "not_held")
def release_order(request: Call, order_id: UUID, body: Choice = EVERY_LINE) -> shapes.Order:
    """Ends the hold of the named lines; without names, every hold on the order."""
    order = _order(request, order_id)
    holding.release(order, _named(order, body.lines), actor=request.auth.actor)
    return _shown(request, order_id)


@routes.post(
    "/orders/{uuid:order_id}/acknowledge-stop",
    response=shapes.Order,
    operation_id="acknowledgeStop",
    summary="Say that a parcel is kept back",
)
@needs(Level.ACT, "unknown_line", "nothing_to_acknowledge")
def acknowledge_stop(request: Call, order_id: UUID, body: Knowing = KNOWN_ALL) -> shapes.Order:
    """Lifts “do not ship” from the lines: somebody knows. What happened stays written in each line's `stop`."""
    order = _order(request, order_id)
    consumer = handoff.consumer_named(request.auth.workspace, body.consumer).name if body.consumer else ""
    lines = queries.lines_named(order, body.lines)
    stops.acknowledge_stop(order, lines, actor=request.auth.actor, consumer=consumer)
    return _shown(request, order_id)


class TestOrder(Wish):
    """What to put into a test order."""

    skus: list[Sku] = Field(
        default=[], max_length=20, description="One line each; none: two lines of test SKUs"
    )


TWO_LINES = TestOrder()


@routes.post(
    "/connections/{uuid:connection_id}/test-order",
    response={201: shapes.Order},
    operation_id="makeTestOrder",
    summary="Make a test order",
)
@needs(Level.ACT)
def make_test_order(request: Call, connection_id: UUID, body: TestOrder = TWO_LINES) -> Status[shapes.Order]:
    """An order made here, with `test: true` and a reference that begins with `TEST-`, to try a back office end to end:
    webhooks, acknowledgement, acceptance, shipment. Commands on it end confirmed at once; the marketplace is never
    told anything."""
    workspace = request.auth.workspace
    connection = Connection.objects.select_related("workspace").get(workspace=workspace, pk=connection_id)
    row = trial.make_order(connection, body.skus, actor=request.auth.actor)
    return Status(201, _shown(request, row.pk))


class UnmappedSku(Shape):
    """A marketplace's SKU that leads to none of the merchant's."""

    sku: str = Field(description="As the marketplace tells it; may be empty")
    connection_id: UUID
    connection: str
    title: str = Field(description="Of one of the lines")
    lines: int
    orders: int = Field(description="How many orders wait for it")


class UnmappedSkus(Listed[UnmappedSku]):
    """The parking lot by SKU, most orders first; at most 500."""


@routes.get(
    "/skus/unmapped",
    response=UnmappedSkus,
    operation_id="listUnmappedSkus",
    summary="SKUs that wait to be mapped",
    tags=["SKUs"],
)
def list_unmapped(request: Call) -> UnmappedSkus:
    """Map them with POST /skus/aliases or POST /skus/products: their orders go on by themselves."""
    found = skus.unmapped(request.auth.workspace)
    items = [UnmappedSku.model_validate({**row, "connection": row["connection"].name}) for row in found]
    return UnmappedSkus(items=items)


def _order(request: Call, order_id: UUID) -> Order:
    return queries.one(request.auth.workspace, order_id)


def _named(order: Order, names: list[str]) -> list[Line]:
    """None named means the order itself, not all of its lines."""
    return queries.lines_named(order, names) if names else []


def _shown(request: Call, order_id: UUID) -> shapes.Order:
    workspace = request.auth.workspace
    return shapes.orders(workspace.pk, [queries.one(workspace, order_id)])[0]
