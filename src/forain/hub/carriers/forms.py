"""Forms of the carriers' page: the mapping of a carrier on an account, and a carrier of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forain.hub.carriers.actions import Wanted
from forain.hub.connections.models import Connection
from forain.hub.kit.refusal import NotAllowed
from forain.trade.carriers import Registry
from forain.trade.check_digits import RULES

#: Field of the forms that a refusal is about.
_FIELD_OF = {
    "carrier_missing": "carrier",
    "carrier_not_taken": "connection",
    "carrier_name_unknown": "name",
    "template_malformed": "url",
    "template_no_number": "url",
    "template_placeholder": "url",
    "template_needed": "url",
    "country_unknown": "country",
    "carrier_exists": "code",
    "carrier_code_malformed": "code",
    "pattern_missing": "pattern",
    "pattern_malformed": "pattern",
    "pattern_too_loose": "pattern",
    "check_rule_unknown": "check_rule",
}


class Explained(forms.Form):
    """A form that shows a refusal beside the field that can mend it."""

    def explain(self, no: NotAllowed) -> None:
        field = _FIELD_OF.get(no.code)
        self.add_error(field if field in self.fields else None, no.words)


class MapForm(Explained):
    connection = forms.ChoiceField(label=gettext_lazy("Account"))
    carrier = forms.CharField(
        label=gettext_lazy("Carrier"),
        max_length=60,
        help_text=gettext_lazy("Its code, or the word your back office uses"),
    )
    name = forms.CharField(
        label=gettext_lazy("Name at the marketplace"),
        max_length=80,
        required=False,
        help_text=gettext_lazy(
            "One of the marketplace's own names; empty: the one for carriers outside its list"
        ),
    )
    url = forms.CharField(
        label=gettext_lazy("Tracking address"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("{n} stands for the number, {zip} for the recipient's post code"),
    )
    service = forms.CharField(
        label=gettext_lazy("Only for the shipping service"), max_length=120, required=False
    )
    country = forms.CharField(label=gettext_lazy("Only to the country"), max_length=40, required=False)

    def __init__(self, connections: Sequence[Connection], data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        field = self.fields["connection"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(one.pk), one.name) for one in connections]
        self.fields["carrier"].widget.attrs["list"] = "carrier-codes"
        self.fields["name"].widget.attrs["list"] = "carrier-names"

    def wanted(self) -> dict[str, str]:
        return {name: str(value) for name, value in self.cleaned_data.items() if name != "connection"}


class OwnForm(Explained):
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=60,
        help_text=gettext_lazy("What your programs send as the carrier"),
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    pattern = forms.CharField(
        label=gettext_lazy("Pattern of its numbers"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example VX[0-9]{6}"),
    )
    check_rule = forms.ChoiceField(label=gettext_lazy("Check digit"), required=False)
    url = forms.CharField(
        label=gettext_lazy("Tracking address"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("{n} stands for the number, {zip} for the recipient's post code"),
    )
    network = forms.ChoiceField(label=gettext_lazy("Relay points it serves"), required=False)

    def __init__(self, registry: Registry, data: Any = None) -> None:
        super().__init__(data)
        rules, networks = self.fields["check_rule"], self.fields["network"]
        assert isinstance(rules, forms.ChoiceField)
        assert isinstance(networks, forms.ChoiceField)
        rules.choices = [("", _("none")), *((key, known.title) for key, known in RULES.items())]
        names = {one.code: one.name for one in registry.sorted()}
        serving = sorted({one.network for one in registry.carriers.values() if one.network})
        networks.choices = [("", _("none")), *((code, names.get(code, code)) for code in serving)]

    def wanted(self) -> Wanted:
        told = {name: str(value) for name, value in self.cleaned_data.items() if name != "code"}
        return Wanted(**told)
