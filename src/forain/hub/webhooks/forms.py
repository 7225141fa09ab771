"""The form to add a webhook, and to change one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forain.hub.journal.names import SUBJECTS, Words
from forain.hub.kit.addresses import LONGEST
from forain.hub.orders.models import Consumer
from forain.hub.webhooks.models import Endpoint
from forain.hub.workspaces.models import Workspace
from forain.trade.events import EventKind

ALL, SOME = "all", "some"


@dataclass(frozen=True, slots=True)
class Box:
    """One box to tick."""

    value: str
    words: Words
    ticked: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Events about one subject; `every` ticks them all, also without a script."""

    every: Box
    boxes: list[Box]


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
    which = forms.ChoiceField(choices=[(ALL, ALL), (SOME, SOME)], required=False)
    kinds = forms.MultipleChoiceField(
        choices=[(kind.value, kind.value) for kind in EventKind], required=False
    )
    subjects = forms.MultipleChoiceField(choices=[(name, name) for name in SUBJECTS], required=False)

    def __init__(self, workspace: Workspace, data: Any = None, webhook: Endpoint | None = None) -> None:
        super().__init__(data, initial=_told(webhook) if webhook else None)
        field = self.fields["consumer"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Consumer.objects.filter(workspace=workspace).order_by("name")

    def clean(self) -> dict[str, Any]:
        """`kinds`: those ticked and those of ticked subjects; empty for all that happens."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        wanted = {kind.value for name in given.get("subjects", ()) for kind in SUBJECTS[name].events}
        wanted |= set(given.get("kinds", ()))
        if given.get("which") == SOME and not wanted and "kinds" not in self.errors:
            self.add_error("kinds", _("Choose at least one event, or all of them."))
        given["kinds"] = (
            [] if given.get("which") == ALL else [one.value for one in EventKind if one in wanted]
        )
        return given

    def plain_fields(self) -> list[forms.BoundField]:
        """What is typed; the events are chosen below."""
        return [self[name] for name in ("name", "address", "consumer")]

    def only_some(self) -> bool:
        return bool(self["which"].value() == SOME)

    def groups(self) -> Iterator[Group]:
        """The boxes, ticked as they were sent."""
        told = {name: set(self[name].value() or ()) for name in ("kinds", "subjects")}
        for name, subject in SUBJECTS.items():
            every = Box(name, subject.words, name in told["subjects"])
            boxes = [
                Box(kind.value, words, every.ticked or kind.value in told["kinds"])
                for kind, words in subject.events.items()
            ]
            yield Group(every, boxes)


def _told(webhook: Endpoint) -> dict[str, Any]:
    """A webhook as it stands, in the form's fields."""
    which = SOME if webhook.kinds else ALL
    fields = {"name": webhook.name, "address": webhook.address, "consumer": webhook.consumer_id}
    return {**fields, "which": which, "kinds": webhook.kinds}
