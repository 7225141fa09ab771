"""The page for the first person of an empty hub: their login and the name of the shop. `forain up` prints its address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import login
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from forain.hub.kit.refusal import NotAllowed
from forain.hub.web.language import remember_language
from forain.hub.workspaces import first, throttle
from forain.hub.workspaces.models import Language, User

#: Under this name wrong codes are counted; no login has it.
_GUESSING = "(first person)"
#: Field that a refusal is about.
_FIELD_OF = {"wrong_code": "code", "weak_password": "password"}


class FirstForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=60,
        help_text=gettext_lazy("Printed where the hub was started, and in its log."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
    )
    workspace = forms.CharField(label=gettext_lazy("Name of your shop"), max_length=120)
    full_name = forms.CharField(
        label=gettext_lazy("First and last name"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    username = forms.CharField(
        label=gettext_lazy("Name to log in with"),
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        help_text=gettext_lazy("A short name or an e-mail address."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        help_text=gettext_lazy("At least ten characters; a short sentence is easy to keep in mind."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


@never_cache
def first_person(request: HttpRequest) -> HttpResponse:
    """Only while nobody exists; afterwards this is the way to the login."""
    if not first.nobody_yet():
        return redirect("login")
    form = FirstForm(request.POST if request.method == "POST" else None, initial=_initial(request))
    if request.method != "POST":
        return _page(request, form)
    if throttle.waits(_GUESSING, _address(request)):
        form.add_error("code", _("Too many wrong codes. Wait five minutes, then try again."))
        return _page(request, form, status=429)
    person = _settled(request, form) if form.is_valid() else None
    return _page(request, form, status=422) if person is None else _welcome(request, person)


def _settled(request: HttpRequest, form: FirstForm) -> User | None:
    given: dict[str, Any] = form.cleaned_data
    try:
        return first.settle(
            given["code"],
            given["username"],
            given["password"],
            full_name=given["full_name"],
            workspace=given["workspace"],
            language=_language(),
        )
    except NotAllowed as no:
        if no.code == "wrong_code":
            throttle.count_failure(_GUESSING, _address(request))
        form.add_error(_FIELD_OF.get(no.code), no.words)
    return None


def _welcome(request: HttpRequest, person: User) -> HttpResponse:
    throttle.forget(_GUESSING, _address(request))
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    return remember_language(redirect("setup"), person.language)


def _page(request: HttpRequest, form: FirstForm, status: int = 200) -> HttpResponse:
    return render(request, "web/first.html", {"form": form}, status=status)


def _initial(request: HttpRequest) -> dict[str, str]:
    return {"code": request.GET.get("code", "")[:60]}


def _language() -> str:
    told = (get_language() or "")[:2]
    return told if told in Language.values else Language.FRENCH.value


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))
