"""What a person says of a command that Forain cannot look up: it was done, send it again, drop it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from forain.hub.kit.refusal import NotAllowed
from forain.hub.outbox import queries
from forain.hub.outbox.models import Command
from forain.hub.push import deciding
from forain.hub.workspaces.doors import PersonRequest, actor_of, operator

SAID: Mapping[str, tuple[Callable[..., Command], str | Promise]] = {
    "done": (deciding.done, _("Noted: it was done.")),
    "again": (deciding.again, _("It is sent once more.")),
    "drop": (deciding.drop, _("Dropped.")),
}


@require_POST
@operator
def decide(request: PersonRequest, command_id: uuid.UUID, said: str) -> HttpResponse:
    if said not in SAID:
        raise Http404
    try:
        command = queries.one(request.workspace, command_id)
    except Command.DoesNotExist:
        raise Http404 from None
    say, words = SAID[said]
    try:
        say(command, actor=actor_of(request))
        messages.success(request, str(words))
    except NotAllowed as no:
        messages.error(request, no.words)
    if command.return_id is not None:
        return redirect("return", command.return_id)
    return redirect("order", command.order_id)
