"""Pages of erasures: what would go and what stays, the typed confirmation, the certificate."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from forain.hub.erasure import erasing, queries
from forain.hub.erasure.models import Erasure
from forain.hub.kit.refusal import NotAllowed
from forain.hub.orders.models import Order
from forain.hub.workspaces.doors import PersonRequest, actor_of, administrator

PAGE = 100


@administrator
def ask(request: PersonRequest, order_id: uuid.UUID) -> HttpResponse:
    """A look first: every order of the buyer on this account, what goes and what stays."""
    order = (
        Order.objects.filter(workspace=request.workspace, pk=order_id).select_related("connection").first()
    )
    if order is None:
        raise Http404
    problem = ""
    if request.method == "POST":
        try:
            return _erased(request, order)
        except NotAllowed as no:
            problem = no.words
    found = queries.look(order)
    context = {
        "order": order,
        "orders": found.orders,
        "letters": found.letters,
        "no": found.no,
        "problem": problem,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "erasure/ask.html", context, status=422 if problem else 200)


def _erased(request: PersonRequest, order: Order) -> HttpResponse:
    given = request.POST
    row = erasing.erase(order, given.get("typed", ""), given.get("reason", ""), actor=actor_of(request))
    messages.success(request, _("The buyer is forgotten. This is the certificate."))
    return redirect("erasure", erasure_id=row.pk)


@administrator
def certificate(request: PersonRequest, erasure_id: uuid.UUID) -> HttpResponse:
    row = _row(request, erasure_id)
    counts = [(name, words, row.counts.get(name, 0)) for name, words in _words()]
    return render(
        request, "erasure/certificate.html", {"erasure": row, "counts": [one for one in counts if one[2]]}
    )


def _words() -> tuple[tuple[str, str], ...]:
    return (
        ("orders", _("Names, addresses, e-mail, phone, delivery point of orders")),
        ("messages", _("Texts of messages")),
        ("claims", _("Comments of claims")),
        ("returns", _("Reasons of returns")),
        ("papers", _("Delivery slips and labels")),
        ("commands", _("Commands, struck out")),
        ("events", _("Events, struck out")),
        ("todos", _("To-dos, struck out")),
        ("mails", _("Mails to people, struck out")),
        ("deliveries", _("Answers to webhooks, struck out")),
        ("exchanges", _("Exchanges with the marketplace, struck out")),
    )


@administrator
def certificate_file(request: PersonRequest, erasure_id: uuid.UUID) -> HttpResponse:
    row = _row(request, erasure_id)
    response = HttpResponse(row.text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="erasure-{row.pk}.json"'
    return response


def _row(request: PersonRequest, erasure_id: uuid.UUID) -> Erasure:
    rows = Erasure.objects.filter(workspace=request.workspace).select_related("connection", "workspace")
    found = rows.filter(pk=erasure_id).first()
    if found is None:
        raise Http404
    return found


@administrator
def certificates(request: PersonRequest) -> HttpResponse:
    rows = Erasure.objects.filter(workspace=request.workspace).select_related("connection")
    return render(request, "erasure/list.html", {"erasures": rows.order_by("-created_at")[:PAGE]})


routes = [
    path("erasures/", certificates, name="erasures"),
    path("erasures/<uuid:erasure_id>/", certificate, name="erasure"),
    path("erasures/<uuid:erasure_id>/certificate.json", certificate_file, name="erasure-file"),
    path("orders/<uuid:order_id>/erase", ask, name="order-erase"),
]
