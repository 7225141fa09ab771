"""Who is looking, at which workspace, and what they may do there; put on the request for every page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from forain.hub.connections.models import Connection
from forain.hub.database.scope import enter, everywhere
from forain.hub.inbox.models import Todo
from forain.hub.workspaces.doors import PersonRequest
from forain.hub.workspaces.models import Membership, Role, Workspace

__all__ = ["PersonRequest", "page_context", "workspace_of_request"]

Handler = Callable[[HttpRequest], HttpResponseBase]

#: The cookie that keeps light or dark; the choice is the browser's, not the person's.
THEME_COOKIE = "forain_theme"
THEMES = ("auto", "light", "dark")


def workspace_of_request(get_response: Handler) -> Handler:
    """Sets `request.membership` and `request.workspace` (None when nobody is logged in or belongs nowhere).

    The person's own language is used from here on; before login it is the cookie's or the browser's.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        membership = _membership(request)
        person = cast("Any", request)
        person.membership = membership
        person.workspace = membership.workspace if membership else None
        if membership is not None:
            enter(membership.workspace_id)
        if request.user.is_authenticated and request.user.language != translation.get_language():
            translation.activate(request.user.language)
            person.LANGUAGE_CODE = request.user.language
        return get_response(request)

    return middleware


def _membership(request: HttpRequest) -> Membership | None:
    if not request.user.is_authenticated:
        return None
    mine = Membership.objects.select_related("workspace").filter(user_id=request.user.pk).order_by("id")
    wanted = request.session.get("workspace")
    with everywhere("where somebody belongs"):
        return (mine.filter(workspace_id=wanted).first() if wanted else None) or mine.first()


def page_context(request: HttpRequest) -> dict[str, Any]:
    """What every page may show. What costs a query is asked for only by pages that show it."""
    membership: Membership | None = getattr(request, "membership", None)
    role = Role(membership.role) if membership else None
    theme = request.COOKIES.get(THEME_COOKIE, "auto")
    return {
        "workspace": membership.workspace if membership else None,
        "membership": membership,
        "may_act": role is not None and role.may_act,
        "may_administer": role is Role.ADMIN,
        "theme": theme if theme in THEMES else "auto",
        "nav_connections": SimpleLazyObject(lambda: _connections(membership)),
        "nav_workspaces": SimpleLazyObject(lambda: workspaces_of(request.user) if membership else []),
        "nav_todos": SimpleLazyObject(lambda: _todos(membership)),
    }


def _connections(membership: Membership | None) -> list[Connection]:
    if membership is None:
        return []
    mine = Connection.objects.filter(workspace_id=membership.workspace_id)
    return list(mine.defer("sealed").order_by("name"))


def _todos(membership: Membership | None) -> int:
    if membership is None:
        return 0
    return Todo.objects.filter(workspace_id=membership.workspace_id, resolved_at=None).count()


def workspaces_of(person: Any) -> list[Workspace]:
    """The workspaces a person may switch to."""
    with everywhere("where somebody belongs"):
        return list(Workspace.objects.filter(memberships__user=person).order_by("name"))
