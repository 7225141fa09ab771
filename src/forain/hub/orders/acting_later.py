"""What a person does to an order after it was accepted: each is shown once more in a dialog before it is asked for."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forain.hub.kit.refusal import NotAllowed
from forain.hub.orders import actions
from forain.hub.orders.acting import chosen_lines, dialog, order_of, told
from forain.hub.orders.models import Line, Order
from forain.hub.orders.shipform import ShipForm
from forain.hub.outbox.models import Command, Kind
from forain.hub.workspaces.doors import PersonRequest, actor_of, operator
from forain.trade.commands import CommandKind

Ask = Callable[..., list[Command]]

#: Kind -> what is asked for, and what comes of it.
ACTS: Mapping[str, tuple[Ask, str | Promise]] = {
    Kind.CANCEL: (
        actions.cancel,
        _("The marketplace pays the buyer back and may count it against you. This cannot be taken back."),
    ),
    Kind.CONFIRM_PREORDER: (
        actions.confirm_preorder,
        _("The goods are there: the pre-order becomes a sale to ship."),
    ),
    Kind.MARK_LOST: (actions.mark_lost, _("The carrier lost the parcel. This cannot be taken back.")),
    Kind.MARK_UNDELIVERABLE: (
        actions.mark_undeliverable,
        _("The parcel was not fetched, was refused, or came back. This cannot be taken back."),
    ),
}


@operator
def later(request: PersonRequest, order_id: uuid.UUID, kind: str) -> HttpResponse:
    """Cancel, confirm a pre-order, lost, undeliverable."""
    if kind not in ACTS:
        raise Http404
    order = order_of(request, order_id)
    lines = chosen_lines(request, order, CommandKind(kind))
    context: dict[str, Any] = {
        "order": order,
        "lines": lines,
        "kind": kind,
        "words": Kind(kind).label,
        "about": ACTS[kind][1],
        "reason": request.POST.get("reason", ""),
        "rule": _rule(order, kind),
    }
    if request.method == "POST":
        try:
            return told(request, order, _asked(request, order, lines, kind))
        except NotAllowed as no:
            context["problem"] = no.words
    return dialog(request, "orders/_later.html", context)


def _rule(order: Order, kind: str) -> Any:
    """The reason the marketplace wants; for a cancellation there is always room for one."""
    capability = order.connection.manifest.capability(CommandKind(kind))
    return capability.reason if capability else None


def _asked(request: PersonRequest, order: Order, lines: list[Line], kind: str) -> list[Command]:
    more = {"reason": request.POST.get("reason", "")} if kind == Kind.CANCEL else {}
    return ACTS[kind][0](order, lines, actor=actor_of(request), **more)


@operator
def correct(request: PersonRequest, order_id: uuid.UUID) -> HttpResponse:
    """Another number or carrier for a parcel that left."""
    order = order_of(request, order_id)
    lines = chosen_lines(request, order, CommandKind.CORRECT_TRACKING)
    form = ShipForm(order, request.POST if request.method == "POST" else None)
    context = {"order": order, "lines": lines, "form": form}
    if request.method != "POST" or not form.is_valid():
        return dialog(request, "orders/_correct.html", context)
    try:
        commands = actions.correct_tracking(order, lines, **form.details(), actor=actor_of(request))
    except NotAllowed as no:
        form.explain(no)
        return dialog(request, "orders/_correct.html", context)
    return told(request, order, commands)
