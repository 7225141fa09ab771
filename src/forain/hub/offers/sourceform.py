"""The form of a source of offers: a folder or an address, how often, and how its files are read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from forain.hub.kit.refusal import NotAllowed
from forain.hub.offers import sources
from forain.hub.offers.mapped import pairs
from forain.hub.offers.models import OfferSource

#: Seconds between two looks that are offered.
PACES = (60, 300, 900, 1800, 3600, 6 * 3600, 86_400)
#: Code of a refusal -> the field that can mend it.
_FIELDS = {"bad_source": "place", "source_exists": "name", "bad_mapping": "mapping"}


def pace(seconds: int) -> str:
    """`15 minutes`, in the language in use."""
    for size, words in (
        (86_400, ngettext("%(n)d day", "%(n)d days", seconds // 86_400)),
        (3600, ngettext("%(n)d hour", "%(n)d hours", seconds // 3600)),
        (60, ngettext("%(n)d minute", "%(n)d minutes", seconds // 60)),
    ):
        if seconds % size == 0:
            return words % {"n": seconds // size}
    return ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}


class SourceForm(forms.Form):
    """`values()` is what `sources.add` and `sources.change` take. What is secret is never shown: empty keeps it."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    place = forms.CharField(label=gettext_lazy("Folder or address"), max_length=1000)
    every_seconds = forms.TypedChoiceField(label=gettext_lazy("Time between two looks"), coerce=int)
    complete = forms.BooleanField(
        label=gettext_lazy("It is complete: what is not in it is no longer sold"), required=False
    )
    user = forms.CharField(
        label=gettext_lazy("User name"), max_length=200, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )  # fmt: skip
    password = forms.CharField(
        label=gettext_lazy("Password"),
        max_length=200,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    forget = forms.BooleanField(label=gettext_lazy("Sign in no more"), required=False)
    mapping = forms.CharField(
        label=gettext_lazy("What its columns mean, one a line"),
        required=False,
        help_text=gettext_lazy("For instance Prix web=price. Only where a column is not recognised by itself; an XML file needs it."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    row = forms.CharField(
        label=gettext_lazy("XML: the element that is one offer"), max_length=120, required=False
    )
    encoding = forms.CharField(label=gettext_lazy("Encoding, where it cannot be told by itself"), max_length=40, required=False)  # fmt: skip

    def __init__(self, row: OfferSource | None, data: Any = None) -> None:
        super().__init__(data, initial=_initial(row))
        self.kept = row
        self.signs_in = row is not None and sources.signs_in(row)
        choices = sorted({*PACES, row.every_seconds if row else PACES[2]})
        every, place = self.fields["every_seconds"], self.fields["place"]
        assert isinstance(every, forms.TypedChoiceField)
        every.choices = [(one, pace(one)) for one in choices]
        place.help_text = _places()
        if row is not None:
            place.required = False
            place.help_text = _("Now: %(place)s. Leave it empty to keep it.") % {"place": sources.shown(row)}
        if self.signs_in:
            self.fields["password"].help_text = _("Kept sealed, never shown. Leave both empty to keep them.")

    def clean_mapping(self) -> dict[str, str]:
        try:
            return pairs([line.strip() for line in self.cleaned_data["mapping"].splitlines() if line.strip()])
        except NotAllowed as no:
            raise forms.ValidationError(no.words) from None

    def values(self) -> dict[str, Any]:
        """Without what stays as it is."""
        told = dict(self.cleaned_data)
        forget = told.pop("forget")
        for name in ("place", "user", "password"):
            if not told[name]:
                del told[name]
        return told | ({"user": "", "password": ""} if forget else {})

    def explain(self, no: NotAllowed) -> None:
        """Put a refusal beside the field that can mend it."""
        self.add_error(_FIELDS.get(no.code), no.words)

    def main_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("name", "place", "every_seconds")]

    def more_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("user", "password", "mapping", "row", "encoding")]

    def opened(self) -> bool:
        """Whether what is seldom needed is shown at once: it is in use, or wrong."""
        told = self.kept.options if self.kept else {}
        used = self.signs_in or any(told.get(name) for name in ("mapping", "row", "encoding"))
        return used or any(field.errors for field in self.more_fields())


def _initial(row: OfferSource | None) -> dict[str, Any]:
    if row is None:
        return {"every_seconds": PACES[2]}
    told = row.options
    lines = "\n".join(f"{head}={member}" for head, member in told.get("mapping", {}).items())
    kept = {name: told.get(name) for name in ("complete", "row", "encoding")}
    return {"name": row.name, "every_seconds": row.every_seconds, "mapping": lines, **kept}


def _places() -> str:
    allowed = ", ".join(str(one) for one in sources.folders())
    if allowed:
        return _("An address that begins with https://, or a folder below: %(folders)s.") % {
            "folders": allowed
        }
    return _("An address that begins with https://. For a folder, whoever runs Forain names it in FORAIN_OFFER_FOLDERS first.")  # fmt: skip
