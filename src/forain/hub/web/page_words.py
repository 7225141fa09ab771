"""Short names for what marketplaces and programs call by a code: time limits, kinds and states of claims, columns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext
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
    "category": _("category"),
    "colour": _("colour"),
    "comment": _("comment"),
    "condition": _("condition"),
    "cost": _("cost"),
    "currency": _("currency"),
    "description": _("description"),
    "ended": _("ended"),
    "gtin": _("GTIN"),
    "images": _("pictures"),
    "parent": _("parent"),
    "price": _("price"),
    "product_type": _("product type"),
    "quantity": _("quantity"),
    "shipping": _("shipping"),
    "shipping_profile": _("shipping profile"),
    "size": _("size"),
    "sku": _("SKU"),
    "title": _("title"),
}
#: What marketplaces add to a line of an order or to a return; what is not here stands under its own name.
DETAILS: Final[Words] = {
    "brand": _("brand"),
    "colour": _("colour"),
    "negotiationcomment": _("comment on the negotiation"),
    "products_final_price": _("price paid"),
    "products_reference": _("reference of the model"),
    "products_spartoo": _("Spartoo's product number"),
    "sellerscore": _("score given to the seller"),
    "size": _("size"),
}
#: Those that are amounts of money.
AMOUNTS: Final = frozenset({"products_final_price"})


#: Begins the name of one attribute: `attributes.colour` in causes and corrections, `attribute colour` in columns.
_ATTRIBUTE: Final = re.compile(r"^attributes?[. ](.+)$")


def offer_field(code: str) -> str:
    """What a member of an offer is called; an attribute keeps the key the marketplace gave it."""
    found = _ATTRIBUTE.match(code)
    return gettext("attribute %(key)s") % {"key": found[1]} if found else said(OFFER_FIELDS, code)


def offer_value(value: Any) -> str:
    """What an offer has in a field, as people write it: lists with commas, attributes with their names."""
    if isinstance(value, Mapping):
        pairs = (gettext("%(name)s: %(value)s") % {"name": key, "value": value[key]} for key in sorted(value))
        return " · ".join(pairs)
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    return str(value)


def said(words: Words, code: str) -> str:
    """The name of a code; the code itself, readable, where there is none."""
    return str(words.get(code, code.replace("_", " ")))
