"""The form of a correction: what is done to one field of all offers that have the same thing wrong."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forain.hub.kit.refusal import NotAllowed
from forain.hub.reports.correcting import Operation, Wish
from forain.hub.reports.grouping import Group

OPERATIONS = (
    (Operation.SET.value, _("Give all of them one value")),
    (Operation.REPLACE.value, _("Replace a text in each")),
    (Operation.DROP.value, _("Take away what is wrong")),
    (Operation.RESEND.value, _("Change nothing, only send again")),
)
#: Field of the form that a refusal is about.
_FIELD_OF = {"bad_value": "value", "cannot_correct": "field"}


class CorrectForm(forms.Form):
    """Beside the operation: the offers' field it is done to, and the values it needs."""

    operation = forms.ChoiceField(label=_("What to do"), choices=OPERATIONS, widget=forms.RadioSelect)
    field = forms.CharField(
        label=_("Field of the offers"),
        max_length=120,
        required=False,
        help_text=_("For instance brand, title or attributes.colour."),
    )
    find = forms.CharField(label=_("Text to be replaced"), max_length=2000, required=False, strip=False)
    value = forms.CharField(label=_("New value"), max_length=2000, required=False)

    def __init__(self, group: Group, data: Any = None) -> None:
        drop = group.kind == "image"
        first = Operation.DROP if drop else Operation.SET
        super().__init__(data, initial={"operation": first.value, "field": group.field})
        self.group = group

    def clean(self) -> dict[str, Any]:
        """Replacing needs a text to look for; an empty one would stand between all letters."""
        given = super().clean() or {}
        if given.get("operation") == Operation.REPLACE and not given.get("find"):
            self.add_error("find", _("Enter the text to be replaced."))
        return given

    def wish(self) -> Wish:
        given = self.cleaned_data
        return Wish(
            cause=self.group.cause,
            operation=Operation(given["operation"]),
            field=given["field"],
            value=given["value"],
            find=given["find"],
        )

    def explain(self, no: NotAllowed) -> None:
        """Put a refusal beside the field that can mend it."""
        self.add_error(_FIELD_OF.get(no.code), no.words)
