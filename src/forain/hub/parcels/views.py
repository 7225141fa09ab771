"""The delivery slip on the pages: opened when it is here, fetched when somebody asks."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forain.hub.kit.refusal import NotAllowed
from forain.hub.orders import queries
from forain.hub.orders.models import Order
from forain.hub.parcels import desk_views, slips
from forain.hub.parcels.serving import as_file
from forain.hub.workspaces.doors import PersonRequest, actor_of, member, operator


@member
def open_slip(request: PersonRequest, order_id: uuid.UUID) -> HttpResponse:
    order = _order(request, order_id)
    row = slips.stored(order)
    if row is None:
        raise Http404
    return as_file(row, order)


@require_POST
@operator
def fetch_slip(request: PersonRequest, order_id: uuid.UUID) -> HttpResponse:
    order = _order(request, order_id)
    try:
        slips.fetch(order, actor=actor_of(request))
    except NotAllowed as no:
        messages.error(request, no.words)
    else:
        messages.success(request, _("The delivery slip is here."))
    return redirect("order", order_id=order.pk)


def _order(request: PersonRequest, order_id: uuid.UUID) -> Order:
    try:
        return queries.one(request.workspace, order_id)
    except Order.DoesNotExist:
        raise Http404 from None


routes = [
    path("orders/<uuid:order_id>/slip", open_slip, name="order-slip"),
    path("orders/<uuid:order_id>/slip/fetch", fetch_slip, name="order-slip-fetch"),
    *desk_views.routes,
]
