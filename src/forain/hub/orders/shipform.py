"""The form for a parcel: a carrier the marketplace knows, a number, and the address where it can be followed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forain.hub.kit.refusal import NotAllowed
from forain.hub.orders.models import Order
from forain.trade import carriers

#: Field of the form that a refusal is about.
_FIELD_OF = {
    "carrier_missing": "carrier",
    "carrier_unmapped": "carrier",
    "tracking_number_missing": "tracking_number",
    "tracking_number_too_long": "tracking_number",
    "tracking_url_needed": "tracking_url",
    "tracking_url_malformed": "tracking_url",
}


@dataclass(frozen=True, slots=True)
class Preview:
    """`fits`: None when the shapes of the carrier's numbers are not known."""

    url: str
    fits: bool | None
    needs_url: bool
    carrier: str


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
        carrier = carriers.find(code) if code else None
        if carrier is None or not number:
            return None
        url = self.data.get("tracking_url", "").strip()
        return Preview(
            url=url or carrier.tracking_url(number, _postcode(self.order)),
            fits=carrier.fits(number),
            needs_url=self.order.connection.marketplace_id in carrier.needs_url,
            carrier=carrier.name,
        )


def carrier_choices(order: Order) -> list[tuple[str, str]]:
    """The carriers this marketplace has a name for; all of ours where it takes any."""
    known = carriers.for_marketplace(order.connection.marketplace_id)
    found = known or sorted(carriers.registry().carriers.values(), key=lambda one: one.name.casefold())
    return [(one.code, one.name) for one in found]


def _postcode(order: Order) -> str:
    return str((order.shipping_address or {}).get("postcode", ""))
