"""The form to connect an account, built from what the marketplace says it needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from forain.connect.contract import CredentialField, Marketplace
from forain.hub.connections.actions import CannotConnect
from forain.hub.connections.models import Mode

#: Credentials stand in the form under this prefix, so that no marketplace's field clashes with ours.
PREFIX = "credential-"


class ConnectForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the connection"), max_length=120, required=False)
    mode = forms.ChoiceField(
        label=gettext_lazy("Mode"), choices=Mode.choices, initial=Mode.OBSERVE, widget=forms.RadioSelect
    )
    endpoint = forms.URLField(label=gettext_lazy("Address"), required=False, assume_scheme="https")

    def __init__(self, room: Marketplace, data: Any = None, *, only_credentials: bool = False) -> None:
        super().__init__(data)
        self.room = room
        if only_credentials:
            self.fields.clear()
        else:
            self.fields["name"].initial = room.manifest.name
            self.fields["endpoint"].help_text = _("Leave empty for the marketplace's own: %(address)s") % {
                "address": room.manifest.endpoint
            }
        for one in room.manifest.credentials:
            self.fields[PREFIX + one.name] = _field(one, default="" if only_credentials else one.default)

    @property
    def credential_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(PREFIX)]

    def credentials(self) -> dict[str, str]:
        return {
            name.removeprefix(PREFIX): value
            for name, value in self.cleaned_data.items()
            if name.startswith(PREFIX)
        }

    def clean(self) -> dict[str, Any] | None:
        """Mistakes a person can mend are told before any call is made."""
        typed = {
            one.name: str(self.cleaned_data.get(PREFIX + one.name, ""))
            for one in self.room.manifest.credentials
        }
        for problem in self.room.validate(typed) if not self.errors else ():
            self.add_error(self._known(problem.field), _in_language(problem.words))
        return self.cleaned_data

    def explain(self, no: CannotConnect) -> None:
        """Put a refusal beside the field that can mend it."""
        self.add_error(self._known(no.field), no.words)

    def _known(self, field: str) -> str | None:
        return next((name for name in (PREFIX + field, field) if name in self.fields), None)


def _field(one: CredentialField, *, default: str) -> forms.CharField:
    """With a `default`, an empty field is no mistake: it means the default."""
    widget = forms.PasswordInput(attrs={"autocomplete": "off"}) if one.secret else forms.TextInput()
    label, help_text = _in_language(one.label), _in_language(one.help)
    return forms.CharField(
        label=label,
        help_text=help_text,
        widget=widget,
        max_length=400,
        required=not default,
        initial=default,
        empty_value=default,
    )


def _in_language(words: Mapping[str, str]) -> str:
    return words.get((get_language() or "en")[:2]) or words.get("en", "")
