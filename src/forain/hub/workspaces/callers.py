"""Who calls the API: a program by its key, or a page on behalf of the person who logged in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from forain.hub.database.scope import enter
from forain.hub.kit.problems import Problem
from forain.hub.kit.routes import LOOKING, Level, Rules
from forain.hub.workspaces.keys import verify
from forain.hub.workspaces.models import Membership, Role, Workspace

#: What a role is allowed to.
LEVELS: dict[str, frozenset[Level]] = {
    Role.VIEWER: frozenset({Level.LOOK}),
    Role.OPERATOR: frozenset({Level.LOOK, Level.ACT}),
    Role.ADMIN: frozenset(Level),
}


@dataclass(frozen=True, slots=True)
class Caller:
    """`actor` is the name the journal and the audit keep."""

    workspace: Workspace
    role: str
    actor: str


class Call(HttpRequest):
    """A request that was let in."""

    auth: Caller
    rules: Rules


class ApiKey(AuthBase):
    """`Authorization: Bearer frn_…`. A key that is sent and wrong ends the matter, whoever is logged in."""

    openapi_type = "http"
    openapi_scheme = "bearer"
    openapi_description = (
        "An API key of one workspace, made by `forain api-key create`. Roles: `viewer` reads, `operator` also acts "
        "on orders and to-dos, `admin` also configures connections and consumers."
    )

    def __call__(self, request: HttpRequest) -> Caller | None:
        scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
        if not scheme:
            return None
        key = verify(text.strip()) if scheme.lower() == "bearer" else None
        if key is None:
            raise Problem("unauthorised", _("The API key is unknown or was revoked."))
        return _let_in(request, Caller(key.workspace, key.role, f"api:{key.name}"))


class Session(AuthBase):
    """The pages' own way in: the session cookie, and for everything that writes the header `X-CSRFToken`."""

    openapi_type = "apiKey"
    openapi_in = "cookie"
    openapi_name = settings.SESSION_COOKIE_NAME
    openapi_description = "The cookie of somebody who logged in; requests that write also need `X-CSRFToken`."

    def __call__(self, request: HttpRequest) -> Caller | None:
        membership: Membership | None = getattr(request, "membership", None)
        if membership is None:
            return None
        if request.method not in ("GET", "HEAD") and check_csrf(request):
            raise Problem("csrf_failed")
        return _let_in(request, Caller(membership.workspace, membership.role, request.user.get_username()))


def _let_in(request: Any, caller: Caller) -> Caller:
    """403 when the caller's role does not reach the level of the route."""
    rules: Rules = getattr(request, "rules", LOOKING)
    if rules.level not in LEVELS[caller.role]:
        words = _("The role “%(role)s” may not do this.")
        raise Problem("forbidden", words % {"role": Role(caller.role).label})
    enter(caller.workspace.pk)
    return caller
