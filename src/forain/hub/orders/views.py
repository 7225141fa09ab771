"""Pages of orders: the list with its tabs, filters and saved views, one order with everything about it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from forain.hub.connections.models import Connection
from forain.hub.kit.pages import live
from forain.hub.orders import (
    bulk_views,
    consumer_views,
    export,
    listing,
    queries,
    sku_views,
    trial_views,
)
from forain.hub.orders.acting import accept, refuse, ship, tracking_preview
from forain.hub.orders.acting_later import correct, later
from forain.hub.orders.listing import Asked
from forain.hub.orders.marking import acknowledge_stop, hold, release
from forain.hub.orders.models import Order, SavedView
from forain.hub.orders.shown import order_context
from forain.hub.workspaces.audit import note
from forain.hub.workspaces.doors import PersonRequest, actor_of, member, operator

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

MARK_WORDS: dict[str, str | Promise] = {
    "do_not_ship": gettext_lazy("Do not ship"),
    "held": gettext_lazy("Held"),
    "parked": gettext_lazy("Parked: SKU unknown"),
    "test": gettext_lazy("Test orders"),
}
DUE_WORDS: dict[str, str | Promise] = {
    "overdue": gettext_lazy("Overdue"),
    "day": gettext_lazy("Due within 24 hours"),
    "soon": gettext_lazy("Due within 3 days"),
}


@dataclass(frozen=True, slots=True)
class Tab:
    name: str
    words: str
    count: int
    active: bool

    @property
    def more(self) -> bool:
        """Whether counting stopped."""
        return self.count >= queries.COUNTED


@member
def order_list(request: PersonRequest) -> HttpResponse:
    asked = Asked.of(request.GET)
    context = {
        "asked": asked,
        "tabs": _tabs(request, asked.tab),
        "page": listing.page(request.workspace, asked),
        "connections": Connection.objects.filter(workspace=request.workspace)
        .defer("sealed")
        .order_by("name"),
        "marks": MARK_WORDS.items(),
        "dues": DUE_WORDS.items(),
        "saved": _saved(request, asked),
    }
    return live(request, "orders/list.html", "orders/_list.html", context)


def _tabs(request: PersonRequest, active: str) -> list[Tab]:
    counts = queries.tab_counts(request.workspace)
    tabs = [Tab(name, str(words), counts.get(name, 0), name == active) for name, words in TAB_WORDS.items()]
    return [tab for tab in tabs if tab.count or tab.active or tab.name not in RARE]


def _saved(request: PersonRequest, asked: Asked) -> list[tuple[SavedView, bool]]:
    """Every saved view, and whether it is the one that is shown."""
    rows = SavedView.objects.filter(workspace=request.workspace).order_by("name")
    return [(row, row.query == asked.address) for row in rows]


@require_POST
@operator
def save_view(request: PersonRequest) -> HttpResponse:
    """Keep the filters of the list under a name; a name that exists gets the new filters."""
    asked = Asked.of(QueryDict(request.POST.get("query", "")))
    name = " ".join(request.POST.get("name", "").split())[:60]
    address = reverse("orders") + (f"?{asked.address}" if asked.address else "")
    if not name or not asked.address:
        messages.error(request, _("Choose filters first, then give the view a name."))
        return redirect(address)
    SavedView.objects.update_or_create(
        workspace=request.workspace,
        name=name,
        defaults={"query": asked.address[:500], "created_by": actor_of(request)},
    )
    note(request.workspace.pk, actor_of(request), "order.view_saved", name)
    messages.success(request, _("Saved: %(name)s. Its address can be shared.") % {"name": name})
    return redirect(address)


@require_POST
@operator
def forget_view(request: PersonRequest, view_id: uuid.UUID) -> HttpResponse:
    row = SavedView.objects.filter(workspace=request.workspace, pk=view_id).first()
    if row is None:
        raise Http404
    note(request.workspace.pk, actor_of(request), "order.view_forgotten", row.name)
    row.delete()
    return redirect(f"{reverse('orders')}?{row.query}")


@member
def order_file(request: PersonRequest) -> HttpResponseBase:
    """The list as a table for a spreadsheet: the same orders, one row a line."""
    given = request.POST if request.method == "POST" else request.GET
    chosen = [key for text in given.getlist("order") if (key := bulk_views.uuid_of(text))]
    whole = Asked.of(QueryDict(given.get("query", "")) if request.method == "POST" else given)
    choice = listing.file_choice(request.workspace, whole)
    if chosen and not given.get("everything"):
        choice = export.Choice(ids=chosen)
    french = request.LANGUAGE_CODE == "fr"
    mark = export.Separator.SEMICOLON if french else export.Separator.COMMA
    pieces = export.exported(request.workspace, export.Format.CSV, choice, mark)
    response = StreamingHttpResponse(pieces, content_type=export.MEDIA[export.Format.CSV])
    response["Content-Disposition"] = 'attachment; filename="orders.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


@member
def order_page(request: PersonRequest, order_id: uuid.UUID) -> HttpResponse:
    try:
        order = queries.one(request.workspace, order_id)
    except Order.DoesNotExist:
        raise Http404 from None
    return live(request, "orders/order.html", "orders/_order.html", order_context(order))


routes = [
    path("orders/", order_list, name="orders"),
    path("orders/orders.csv", order_file, name="orders-file"),
    path("orders/views/", save_view, name="order-views"),
    path("orders/views/<uuid:view_id>/forget", forget_view, name="order-view-forget"),
    *bulk_views.routes,
    *sku_views.routes,
    *consumer_views.routes,
    *trial_views.routes,
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
