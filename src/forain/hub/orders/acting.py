"""What a person does to an order: accept at once, refuse after a look, ship with a form. Each ends in a redirect."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from forain.hub.kit.pages import wants_part
from forain.hub.kit.refusal import NotAllowed
from forain.hub.orders import actions, queries
from forain.hub.orders.models import Line, Order
from forain.hub.orders.preflight import refusal
from forain.hub.orders.shipform import ShipForm
from forain.hub.outbox.models import Command, Hold
from forain.hub.workspaces.doors import PersonRequest, actor_of, operator
from forain.trade.commands import CommandKind

Done = Callable[[], list[Command]]


@require_POST
@operator
def accept(request: PersonRequest, order_id: uuid.UUID) -> HttpResponse:
    order = order_of(request, order_id)
    lines = chosen_lines(request, order, CommandKind.ACCEPT)
    return _do(request, order, lambda: actions.accept(order, lines, actor=actor_of(request)))


@operator
def refuse(request: PersonRequest, order_id: uuid.UUID) -> HttpResponse:
    """Refusing cannot be taken back: the lines are shown once more before it is sent."""
    order = order_of(request, order_id)
    lines = chosen_lines(request, order, CommandKind.REFUSE)
    if request.method == "POST":
        return _do(request, order, lambda: actions.refuse(order, lines, actor=actor_of(request)))
    return dialog(request, "orders/_refuse.html", {"order": order, "lines": lines})


@operator
def ship(request: PersonRequest, order_id: uuid.UUID) -> HttpResponse:
    order = order_of(request, order_id)
    lines = chosen_lines(request, order, CommandKind.SHIP)
    form = ShipForm(order, request.POST if request.method == "POST" else None)
    context = {"order": order, "lines": lines, "form": form}
    if request.method != "POST" or not form.is_valid():
        return dialog(request, "orders/_ship.html", context)
    try:
        commands = actions.ship(order, lines, **form.details(), actor=actor_of(request))
    except NotAllowed as no:
        form.explain(no)
        return dialog(request, "orders/_ship.html", context)
    return told(request, order, commands)


@operator
def tracking_preview(request: PersonRequest, order_id: uuid.UUID) -> HttpResponse:
    """Where the buyer will follow the parcel, and whether the number looks right: shown while it is typed."""
    form = ShipForm(order_of(request, order_id), request.GET)
    return render(request, "orders/_tracking.html", {"preview": form.preview()})


def order_of(request: PersonRequest, order_id: uuid.UUID) -> Order:
    try:
        return queries.one(request.workspace, order_id)
    except Order.DoesNotExist:
        raise Http404 from None


def chosen_lines(request: PersonRequest, order: Order, kind: CommandKind) -> list[Line]:
    """The lines named in the form or address; without any, those the button counts: all that allow it and have nothing
    on its way. Where all have, a second click gets what the first one asked for."""
    named = (request.POST if request.method == "POST" else request.GET).getlist("line")
    try:
        lines = queries.lines_named(order, named)
    except NotAllowed:
        raise Http404 from None
    if named:
        return lines
    possible = [line for line in lines if refusal(order, line, kind) is None]
    held = set(
        Hold.objects.filter(line_id__in=[line.pk for line in possible]).values_list("line_id", flat=True)
    )
    return [line for line in possible if line.pk not in held] or possible or lines


def _do(request: PersonRequest, order: Order, done: Done) -> HttpResponse:
    try:
        commands = done()
    except NotAllowed as no:
        messages.error(request, no.words)
        return _to(request, order)
    return told(request, order, commands)


def told(request: PersonRequest, order: Order, commands: list[Command]) -> HttpResponse:
    words = ngettext(
        "Asked for: %(kind)s, %(n)d line. It is on its way to %(marketplace)s.",
        "Asked for: %(kind)s, %(n)d lines. They are on their way to %(marketplace)s.",
        sum(len(one.line_references) for one in commands),
    )
    facts = {
        "kind": commands[0].get_kind_display() if commands else _("nothing"),
        "n": sum(len(one.line_references) for one in commands),
        "marketplace": order.connection.manifest.name,
    }
    messages.success(request, words % facts)
    return _to(request, order)


def _to(request: PersonRequest, order: Order) -> HttpResponse:
    """Back to the order: a redirect for a form, a word to htmx for a dialog."""
    address = reverse("order", args=[order.pk])
    if wants_part(request):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def dialog(request: PersonRequest, part: str, context: dict[str, object]) -> HttpResponse:
    """A form in a dialog of the page, or on a page of its own without scripts."""
    if wants_part(request):
        return render(request, part, context)
    return render(request, "web/dialog.html", {**context, "part": part})
