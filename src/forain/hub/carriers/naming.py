"""What a carrier goes by in one shipment: the account's mapping first, then the marketplace's own name, else no."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from forain.hub.carriers.models import CarrierMapping
from forain.hub.carriers.queries import known_code, registry_of
from forain.hub.connections.models import Connection
from forain.hub.kit.refusal import NotAllowed
from forain.trade.carriers import Carrier


@dataclass(frozen=True, slots=True)
class Asked:
    """A carrier in the words of whoever ships, the shipping service, and where to (ISO country, '' unknown)."""

    carrier: str
    service: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """`label` is the marketplace's name; `template` makes the address; `known` the carrier's row in the registry."""

    code: str
    label: str
    needs_url: bool
    template: str
    known: Carrier | None


def named(connection: Connection, asked: Asked) -> Named:
    """Raises NotAllowed: `carrier_missing`, `carrier_unmapped` with the way out, `carrier_name_unknown`."""
    if not asked.carrier.strip():
        raise NotAllowed("carrier_missing", _("Choose a carrier."))
    registry = registry_of(connection.workspace_id)
    known = registry.find(asked.carrier)
    code = known_code(registry, asked.carrier)[:60]
    row = mapped(connection, Asked(code, asked.service, asked.country))
    if row is not None:
        return _by_mapping(connection, row, known)
    found = connection.room.carrier_label(code)
    if found is None:
        raise unmapped(connection, asked, known)
    return Named(code, found[0], found[1], known.url if known else "", known)


def mapped(connection: Connection, asked: Asked) -> CarrierMapping | None:
    """The mapping that fits closest: service and country, service, country, neither."""
    service, country = asked.service.strip().casefold(), asked.country.upper()
    rows = [
        row
        for row in CarrierMapping.objects.filter(connection=connection, carrier=asked.carrier)
        if row.service.casefold() in ("", service) and row.country in ("", country)
    ]
    return max(rows, key=lambda row: (bool(row.service), bool(row.country)), default=None)


def _by_mapping(connection: Connection, row: CarrierMapping, known: Carrier | None) -> Named:
    """The marketplace's list is asked once more: it may have changed since somebody mapped the carrier."""
    listed = connection.room.carriers
    label = listed.spelled(row.name)
    if label is None:
        raise name_unknown(connection, row.name)
    template = row.url or (known.url if known else "")
    return Named(row.carrier, label, listed.names[label], template, known)


def name_unknown(connection: Connection, name: str) -> NotAllowed:
    """The marketplace's list has no such name."""
    listed = connection.room.carriers
    words = _("%(marketplace)s has no carrier of the name “%(name)s”.")
    if listed.other:
        words += " " + _(
            "A carrier outside its list goes as “%(other)s” with an address to follow the parcel."
        )
    facts = {"marketplace": connection.manifest.name, "name": name, "other": listed.other}
    return NotAllowed("carrier_name_unknown", words % facts, name=name, names=sorted(listed.names))


def unmapped(connection: Connection, asked: Asked, known: Carrier | None) -> NotAllowed:
    """No name on this marketplace: the request that would mend it, the page, and the command."""
    words = _(
        "%(marketplace)s does not list the carrier “%(carrier)s”. Map it once: say under which name and with which "
        "tracking address its parcels go there; then ask again."
    )
    facts = {"marketplace": connection.manifest.name, "carrier": asked.carrier}
    return NotAllowed("carrier_unmapped", words % facts, **_way_out(connection, asked, known))


def _way_out(connection: Connection, asked: Asked, known: Carrier | None) -> dict[str, Any]:
    code = known.code if known else known_code(registry_of(connection.workspace_id), asked.carrier)
    body = {
        "connection": str(connection.pk),
        "carrier": code,
        "name": connection.room.carriers.other,
        "url": (known.url if known else "") or "https://…/{n}",
    }
    query = urlencode({"connection": str(connection.pk), "carrier": code})
    return {
        "carrier": asked.carrier,
        "connection": str(connection.pk),
        "service": asked.service,
        "country": asked.country,
        "request": {"method": "PUT", "path": "/api/v1/carrier-mappings", "body": body},
        "page": f"{reverse('carriers')}?{query}#map",
        "command": f"forain carriers map {code} --connection '{connection.name}' --name '{body['name']}' "
        f"--url '{body['url']}'",
    }
