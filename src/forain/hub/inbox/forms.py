"""Forms of the inbox: put off, give to somebody, mark as done, write, keep a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from forain.hub.inbox.models import Partner, ReplyTemplate, Todo
from forain.hub.inbox.queries import people
from forain.hub.kit.clock import now
from forain.hub.kit.refusal import NotAllowed
from forain.hub.workspaces.models import Language

#: Spans offered for putting off, in hours.
SPANS: Sequence[tuple[str, Any]] = (
    ("1", gettext_lazy("1 hour")),
    ("4", gettext_lazy("4 hours")),
    ("24", gettext_lazy("1 day")),
    ("72", gettext_lazy("3 days")),
    ("168", gettext_lazy("1 week")),
)


class Explained(forms.Form):
    """A form that shows a refusal of the hub beside its fields."""

    def explain(self, no: NotAllowed) -> None:
        self.add_error(None, no.words)


class ResolveForm(Explained):
    note = forms.CharField(
        label=gettext_lazy("What was done, for the others"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SnoozeForm(Explained):
    hours = forms.ChoiceField(label=gettext_lazy("For"), choices=SPANS)

    def until(self) -> datetime:
        return now() + timedelta(hours=int(self.cleaned_data["hours"]))


class AssignForm(Explained):
    person = forms.ChoiceField(label=gettext_lazy("Person"), required=False)

    def __init__(self, todo: Todo, data: Mapping[str, Any] | None = None) -> None:
        initial = {"person": todo.assignee.username if todo.assignee else ""}
        super().__init__(data, initial=initial)
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)
        names = [(one.username, one.get_full_name() or one.username) for one in people(todo.workspace)]
        field.choices = [("", gettext_lazy("Nobody")), *names]


class ReplyTemplateForm(Explained):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=Language.choices)
    partner = forms.ChoiceField(label=gettext_lazy("To"), choices=Partner.choices)
    text = forms.CharField(
        label=gettext_lazy("Text"), max_length=5000, widget=forms.Textarea(attrs={"rows": 7})
    )

    def __init__(self, data: Mapping[str, Any] | None = None, template: ReplyTemplate | None = None) -> None:
        names = ("name", "language", "partner", "text")
        initial = {name: getattr(template, name) for name in names} if template else None
        super().__init__(data, initial=initial)
