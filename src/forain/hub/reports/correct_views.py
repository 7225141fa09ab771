"""The page that corrects all offers of a cause: what would change is shown first, then it is made."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forain.hub.connections.models import Connection
from forain.hub.kit.refusal import NotAllowed
from forain.hub.reports import correcting, grouping
from forain.hub.reports.correctform import CorrectForm
from forain.hub.workspaces.doors import PersonRequest, actor_of, operator


@operator
def correct(request: PersonRequest, connection_id: uuid.UUID) -> HttpResponse:
    """`step`: show or apply. A cause that ended meanwhile leads back to the list."""
    connection = Connection.objects.filter(workspace=request.workspace, pk=connection_id).first()
    if connection is None:
        raise Http404
    group = _group(request, connection)
    if group is None:
        messages.info(request, _("No offer has this error any more."))
        return redirect("offer-errors")
    form = CorrectForm(group, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return _done(request, connection, form)
        except NotAllowed as no:
            form.explain(no)
    return _page(request, form)


def _group(request: PersonRequest, connection: Connection) -> grouping.Group | None:
    cause = request.POST.get("cause") or request.GET.get("cause", "")
    rows = grouping.problems(request.workspace, connection=connection.pk).filter(cause=cause[:160])
    return next(iter(grouping.groups(rows)), None)


def _done(request: PersonRequest, connection: Connection, form: CorrectForm) -> HttpResponse:
    """Shown or made. Raises NotAllowed."""
    if request.POST.get("step") != "apply":
        return _page(request, form, correcting.preview(connection, form.wish()))
    row = correcting.correct(connection, form.wish(), actor=actor_of(request))
    words = ngettext(
        "%(n)d offer is corrected; the next push sends it, alone.",
        "%(n)d offers are corrected; the next push sends those, alone.",
        row.count,
    )
    messages.success(request, words % {"n": row.count})
    left = grouping.problems(request.workspace, connection=connection.pk).exists()
    room = reverse("offer-errors" if left else "offer-plan")
    return redirect(f"{room}?connection={connection.pk}")


def _page(request: PersonRequest, form: CorrectForm, seen: correcting.Preview | None = None) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    context: dict[str, Any] = {"one": form.group.explained(request.LANGUAGE_CODE), "form": form, "seen": seen}
    return render(request, "reports/correct.html", context, status=status)
