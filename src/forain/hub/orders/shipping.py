"""What a shipment must carry before it may be sent: a number, a carrier the marketplace knows, an address where needed.

Rakuten never gets a shipment without number and carrier, nor without an address to follow where the carrier needs
one (seed 003 and page settrackingpackageinfos).
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from forain.hub.kit.refusal import NotAllowed
from forain.hub.orders.models import Order
from forain.trade import carriers


def shipping_details(order: Order, carrier: str, number: str, url: str) -> dict[str, str]:
    """The details of a ship command. Raises NotAllowed with what is missing and the way out."""
    number, url = "".join(number.split()), url.strip()
    if not number:
        raise NotAllowed("tracking_number_missing", _("Enter the tracking number of the parcel."))
    if len(number) > 64:
        raise NotAllowed("tracking_number_too_long", _("A tracking number has at most 64 characters."))
    label, needs_url = _label(order, carrier)
    url = url or _known_url(order, carrier, number)
    if needs_url and not url:
        raise NotAllowed(
            "tracking_url_needed",
            _(
                "%(marketplace)s wants an address to follow a parcel of this carrier. Enter the tracking address."
            )
            % {"marketplace": order.connection.manifest.name},
            carrier=carrier,
        )
    if url and not _well_formed(url):
        raise NotAllowed(
            "tracking_url_malformed", _("The tracking address must begin with http:// or https://.")
        )
    return {"carrier": carrier, "carrier_label": label, "tracking_number": number, "tracking_url": url}


def _label(order: Order, carrier: str) -> tuple[str, bool]:
    if not carrier.strip():
        raise NotAllowed("carrier_missing", _("Choose a carrier."))
    found = order.connection.room.carrier_label(carrier)
    if found is None:
        raise NotAllowed(
            "carrier_unmapped",
            _(
                "%(marketplace)s knows no carrier “%(carrier)s”. Choose another, or “other” with a tracking address."
            )
            % {"marketplace": order.connection.manifest.name, "carrier": carrier},
            carrier=carrier,
        )
    return found


def _known_url(order: Order, carrier: str, number: str) -> str:
    address = order.shipping_address or order.billing_address or {}
    return carriers.tracking_url(carrier, number, address.get("postcode", "")) or ""


def _well_formed(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in (parts.hostname or "")
