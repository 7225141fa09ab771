"""Who may pass: views for members, for those who may act, for administrators. Every page of a person uses one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from forain.hub.workspaces.models import Membership, Role, User, Workspace

View = Callable[..., HttpResponseBase]


class PersonRequest(HttpRequest):
    """A request of somebody who logged in and has a workspace."""

    workspace: Workspace
    membership: Membership
    user: User


def actor_of(request: HttpRequest) -> str:
    """The name written beside what this person does."""
    return request.user.get_username()


def member(view: View) -> View:
    """Only people with a workspace: others are sent to log in, and come back to where they wanted to go."""
    return _guarded(view, lambda _: True)


def operator(view: View) -> View:
    """Only people who may act on the marketplace."""
    return _guarded(view, lambda role: role.may_act)


def administrator(view: View) -> View:
    return _guarded(view, lambda role: role is Role.ADMIN)


def _guarded(view: View, may_pass: Callable[[Role], bool]) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _ask_to_log_in(request)
        membership = cast("Any", request).membership
        if membership is None:
            return render(request, "web/nowhere.html", status=403)
        if not may_pass(Role(membership.role)):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def _ask_to_log_in(request: HttpRequest) -> HttpResponseBase:
    """A live part gets 401 (the page says so itself); a form that was sent is kept; a page leads to the login."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401)
    if request.method == "POST":
        from forain.hub.kit.resend import kept_form

        return render(request, "web/expired.html", {"kept": kept_form(request)}, status=401)
    return redirect(f"{reverse('login')}?{urlencode({'next': request.get_full_path()})}")
