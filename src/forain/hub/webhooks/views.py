"""Pages of webhooks: how each fares, what was sent to it, and the buttons to test, replay, switch off and on, change, remove."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forain.hub.kit.pages import live
from forain.hub.kit.paging import BadCursor
from forain.hub.kit.refusal import NotAllowed
from forain.hub.webhooks import actions, queries
from forain.hub.webhooks.forms import WebhookForm
from forain.hub.webhooks.models import Delivery, Endpoint, State
from forain.hub.workspaces.doors import PersonRequest, actor_of, administrator, member, operator


@member
def webhook_list(request: PersonRequest) -> HttpResponse:
    context = {"webhooks": queries.endpoints(request.workspace)}
    return live(request, "webhooks/list.html", "webhooks/_list.html", context)


@member
def webhook_page(request: PersonRequest, webhook_id: uuid.UUID) -> HttpResponse:
    webhook = _one(request, webhook_id)
    tab, cursor = request.GET.get("tab", ""), request.GET.get("cursor", "")
    states = [tab] if tab in State.values else []
    try:
        page = queries.deliveries(webhook, states=states, cursor=cursor, limit=30)
    except BadCursor:
        page = queries.deliveries(webhook, states=states, limit=30)
    tabs = [("", _("All")), *((state.value, state.label) for state in State)]
    context = {"webhook": webhook, "page": page, "tab": tab, "tabs": tabs, "cursor": cursor}
    return live(request, "webhooks/webhook.html", "webhooks/_webhook.html", context)


@administrator
def add_webhook(request: PersonRequest) -> HttpResponse:
    form = WebhookForm(request.workspace, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            webhook, secret = actions.add(
                request.workspace,
                given["name"],
                given["address"].strip(),
                kinds=given["kinds"],
                consumer=given["consumer"],
                actor=actor_of(request),
            )
        except NotAllowed as no:
            _explain(form, no)
        else:
            return _secret(request, webhook, secret)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "webhooks/add.html", {"form": form}, status=status)


@administrator
def change_webhook(request: PersonRequest, webhook_id: uuid.UUID) -> HttpResponse:
    """Name, address, back office, events. What already waits goes to the new address."""
    webhook = _one(request, webhook_id)
    data = request.POST if request.method == "POST" else None
    form = WebhookForm(request.workspace, data, webhook)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("name", "address", "kinds", "consumer")}
        given["address"] = given["address"].strip()
        try:
            actions.change(_one(request, webhook_id), given, actor=actor_of(request))
        except NotAllowed as no:
            _explain(form, no)
        else:
            messages.success(request, _("The webhook is changed."))
            return redirect("webhook", webhook_id=webhook.pk)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "webhooks/add.html", {"form": form, "webhook": webhook}, status=status)


@administrator
@require_POST
def remove(request: PersonRequest, webhook_id: uuid.UUID) -> HttpResponse:
    """Forgotten with its deliveries; nothing more is sent."""
    webhook = _one(request, webhook_id)
    actions.remove(webhook, actor=actor_of(request))
    messages.success(request, _("The webhook “%(name)s” is removed.") % {"name": webhook.name})
    return redirect("webhooks")


def _explain(form: WebhookForm, no: NotAllowed) -> None:
    form.add_error("name" if no.code == "webhook_exists" else "address", no.words)


@administrator
@require_POST
def rotate(request: PersonRequest, webhook_id: uuid.UUID) -> HttpResponse:
    webhook = _one(request, webhook_id)
    try:
        return _secret(request, webhook, actions.rotate(webhook, actor=actor_of(request)))
    except NotAllowed as no:
        messages.error(request, no.words)
        return redirect("webhook", webhook_id=webhook.pk)


@administrator
@require_POST
def switch(request: PersonRequest, webhook_id: uuid.UUID) -> HttpResponse:
    """Off when it is on, on when it is off."""
    webhook = _one(request, webhook_id)
    change = actions.disable if webhook.enabled else actions.enable
    change(webhook, actor=actor_of(request))
    return redirect("webhook", webhook_id=webhook.pk)


@operator
@require_POST
def test(request: PersonRequest, webhook_id: uuid.UUID) -> HttpResponse:
    webhook = _one(request, webhook_id)
    words = _("A test is on its way; it stands at the top of the list.")
    _try(request, lambda: actions.test(webhook, actor=actor_of(request)), words)
    return redirect("webhook", webhook_id=webhook.pk)


@operator
@require_POST
def replay(request: PersonRequest, delivery_id: uuid.UUID) -> HttpResponse:
    try:
        delivery = queries.delivery(request.workspace, delivery_id)
    except Delivery.DoesNotExist:
        raise Http404 from None
    words = _("It is sent again.")
    _try(request, lambda: actions.replay(delivery, actor=actor_of(request)), words)
    return redirect("webhook", webhook_id=delivery.endpoint_id)


def _try(request: HttpRequest, act: Callable[[], object], words: str) -> None:
    try:
        act()
    except NotAllowed as no:
        messages.error(request, no.words)
    else:
        messages.success(request, words)


def _secret(request: PersonRequest, webhook: Endpoint, secret: str) -> HttpResponse:
    """The one page that shows it; never kept by a browser."""
    response = render(request, "webhooks/secret.html", {"webhook": webhook, "secret": secret})
    response["Cache-Control"] = "no-store"
    return response


def _one(request: PersonRequest, webhook_id: uuid.UUID) -> Endpoint:
    try:
        return queries.one(request.workspace, webhook_id)
    except Endpoint.DoesNotExist:
        raise Http404 from None


routes = [
    path("webhooks/", webhook_list, name="webhooks"),
    path("webhooks/new/", add_webhook, name="webhook-add"),
    path("webhooks/<uuid:webhook_id>/", webhook_page, name="webhook"),
    path("webhooks/<uuid:webhook_id>/change", change_webhook, name="webhook-change"),
    path("webhooks/<uuid:webhook_id>/remove", remove, name="webhook-remove"),
    path("webhooks/<uuid:webhook_id>/rotate", rotate, name="webhook-rotate"),
    path("webhooks/<uuid:webhook_id>/switch", switch, name="webhook-switch"),
    path("webhooks/<uuid:webhook_id>/test", test, name="webhook-test"),
    path("webhooks/deliveries/<uuid:delivery_id>/replay", replay, name="webhook-replay"),
]
