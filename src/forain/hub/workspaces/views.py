"""Pages of the workspace itself: settings, people and their roles, keys of programs, who did what."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from forain.hub.kit.clock import now
from forain.hub.kit.holidays import coming
from forain.hub.kit.pages import attempt
from forain.hub.kit.refusal import NotAllowed
from forain.hub.workspaces import keys, people
from forain.hub.workspaces.audit import note
from forain.hub.workspaces.doors import PersonRequest, actor_of, administrator, member
from forain.hub.workspaces.forms import KeyForm, PasswordForm, PersonForm, WorkspaceForm
from forain.hub.workspaces.keeping import days_of
from forain.hub.workspaces.models import ApiKey, AuditEntry, Membership, Role

PAGE = 100


@member
def settings_page(request: PersonRequest) -> HttpResponse:
    """What holds for the whole workspace; only administrators change it."""
    ours = request.workspace
    initial = {"name": ours.name, "ship_from": ours.ship_from, "exchange_days": ours.exchange_days}
    form = WorkspaceForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST":
        if Role(request.membership.role) is not Role.ADMIN:
            return render(request, "web/403.html", status=403)
        if form.is_valid():
            _rename(request, form.cleaned_data)
            return redirect("settings")
    context = {
        "form": form,
        "holidays": coming(now().date(), date(now().year + 1, 12, 31), request.LANGUAGE_CODE)[:12],
        "exchange_days": days_of(ours),
    }
    return render(request, "workspaces/settings.html", context, status=_status(form))


def _rename(request: PersonRequest, given: dict[str, Any]) -> None:
    row = request.workspace
    row.name, row.ship_from, row.exchange_days = given["name"], given["ship_from"], given["exchange_days"]
    row.save(update_fields=["name", "ship_from", "exchange_days"])
    facts = {"ship_from": row.ship_from, "exchange_days": row.exchange_days}
    note(row.pk, actor_of(request), "workspace.changed", row.name, **facts)
    messages.success(request, _("Saved."))


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200


@member
def people_page(request: PersonRequest) -> HttpResponse:
    context = {"members": people.members(request.workspace), "roles": Role.choices}
    return render(request, "workspaces/people.html", context)


@administrator
@never_cache
def add_person(request: PersonRequest) -> HttpResponse:
    form = PersonForm(
        request.POST if request.method == "POST" else None, initial={"language": request.user.language}
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            person, password = people.add(
                request.workspace,
                given["username"],
                full_name=given["full_name"],
                role=given["role"],
                language=given["language"],
                actor=actor_of(request),
            )
        except NotAllowed as no:
            form.add_error("username", no.words)
        else:
            return _secret(request, person.username, password)
    return render(request, "workspaces/person.html", {"form": form}, status=_status(form))


def _secret(request: PersonRequest, name: str, secret: str, *, key: bool = False) -> HttpResponse:
    """Shown once, never kept by a browser."""
    return render(request, "workspaces/secret.html", {"name": name, "secret": secret, "key": key})


@administrator
@require_POST
@never_cache
def change_person(request: PersonRequest, membership_id: int, what: str) -> HttpResponse:
    """`role`, `remove` or `password`."""
    try:
        row = people.member(request.workspace, membership_id)
    except Membership.DoesNotExist:
        raise Http404 from None
    actor, role = actor_of(request), request.POST.get("role", "")
    if what == "password":
        try:
            return _secret(request, row.user.username, people.new_password(row, actor=actor))
        except NotAllowed as no:
            messages.error(request, no.words)
    elif what == "remove":
        words = _("%(name)s belongs here no longer.") % {"name": row.user.username}
        attempt(request, lambda: people.remove(row, actor=actor), words)
    elif role in Role.values:
        words = _("%(name)s: %(role)s.") % {"name": row.user.username, "role": Role(role).label}
        attempt(request, lambda: people.give_role(row, role, actor=actor), words)
    return redirect("people")


@member
@never_cache
def own_password(request: PersonRequest) -> HttpResponse:
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            people.change_own_password(request.user, given["old_password"], given["new_password"])
        except NotAllowed as no:
            form.add_error("old_password" if no.code == "wrong_password" else "new_password", no.words)
        else:
            update_session_auth_hash(request, request.user)
            messages.success(request, _("Your password is changed."))
            return redirect("home")
    return render(request, "workspaces/password.html", {"form": form}, status=_status(form))


@administrator
@never_cache
def keys_page(request: PersonRequest) -> HttpResponse:
    form = KeyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        key, text = keys.make(request.workspace, given["name"], given["role"], actor=actor_of(request))
        return _secret(request, key.name, text, key=True)
    rows = ApiKey.objects.filter(workspace=request.workspace).order_by("revoked_at", "-created_at")
    context = {"form": form, "keys": rows[:200]}
    return render(request, "workspaces/keys.html", context, status=_status(form))


@administrator
@require_POST
def revoke_key(request: PersonRequest, key_id: uuid.UUID) -> HttpResponse:
    row = ApiKey.objects.filter(workspace=request.workspace, pk=key_id).first()
    if row is None:
        raise Http404
    words = _("Revoked: %(name)s opens nothing any more.") % {"name": row.name}
    attempt(request, lambda: keys.revoke(row, actor=actor_of(request)), words)
    return redirect("api-keys")


@administrator
def audit(request: PersonRequest) -> HttpResponse:
    """Who changed what, newest first."""
    asked = {name: request.GET.get(name, "").strip()[:160] for name in ("actor", "action", "before")}
    rows = AuditEntry.objects.filter(workspace=request.workspace)
    if asked["actor"]:
        rows = rows.filter(actor__icontains=asked["actor"])
    if asked["action"]:
        rows = rows.filter(action__icontains=asked["action"])
    if asked["before"].isdecimal() and len(asked["before"]) < 19:
        rows = rows.filter(id__lt=int(asked["before"]))
    found = list(rows.order_by("-id")[: PAGE + 1])
    more = len(found) > PAGE
    context = {"entries": found[:PAGE], "asked": asked, "next": found[PAGE - 1].pk if more else None}
    return render(request, "workspaces/audit.html", context)


routes = [
    path("settings/", settings_page, name="settings"),
    path("people/", people_page, name="people"),
    path("people/new/", add_person, name="person-add"),
    path("people/<int:membership_id>/<str:what>", change_person, name="person-change"),
    path("password/", own_password, name="password"),
    path("keys/", keys_page, name="api-keys"),
    path("keys/<uuid:key_id>/revoke", revoke_key, name="api-key-revoke"),
    path("audit/", audit, name="audit"),
]
