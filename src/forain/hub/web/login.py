"""Coming in and going out. Who guesses passwords has to wait (`workspaces/throttle.py`)."""

from __future__ import annotations

from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from forain.hub.web.language import remember_language
from forain.hub.workspaces import throttle
from forain.hub.workspaces.first import nobody_yet


@never_cache
def log_in(request: HttpRequest) -> HttpResponse:
    following = _following(request)
    if request.user.is_authenticated:
        return redirect(following)
    if request.method != "POST":
        return redirect("first") if nobody_yet() else _page(request, following)
    name = request.POST.get("username", "").strip()
    if throttle.waits(name, _address(request)):
        return _page(request, following, name, _wait_words(), status=429)
    person = authenticate(request, username=name, password=request.POST.get("password", ""))
    if person is None:
        throttle.count_failure(name, _address(request))
        return _page(request, following, name, _("Name or password is wrong."), status=401)
    throttle.forget(name, _address(request))
    login(request, person)
    return remember_language(redirect(following), getattr(person, "language", "fr"))


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("login")


def _page(
    request: HttpRequest, following: str, name: str = "", trouble: str = "", status: int = 200
) -> HttpResponse:
    context = {"next": following, "name": name, "trouble": trouble}
    return render(request, "web/login.html", context, status=status)


def _following(request: HttpRequest) -> str:
    """Where to go afterwards; only to a page of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else "/"


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def _wait_words() -> str:
    return _("Too many wrong passwords. Wait %(minutes)d minutes, then try again.") % {
        "minutes": throttle.WAIT.total_seconds() // 60
    }
