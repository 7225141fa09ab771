"""Short names for what marketplaces and programs call by a code: time limits, kinds and states of claims, columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]

#: Names of clocks (`Clock.name` of the manifests).
CLOCKS: Final[Words] = {
    "accept": _("Accept a sale"),
    "automatic_payment": _("Payment without the buyer's word"),
    "buyer_after_order": _("Write to the buyer, after the order"),
    "buyer_after_receipt": _("Write to the buyer, after receipt"),
    "buyer_cancels_freely": _("The buyer may cancel"),
    "claim_amicable": _("Settle a claim with the buyer"),
    "contact_after_order": _("Write to the marketplace, after the order"),
    "contact_after_receipt": _("Write to the marketplace, after receipt"),
    "return_label": _("Send the label of a return"),
    "ship": _("Ship an order"),
}
#: Why buyers claim, in the marketplaces' own words.
CLAIMS: Final[Words] = {
    "DAMAGED": _("damaged"),
    "INCOMPLETE": _("incomplete"),
    "NOT_CONFORM": _("not as described"),
    "NOT_RECEIVED": _("not received"),
    "RETRACTATION": _("change of mind"),
}
#: Members of an offer, as the plan and the report name them.
OFFER_FIELDS: Final[Words] = {
    "attributes": _("attributes"),
    "brand": _("brand"),
    "condition": _("condition"),
    "currency": _("currency"),
    "description": _("description"),
    "gtin": _("GTIN"),
    "images": _("pictures"),
    "price": _("price"),
    "product_type": _("product type"),
    "quantity": _("quantity"),
    "shipping": _("shipping"),
    "sku": _("SKU"),
    "title": _("title"),
}


def said(words: Words, code: str) -> str:
    """The name of a code; the code itself, readable, where there is none."""
    return str(words.get(code, code.replace("_", " ")))
