"""The form to add a webhook."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forain.hub.kit.addresses import LONGEST
from forain.hub.orders.models import Consumer
from forain.hub.workspaces.models import Workspace
from forain.trade.events import EventKind


class WebhookForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    address = forms.CharField(
        label=_("Address"),
        max_length=LONGEST,
        help_text=_("Where events are sent, for instance https://erp.example/forain"),
    )
    consumer = forms.ModelChoiceField(
        label=_("Consumer"),
        queryset=Consumer.objects.none(),
        required=False,
        empty_label="–",
        help_text=_("Orders sent to it count as handed to this back office."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Only these events"),
        choices=[(kind.value, kind.value) for kind in EventKind],
        required=False,
        help_text=_("None chosen: all of them."),
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )

    def __init__(self, workspace: Workspace, data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["consumer"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Consumer.objects.filter(workspace=workspace).order_by("name")
