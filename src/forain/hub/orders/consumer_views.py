"""Pages of consumers: the back offices that receive orders, and what waits for each."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forain.hub.kit.pages import attempt
from forain.hub.orders import handoff
from forain.hub.orders.models import Consumer, Delivery, HandOffState
from forain.hub.workspaces.doors import PersonRequest, actor_of, administrator, member

#: Refusals shown.
SHOWN = 20


@member
def consumer_list(request: PersonRequest) -> HttpResponse:
    """Each with its orders by state, and the last it refused."""
    counted = {
        state.value: Count("deliveries", filter=Q(deliveries__state=state.value)) for state in HandOffState
    }
    mine = Consumer.objects.filter(workspace=request.workspace).annotate(**counted).order_by("name")
    refused = Delivery.objects.filter(consumer__workspace=request.workspace, state=HandOffState.REFUSED)
    context = {
        "consumers": mine,
        "refused": refused.select_related("order", "consumer").order_by("-at")[:SHOWN],
    }
    return render(request, "orders/consumers.html", context)


@administrator
@require_POST
def add_consumer(request: PersonRequest) -> HttpResponse:
    name = " ".join(request.POST.get("name", "").split())[:80]
    if name:
        words = _("Added: %(name)s.") % {"name": name}
        attempt(
            request, lambda: handoff.add_consumer(request.workspace, name, actor=actor_of(request)), words
        )
    return redirect("consumers")


routes = [
    path("consumers/", consumer_list, name="consumers"),
    path("consumers/new", add_consumer, name="consumer-add"),
]
