"""Who is looking, at which workspace, and what they may do there; put on the request for every page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from forain.hub.workspaces.models import Membership, Role, User, Workspace

Handler = Callable[[HttpRequest], HttpResponseBase]


class PersonRequest(HttpRequest):
    """A request of somebody who logged in and has a workspace."""

    workspace: Workspace
    membership: Membership
    user: User


def workspace_of_request(get_response: Handler) -> Handler:
    """Sets `request.membership` and `request.workspace` (None when nobody is logged in or belongs nowhere)."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        membership = _membership(request)
        person = cast("Any", request)
        person.membership = membership
        person.workspace = membership.workspace if membership else None
        return get_response(request)

    return middleware


def _membership(request: HttpRequest) -> Membership | None:
    if not request.user.is_authenticated:
        return None
    mine = Membership.objects.select_related("workspace").filter(user_id=request.user.pk).order_by("id")
    wanted = request.session.get("workspace")
    return (mine.filter(workspace_id=wanted).first() if wanted else None) or mine.first()


def page_context(request: HttpRequest) -> dict[str, Any]:
    """What every page may show."""
    membership: Membership | None = getattr(request, "membership", None)
    return {
        "workspace": membership.workspace if membership else None,
        "membership": membership,
        "may_act": membership is not None and Role(membership.role).may_act,
    }
