"""The button that makes a test order, to try a back office end to end."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forain.hub.connections.models import Connection
from forain.hub.orders import trial
from forain.hub.workspaces.doors import PersonRequest, actor_of, operator


@operator
@require_POST
def make_test_order(request: PersonRequest, connection_id: uuid.UUID) -> HttpResponse:
    rows = Connection.objects.filter(workspace=request.workspace).select_related("workspace")
    connection = rows.filter(pk=connection_id).first()
    if connection is None:
        raise Http404
    order = trial.make_order(connection, actor=actor_of(request))
    messages.success(request, _("A test order: nothing about it is ever sent to the marketplace."))
    return redirect("order", order_id=order.pk)


routes = [path("connections/<uuid:connection_id>/test-order", make_test_order, name="test-order")]
