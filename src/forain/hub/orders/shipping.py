"""What a shipment must carry before it may be sent: a number, a carrier the marketplace knows, an address where needed.

Rakuten never gets a shipment without number and carrier, nor without an address to follow where the carrier needs
one (seed 003 and page settrackingpackageinfos). A carrier outside the marketplace's list is never sent silently under
another name: it is mapped once (`hub/carriers`), or refused here with the way out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from forain.hub.carriers.naming import Asked, Named, named
from forain.hub.kit.refusal import NotAllowed
from forain.hub.orders.models import Line, Order, Stand
from forain.hub.outbox.models import OPEN, Command, Kind, State
from forain.trade import carriers
from forain.trade.carriers import Verdict, bare, filled, is_web_address

#: The marketplaces' longest number (page carriers.md section 3).
LONGEST_NUMBER = 64
LONGEST_URL = 400


@dataclass(frozen=True, slots=True)
class Caution:
    """Something to look at once more. It is sent all the same: shapes of numbers are never known for certain."""

    code: str
    words: str


def shipping_details(order: Order, carrier: str, number: str, url: str, service: str = "") -> dict[str, str]:
    """The details of a ship command. Raises NotAllowed with what is missing and the way out.

    `service` is the shipping service the mapping of the carrier may depend on; the order's own when left out.
    """
    number, url, service = bare(number), url.strip(), service.strip()[:120]
    _check_number(number)
    chosen = named_for(order, carrier, service)
    url = url or filled(chosen.template, number, postcode_of(order))
    _check_url(order, chosen, url)
    details = {
        "carrier": chosen.code,
        "carrier_label": chosen.label,
        "tracking_number": number,
        "tracking_url": url,
    }
    return {**details, "service": service} if service else details


def named_for(order: Order, carrier: str, service: str = "") -> Named:
    """What the carrier goes by for this order. Raises NotAllowed."""
    country = (order.shipping_address or {}).get("country") or order.country
    return named(order.connection, Asked(carrier, service or order.shipping_mode, country or ""))


def postcode_of(order: Order) -> str:
    """The recipient's, for pages that want it to show a parcel."""
    address = order.shipping_address or order.billing_address or {}
    return str(address.get("postcode", ""))


def _check_number(number: str) -> None:
    if not number:
        raise NotAllowed("tracking_number_missing", _("Enter the tracking number of the parcel."))
    if len(number) > LONGEST_NUMBER:
        raise NotAllowed("tracking_number_too_long", _("A tracking number has at most 64 characters."))
    if not number.isprintable():
        raise NotAllowed(
            "tracking_number_malformed", _("The tracking number has characters that cannot be printed.")
        )


def _check_url(order: Order, chosen: Named, url: str) -> None:
    marketplace = order.connection.manifest.name
    if chosen.needs_url and not url:
        words = _(
            "%(marketplace)s wants an address to follow a parcel that goes as “%(label)s”. Enter the tracking address, or map the carrier with a template for it."
        )
        raise NotAllowed(
            "tracking_url_needed",
            words % {"marketplace": marketplace, "label": chosen.label},
            carrier=chosen.code,
            label=chosen.label,
        )
    if url and not is_web_address(url):
        raise NotAllowed(
            "tracking_url_malformed", _("The tracking address must begin with http:// or https://.")
        )
    if len(url) > LONGEST_URL:
        raise NotAllowed(
            "tracking_url_malformed", _("The tracking address is too long; it has at most 400 characters.")
        )


def refuse_second_parcel(order: Order, lines: Sequence[Line], details: Mapping[str, str]) -> None:
    """A line that goes, or went, under another number: said, instead of giving the first command back as if it were
    the same. Raises NotAllowed (`other_parcel`)."""
    for line in lines:
        command = shipment_of(line)
        if command is not None and not same_parcel(command.details, details):
            raise other_parcel(order, command)


def shipment_of(line: Line) -> Command | None:
    """The command that tells how the line goes: under way, or done and not undone by the marketplace since."""
    commands = Command.objects.filter(
        order_id=line.order_id,
        kind__in=[Kind.SHIP, Kind.CORRECT_TRACKING],
        state__in=[*OPEN, State.CONFIRMED],
        line_references__contains=[line.reference],
    )
    newest = commands.order_by("-created_at").first()
    if newest is not None and newest.seen_at and line.fulfilment == Stand.TO_SHIP:
        return None
    return newest


def same_parcel(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Carrier and number are the same, whatever case they are written in."""
    return all(
        one.get(key, "").casefold() == other.get(key, "").casefold() for key in ("carrier", "tracking_number")
    )


def other_parcel(order: Order, command: Command) -> NotAllowed:
    """Why there is no second parcel for what `command` shipped."""
    words = _(
        "This was shipped under the number %(number)s (%(carrier)s). %(marketplace)s takes one parcel a line; to change the number, correct the tracking."
    )
    capability = order.connection.manifest.capability(command.intention.kind)
    if capability is not None and capability.scope == "order":
        words = _(
            "This was shipped under the number %(number)s (%(carrier)s). %(marketplace)s takes one number for the whole order, not several parcels."
        )
    number, carrier = command.details.get("tracking_number", ""), command.details.get("carrier", "")
    facts = {"number": number, "carrier": carrier, "marketplace": order.connection.manifest.name}
    return NotAllowed(
        "other_parcel", words % facts, command=str(command.pk), carrier=carrier, tracking_number=number
    )


def cautions(order: Order, details: Mapping[str, str]) -> list[Caution]:
    """What does not look right about a shipment that may be sent."""
    chosen = named_for(order, details["carrier"], details.get("service", ""))
    if chosen.known is None:
        return []
    about = {"carrier": chosen.known.name, "number": details["tracking_number"]}
    verdict = chosen.known.verdict(details["tracking_number"])
    found = []
    if verdict is Verdict.WRONG_DIGIT:
        words = _("The check digit of %(number)s is wrong for %(carrier)s: it is most likely mistyped.")
        found.append(Caution("number_wrong_digit", words % about))
    if verdict is Verdict.STRANGE:
        words = _("%(number)s does not look like a number of %(carrier)s.")
        found.append(Caution("number_strange", words % about))
    return found + _relay_caution(order, chosen)


def _relay_caution(order: Order, chosen: Named) -> list[Caution]:
    """The buyer waits at a relay point of another network than the carrier serves."""
    point, known = order.delivery_point or {}, chosen.known
    network = carriers.find(point.get("network", ""))
    if network is None or known is None or known.network in ("", network.network):
        return []
    words = _("The buyer chose a relay point of %(network)s; %(carrier)s does not deliver there.")
    return [Caution("other_relay_network", words % {"network": network.name, "carrier": known.name})]
