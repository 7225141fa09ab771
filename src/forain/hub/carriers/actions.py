"""What a person or program may change: own carriers, and the name of a carrier on an account.

Everything is checked here, before a parcel waits: a name the marketplace does not list, a template without a place
for the number, a pattern that could take long.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from forain.hub.carriers.models import CarrierMapping, OwnCarrier
from forain.hub.carriers.naming import name_unknown
from forain.hub.carriers.queries import CODE, known_code, own, registry_of
from forain.hub.connections.models import Connection
from forain.hub.kit.clock import now
from forain.hub.kit.refusal import NotAllowed
from forain.hub.workspaces.audit import note
from forain.hub.workspaces.models import Workspace
from forain.trade.address import country_code
from forain.trade.carriers import code_of, shape_fault, template_fault
from forain.trade.check_digits import RULES


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody says about an own carrier; None leaves a property as it is."""

    name: str | None = None
    pattern: str | None = None
    check_rule: str | None = None
    url: str | None = None
    network: str | None = None


def add_own(workspace: Workspace, code: str, wanted: Wanted, *, actor: str) -> OwnCarrier:
    """Raises NotAllowed (`carrier_code_malformed`, `carrier_exists`, and what `_checked` raises)."""
    folded = code_of(code)
    if not CODE.fullmatch(folded):
        raise NotAllowed(
            "carrier_code_malformed", _("A code has 1 to 60 letters without accents, digits, “_” or “.”.")
        )
    row = _checked(OwnCarrier(workspace=workspace, code=folded, name=code.strip()), wanted)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            note(workspace.pk, actor, "carrier.added", folded)
    except IntegrityError:
        raise NotAllowed("carrier_exists", _("You have added a carrier of this code before.")) from None
    return row


def change_own(workspace: Workspace, code: str, wanted: Wanted, *, actor: str) -> OwnCarrier:
    """Raises `OwnCarrier.DoesNotExist`, NotAllowed."""
    with transaction.atomic():
        row = OwnCarrier.objects.select_for_update(no_key=True).get(pk=own(workspace, code).pk)
        _checked(row, wanted).save()
        note(workspace.pk, actor, "carrier.changed", row.code)
    return row


def remove_own(workspace: Workspace, code: str, *, actor: str) -> OwnCarrier:
    """Parcels that were sent keep its name. Raises `OwnCarrier.DoesNotExist`."""
    with transaction.atomic():
        row = own(workspace, code)
        OwnCarrier.objects.filter(pk=row.pk).delete()
        note(workspace.pk, actor, "carrier.removed", row.code)
    return row


def _checked(row: OwnCarrier, wanted: Wanted) -> OwnCarrier:
    for one in fields(wanted):
        value = getattr(wanted, one.name)
        if value is not None:
            setattr(row, one.name, value.strip())
    if not row.name:
        raise NotAllowed("carrier_name_missing", _("Give the carrier a name."))
    _check_pattern(row)
    if row.url:
        check_template(row.url)
    return row


def _check_pattern(row: OwnCarrier) -> None:
    if row.check_rule and row.check_rule not in RULES:
        raise NotAllowed(
            "check_rule_unknown",
            _("There is no check digit rule “%(rule)s”; there are: %(rules)s.")
            % {"rule": row.check_rule, "rules": ", ".join(RULES)},
        )
    if row.check_rule and not row.pattern:
        raise NotAllowed("pattern_missing", _("A check digit rule needs a pattern of the numbers it is for."))
    fault = shape_fault(row.pattern) if row.pattern else ""
    if fault == "too_loose":
        raise NotAllowed("pattern_too_loose", _("The pattern has too many parts without a fixed length."))
    if fault:
        raise NotAllowed(
            "pattern_malformed",
            _(
                "The pattern cannot be read. Use letters, digits, sets such as [A-Z], counts such as {8} or {8,10}, and | between alternatives."
            ),
        )


def check_template(url: str) -> None:
    """Raises NotAllowed with what is wrong with a template of tracking addresses."""
    words = {
        "malformed": _("The tracking address must be a web address, beginning with http:// or https://."),
        "no_number": _(
            "The tracking address has no place {n} for the number: every parcel would lead to the same page."
        ),
        "placeholder": _(
            "The tracking address may have the places {n} (number) and {zip} (post code), no other."
        ),
    }
    fault = template_fault(url)
    if fault:
        raise NotAllowed(f"template_{fault}", words[fault], url=url)


def map_carrier(
    connection: Connection,
    carrier: str,
    *,
    name: str = "",
    url: str = "",
    service: str = "",
    country: str = "",
    actor: str,
) -> CarrierMapping:
    """Say what a carrier goes by on this account; the same carrier, service and country again changes the row.

    `name` '' means the marketplace's name for carriers outside its list. Raises NotAllowed (`carrier_missing`,
    `carrier_not_taken`, `carrier_name_unknown`, `template_…`, `country_unknown`).
    """
    if not carrier.strip():
        raise NotAllowed("carrier_missing", _("Choose a carrier."))
    url = url.strip()
    label = _listed(connection, name.strip())
    if url:
        check_template(url)
    code = known_code(registry_of(connection.workspace_id), carrier)
    _check_address(connection, code, label, url)
    with transaction.atomic():
        row, _created = CarrierMapping.objects.update_or_create(
            connection=connection,
            carrier=code[:60],
            service__iexact=service.strip(),
            country=_country(country),
            defaults={
                "workspace_id": connection.workspace_id,
                "service": service.strip(),
                "name": label,
                "url": url,
                "changed_at": now(),
                "changed_by": actor,
            },
        )
        note(connection.workspace_id, actor, "carrier.mapped", code, connection=connection.name, name=label)
    return row


def unmap(row: CarrierMapping, *, actor: str) -> None:
    """Commands that are on their way keep the name they were given."""
    with transaction.atomic():
        CarrierMapping.objects.filter(pk=row.pk).delete()
        note(row.workspace_id, actor, "carrier.unmapped", row.carrier, connection=row.connection.name)


def _listed(connection: Connection, name: str) -> str:
    """The marketplace's own spelling."""
    listed = connection.room.carriers
    if not listed.names:
        raise NotAllowed(
            "carrier_not_taken",
            _("%(marketplace)s takes no carrier with a shipment; there is nothing to map.")
            % {"marketplace": connection.manifest.name},
        )
    label = listed.spelled(name or listed.other)
    if label is None:
        raise name_unknown(connection, name)
    return label


def _check_address(connection: Connection, code: str, label: str, url: str) -> None:
    """A name that wants an address gets a way to make one, now and not when a parcel waits."""
    known = registry_of(connection.workspace_id).find(code)
    if url or (known and known.url) or not connection.room.carriers.names[label]:
        return
    raise NotAllowed(
        "template_needed",
        _(
            "%(marketplace)s wants an address to follow a parcel that goes as “%(name)s”. Give the template of the tracking address, with {n} for the number."
        )
        % {"marketplace": connection.manifest.name, "name": label},
        name=label,
    )


def _country(words: str) -> str:
    found = country_code(words) if words.strip() else ""
    if found is None:
        raise NotAllowed("country_unknown", _("“%(country)s” is no country we know.") % {"country": words})
    return found
