"""The form for a parcel: a carrier the marketplace knows, a number, and the address where it can be followed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forain.hub.carriers.models import CarrierMapping
from forain.hub.carriers.queries import registry_of
from forain.hub.kit.refusal import NotAllowed
from forain.hub.orders.models import Order
from forain.hub.orders.shipping import Caution, cautions, named_for, postcode_of
from forain.trade.carriers import filled

#: Field of the form that a refusal is about.
_FIELD_OF = {
    "carrier_missing": "carrier",
    "carrier_unmapped": "carrier",
    "tracking_number_missing": "tracking_number",
    "carrier_name_unknown": "carrier",
    "tracking_number_too_long": "tracking_number",
    "tracking_number_malformed": "tracking_number",
    "other_parcel": "tracking_number",
    "tracking_url_needed": "tracking_url",
    "tracking_url_malformed": "tracking_url",
}


@dataclass(frozen=True, slots=True)
class Preview:
    """`fits`: None when the shapes of the carrier's numbers are not known. `cautions` say what to look at again;
    `refusal` why the carrier cannot be used for this order."""

    url: str
    fits: bool | None
    needs_url: bool
    carrier: str
    cautions: Sequence[Caution] = ()
    refusal: str = ""


class ShipForm(forms.Form):
    carrier = forms.ChoiceField(label=gettext_lazy("Carrier"))
    tracking_number = forms.CharField(label=gettext_lazy("Tracking number"), max_length=80, strip=True)
    tracking_url = forms.URLField(
        label=gettext_lazy("Address to follow the parcel"),
        max_length=400,
        required=False,
        assume_scheme="https",
    )

    def __init__(self, order: Order, data: Any = None) -> None:
        super().__init__(data)
        self.order = order
        field = self.fields["carrier"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose…")), *carrier_choices(order)]

    def details(self) -> dict[str, str]:
        return {name: str(value) for name, value in self.cleaned_data.items()}

    def explain(self, no: NotAllowed) -> None:
        """Put a refusal beside the field that can mend it."""
        field = _FIELD_OF.get(no.code)
        self.add_error(field, no.words)

    def preview(self) -> Preview | None:
        """What the buyer will see, from what is typed so far."""
        code, number = self.data.get("carrier", ""), self.data.get("tracking_number", "").strip()
        if not code or not number:
            return None
        try:
            chosen = named_for(self.order, code)
        except NotAllowed as no:
            return Preview(url="", fits=None, needs_url=False, carrier=code, refusal=no.words)
        url = self.data.get("tracking_url", "").strip()
        return Preview(
            url=url or filled(chosen.template, number, postcode_of(self.order)),
            fits=chosen.known.fits(number) if chosen.known else None,
            needs_url=chosen.needs_url,
            carrier=chosen.known.name if chosen.known else code,
            cautions=cautions(self.order, {"carrier": code, "tracking_number": number}),
        )


def carrier_choices(order: Order) -> list[tuple[str, str]]:
    """The carriers that can go out on this account: those the marketplace has a name for and those that are mapped;
    all of the workspace's where it takes any."""
    connection = order.connection
    registry = registry_of(order.workspace_id)
    if not connection.room.carriers.names:
        return [(one.code, one.name) for one in registry.sorted()]
    mapped = {row.carrier for row in CarrierMapping.objects.filter(connection=connection)}
    listed = {one.code for one in registry.for_marketplace(connection.marketplace_id)}
    names = {one.code: one.name for one in registry.carriers.values()}
    found = [(code, names.get(code, code)) for code in mapped | listed]
    return sorted(found, key=lambda one: one[1].casefold())
