"""Forms of the workspace itself: its settings, people, keys."""

from __future__ import annotations

from babel import Locale
from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from forain.hub.workspaces.keeping import LONGEST, SHORTEST
from forain.hub.workspaces.models import Language, Role

COUNTRIES = ("FR", "BE", "LU", "DE", "ES", "IT", "NL", "PT", "CH", "GB", "PL", "AT")


def _countries() -> list[tuple[str, str]]:
    """By their names in the reader's language."""
    names = Locale((get_language() or "en")[:2]).territories
    return sorted(((code, str(names.get(code, code))) for code in COUNTRIES), key=lambda one: one[1])


class WorkspaceForm(forms.Form):
    name = forms.CharField(label=_("Name of the workspace"), max_length=120)
    ship_from = forms.ChoiceField(
        label=_("Parcels leave from"),
        choices=_countries,
        help_text=_("Told to marketplaces that ask where parcels come from."),
    )
    exchange_days = forms.IntegerField(
        label=_("Days that exchanges with the marketplaces are kept"),
        required=False,
        min_value=SHORTEST,
        max_value=LONGEST,
        help_text=_("They are the proof of what was sent and seen. Empty: as long as the server says."),
    )


class PersonForm(forms.Form):
    username = forms.CharField(
        label=_("Name to log in with"),
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        help_text=_("A short name or an e-mail address."),
    )
    full_name = forms.CharField(label=_("First and last name"), max_length=150, required=False)
    role = forms.ChoiceField(
        label=_("Role"),
        choices=Role.choices,
        initial=Role.OPERATOR,
        help_text=_("Viewers look, operators act on orders, administrators also change settings."),
    )
    language = forms.ChoiceField(label=_("Language of the pages"), choices=Language.choices)


class KeyForm(forms.Form):
    name = forms.CharField(
        label=_("What is it for?"), max_length=80, help_text=_("For instance the name of your back office.")
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.OPERATOR)


class PasswordForm(forms.Form):
    old_password = forms.CharField(
        label=_("Your current password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new_password = forms.CharField(
        label=_("New password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least ten characters; a short sentence is easy to keep in mind."),
    )
