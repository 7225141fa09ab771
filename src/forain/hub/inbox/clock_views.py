"""The page of time limits: what runs for each connection by which rule, and the merchant's own in its place."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forain.hub.clocks import closed, rules
from forain.hub.clocks.effective import all_running, amount_words, told
from forain.hub.clocks.models import ClockRule, Unit
from forain.hub.connections.models import Connection
from forain.hub.inbox import clocking
from forain.hub.kit.clock import now
from forain.hub.kit.holidays import coming
from forain.hub.kit.pages import attempt
from forain.hub.kit.refusal import NotAllowed
from forain.hub.workspaces.doors import PersonRequest, actor_of, administrator, member


@member
def clock_page(request: PersonRequest) -> HttpResponse:
    return render(request, "inbox/clocks.html", _context(request))


def _context(request: PersonRequest) -> dict[str, Any]:
    rows = Connection.objects.filter(workspace=request.workspace).defer("sealed").order_by("name")
    shown = []
    for connection in rows.select_related("workspace"):
        running = [
            (one, amount_words(*told(one.clock)), amount_words(*told(one.marketplace)))
            for one in all_running(connection)
        ]
        shown.append((connection, running))
    names = sorted({one.clock.name for _connection, running in shown for one, *_words in running})
    return {
        "shown": shown,
        "names": names,
        "units": Unit.choices,
        "connections": rows,
        "closed": closed.written(request.workspace),
        "holidays": coming(now().date(), date(now().year + 1, 12, 31), request.LANGUAGE_CODE)[:12],
    }


@administrator
@require_POST
def set_clock(request: PersonRequest) -> HttpResponse:
    given = {
        name: request.POST.get(name, "").strip()
        for name in ("name", "amount", "unit", "connection", "reason")
    }
    if not given["amount"].isdecimal() or given["unit"] not in Unit.values:
        messages.error(request, _("Give a whole number and its unit."))
        return redirect("clocks")
    connection = _connection(request, given["connection"])
    attempt(
        request,
        lambda: clocking.set_clock(
            request.workspace,
            name=given["name"],
            amount=int(given["amount"][:6]),
            measure=given["unit"],
            connection=connection,
            reason=given["reason"][:200],
            actor=actor_of(request),
        ),
        _("Your limit counts from now on; deadlines were worked out anew."),
    )
    return redirect("clocks")


def _connection(request: PersonRequest, text: str) -> Connection | None:
    try:
        key = uuid.UUID(text) if text else None
    except ValueError:
        raise Http404 from None
    if key is None:
        return None
    found = Connection.objects.filter(workspace=request.workspace, pk=key).select_related("workspace").first()
    if found is None:
        raise Http404
    return found


@administrator
@require_POST
def reset_clock(request: PersonRequest, rule_id: uuid.UUID) -> HttpResponse:
    try:
        rule = rules.one(request.workspace, rule_id)
    except ClockRule.DoesNotExist:
        raise Http404 from None
    clocking.reset_clock(rule, actor=actor_of(request))
    messages.success(request, _("The marketplace's limit counts again."))
    return redirect("clocks")


@administrator
@require_POST
def set_closed_days(request: PersonRequest) -> HttpResponse:
    """What was typed comes back beside the reason when it cannot be read."""
    text = request.POST.get("days", "")
    try:
        clocking.set_closed_days(request.workspace, text, actor=actor_of(request))
    except NotAllowed as no:
        context = _context(request) | {"closed": text, "closed_problem": no.words}
        return render(request, "inbox/clocks.html", context, status=422)
    messages.success(request, _("Saved; deadlines were worked out anew."))
    return redirect("clocks")


routes = [
    path("settings/clocks/", clock_page, name="clocks"),
    path("settings/clocks/closed", set_closed_days, name="clocks-closed"),
    path("settings/clocks/set", set_clock, name="clock-set"),
    path("settings/clocks/<uuid:rule_id>/reset", reset_clock, name="clock-reset"),
]
