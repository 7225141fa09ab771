"""Coming in and going out. After five wrong passwords, one name from one address waits five minutes.

Failures are counted in Django's cache, in the memory of the web process: with several processes a guesser gets
that many times five tries. Only the pair waits, so nobody can lock another person out from elsewhere.
"""

from __future__ import annotations

import hashlib

from django.contrib.auth import authenticate, login, logout
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from forain.hub.web.language import remember_language

#: How many failures before a pair of name and address waits, and for how long (seconds).
FAILURES = 5
WAIT = 300


@never_cache
def log_in(request: HttpRequest) -> HttpResponse:
    following = _following(request)
    if request.user.is_authenticated:
        return redirect(following)
    if request.method != "POST":
        return _page(request, following)
    name = request.POST.get("username", "").strip()
    if _waits(request, name):
        return _page(request, following, name, _wait_words(), status=429)
    person = authenticate(request, username=name, password=request.POST.get("password", ""))
    if person is None:
        _count_failure(request, name)
        return _page(request, following, name, _("Name or password is wrong."), status=401)
    cache.delete(_key(request, name))
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


def _key(request: HttpRequest, name: str) -> str:
    pair = f"{name.casefold()}|{request.META.get('REMOTE_ADDR', '')}"
    return f"login:{hashlib.sha256(pair.encode()).hexdigest()}"


def _waits(request: HttpRequest, name: str) -> bool:
    return int(cache.get(_key(request, name), 0)) >= FAILURES


def _count_failure(request: HttpRequest, name: str) -> None:
    key = _key(request, name)
    if not cache.add(key, 1, WAIT):
        cache.incr(key)


def _wait_words() -> str:
    return _("Too many wrong passwords. Wait %(minutes)d minutes, then try again.") % {"minutes": WAIT // 60}
