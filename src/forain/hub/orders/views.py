"""Pages of orders: the list with its tabs, one order with everything about it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from forain.hub.connections.models import Connection
from forain.hub.kit.pages import live
from forain.hub.kit.paging import BadCursor
from forain.hub.orders import queries
from forain.hub.orders.acting import accept, refuse, ship, tracking_preview
from forain.hub.orders.acting_later import correct, later
from forain.hub.orders.marking import acknowledge_stop, hold, release
from forain.hub.orders.models import Order
from forain.hub.orders.shown import order_context
from forain.hub.workspaces.doors import PersonRequest, member

TAB_WORDS: dict[str, str | Promise] = {
    "": pgettext_lazy("orders", "All"),
    "accept": pgettext_lazy("orders", "To accept"),
    "stock": pgettext_lazy("orders", "Awaiting stock"),
    "ship": pgettext_lazy("orders", "To ship"),
    "shipped": pgettext_lazy("orders", "Shipped"),
    "closed": pgettext_lazy("orders", "Closed"),
    "ended": pgettext_lazy("orders", "Ended"),
    "unmapped": pgettext_lazy("orders", "Unknown"),
}

#: Tabs that are shown only when something is in them.
RARE = frozenset({"unmapped", "stock"})


@dataclass(frozen=True, slots=True)
class Tab:
    name: str
    words: str
    count: int
    active: bool


@member
def order_list(request: PersonRequest) -> HttpResponse:
    asked = {name: request.GET.get(name, "").strip() for name in ("tab", "text", "connection", "cursor")}
    context = {
        "asked": asked,
        "tabs": _tabs(request, asked["tab"]),
        "page": _page(request, asked),
        "connections": Connection.objects.filter(workspace=request.workspace)
        .defer("sealed")
        .order_by("name"),
    }
    return live(request, "orders/list.html", "orders/_list.html", context)


def _page(request: PersonRequest, asked: dict[str, str]) -> queries.OrderPage:
    """What was asked for; a cursor or connection that is none of ours shows the beginning."""
    connection = _uuid(asked["connection"])
    wanted: dict[str, Any] = {"tab": asked["tab"], "text": asked["text"], "connection": connection}
    try:
        return queries.page(request.workspace, **wanted, cursor=asked["cursor"])
    except BadCursor:
        return queries.page(request.workspace, **wanted)


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None


def _tabs(request: PersonRequest, active: str) -> list[Tab]:
    counts = queries.tab_counts(request.workspace)
    tabs = [Tab(name, str(words), counts.get(name, 0), name == active) for name, words in TAB_WORDS.items()]
    return [tab for tab in tabs if tab.count or tab.active or tab.name not in RARE]


@member
def order_page(request: PersonRequest, order_id: uuid.UUID) -> HttpResponse:
    try:
        order = queries.one(request.workspace, order_id)
    except Order.DoesNotExist:
        raise Http404 from None
    return live(request, "orders/order.html", "orders/_order.html", order_context(order))


routes = [
    path("orders/", order_list, name="orders"),
    path("orders/<uuid:order_id>/", order_page, name="order"),
    path("orders/<uuid:order_id>/accept", accept, name="order-accept"),
    path("orders/<uuid:order_id>/refuse", refuse, name="order-refuse"),
    path("orders/<uuid:order_id>/ship", ship, name="order-ship"),
    path("orders/<uuid:order_id>/later/<str:kind>", later, name="order-later"),
    path("orders/<uuid:order_id>/correct-tracking", correct, name="order-correct"),
    path("orders/<uuid:order_id>/hold", hold, name="order-hold"),
    path("orders/<uuid:order_id>/release", release, name="order-release"),
    path("orders/<uuid:order_id>/stop-known", acknowledge_stop, name="order-stop-known"),
    path("orders/<uuid:order_id>/tracking", tracking_preview, name="order-tracking"),
]
