"""What a person marks on an order: hold and release it, and say that a parcel is kept back."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forain.hub.kit.pages import wants_part
from forain.hub.kit.refusal import NotAllowed
from forain.hub.orders import holding, queries, stops
from forain.hub.orders.models import Line, Order
from forain.hub.workspaces.doors import PersonRequest, actor_of, operator


@operator
def hold(request: PersonRequest, order_id: uuid.UUID) -> HttpResponse:
    """Asks why, then holds the order or the named lines."""
    order = _order(request, order_id)
    lines = _named(request, order)
    problem = ""
    if request.method == "POST":
        try:
            holding.hold(order, lines, request.POST.get("reason", ""), actor=actor_of(request))
        except NotAllowed as no:
            problem = no.words
        else:
            messages.success(request, _("Held. Nothing is shipped until it is released."))
            return _to(request, order)
    context = {"order": order, "lines": lines, "problem": problem}
    part = "orders/_hold.html"
    return (
        render(request, part, context)
        if wants_part(request)
        else render(request, "web/dialog.html", {**context, "part": part})
    )


@require_POST
@operator
def release(request: PersonRequest, order_id: uuid.UUID) -> HttpResponse:
    order = _order(request, order_id)
    try:
        holding.release(order, _named(request, order), actor=actor_of(request))
        messages.success(request, _("Released."))
    except NotAllowed as no:
        messages.error(request, no.words)
    return _to(request, order)


@require_POST
@operator
def acknowledge_stop(request: PersonRequest, order_id: uuid.UUID) -> HttpResponse:
    order = _order(request, order_id)
    try:
        stops.acknowledge_stop(order, order.lines.all(), actor=actor_of(request))
        messages.success(request, _("Noted: you know that the parcel is kept back."))
    except NotAllowed as no:
        messages.error(request, no.words)
    return _to(request, order)


def _order(request: PersonRequest, order_id: uuid.UUID) -> Order:
    try:
        return queries.one(request.workspace, order_id)
    except Order.DoesNotExist:
        raise Http404 from None


def _named(request: PersonRequest, order: Order) -> list[Line]:
    """None named means the order itself."""
    names = (request.POST if request.method == "POST" else request.GET).getlist("line")
    try:
        return queries.lines_named(order, names) if names else []
    except NotAllowed:
        raise Http404 from None


def _to(request: PersonRequest, order: Order) -> HttpResponse:
    address = reverse("order", args=[order.pk])
    if wants_part(request):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)
