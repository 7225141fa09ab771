"""Reads of carriers: the registry as a workspace sees it, its own rows, the mappings of an account."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass

from forain.hub.carriers.models import CarrierMapping, OwnCarrier
from forain.hub.connections.models import Connection
from forain.hub.workspaces.models import Workspace
from forain.trade import carriers
from forain.trade.carriers import Carrier, Registry, Verdict, filled
from forain.trade.check_digits import RULES

#: What a code is made of.
CODE = re.compile(r"[a-z0-9_.]{1,60}")


@dataclass(frozen=True, slots=True)
class Judged:
    """What a number is to one carrier. `rule` is the check digit's ('' when the fitting shape has none)."""

    carrier: Carrier
    verdict: Verdict
    rule: str
    url: str


def registry_of(workspace_id: uuid.UUID) -> Registry:
    """Our table with the workspace's own rows over it."""
    rows = OwnCarrier.objects.filter(workspace_id=workspace_id)
    return carriers.registry().with_rows({row.code: row.row for row in rows})


def own_of(workspace: Workspace) -> list[OwnCarrier]:
    return list(OwnCarrier.objects.filter(workspace=workspace).order_by("name", "code"))


def own(workspace: Workspace, code: str) -> OwnCarrier:
    """Raises `OwnCarrier.DoesNotExist`, also for a carrier of the open registry."""
    folded = carriers.code_of(code)
    if not CODE.fullmatch(folded):
        raise OwnCarrier.DoesNotExist(code)
    return OwnCarrier.objects.get(workspace=workspace, code=folded)


def mappings_of(
    workspace: Workspace, connection_id: uuid.UUID | None = None, carrier: str = ""
) -> list[CarrierMapping]:
    """By account, then by carrier."""
    rows = CarrierMapping.objects.filter(workspace=workspace).select_related("connection")
    if connection_id is not None:
        rows = rows.filter(connection_id=connection_id)
    if carrier:
        rows = rows.filter(carrier=known_code(registry_of(workspace.pk), carrier))
    return list(rows.order_by("connection__name", "carrier", "service", "country", "id"))


def mapping(workspace: Workspace, mapping_id: uuid.UUID | str) -> CarrierMapping:
    """Raises `CarrierMapping.DoesNotExist`."""
    rows = CarrierMapping.objects.select_related("connection")
    return rows.get(workspace=workspace, pk=mapping_id)


def known_code(registry: Registry, words: str) -> str:
    """The registry's code for somebody's words, or the words folded to a code."""
    found = registry.find(words)
    return found.code if found else carriers.code_of(words)


def judged(registry: Registry, number: str, postcode: str = "", carrier: str = "") -> list[Judged]:
    """Whose number this may be; with `carrier` what it is to that one alone. Raises LookupError for an unknown one."""
    if not carrier:
        return [_judged(one.carrier, one.verdict, number, postcode) for one in registry.matching(number)]
    found = registry.find(carrier)
    if found is None:
        raise LookupError(carrier)
    return [_judged(found, found.verdict(number), number, postcode)]


def _judged(carrier: Carrier, verdict: Verdict, number: str, postcode: str) -> Judged:
    return Judged(carrier, verdict, _rule(carrier, verdict, number), filled(carrier.url, number, postcode))


def _rule(carrier: Carrier, verdict: Verdict, number: str) -> str:
    """The title of the rule that was asked."""
    plain = carriers.bare(number).upper()
    asked = (one.check for one in carrier.numbers if one.check and one.verdict(plain) is verdict)
    return next((RULES[check].title for check in asked if verdict is not Verdict.FITS), "")


def problem_with(row: CarrierMapping) -> str:
    """The code of what is wrong with a mapping by now ('' for nothing): lists of marketplaces change."""
    listed = row.connection.room.carriers
    name = listed.spelled(row.name)
    if name is None:
        return "carrier_name_unknown"
    if listed.names[name] and not _template(row):
        return "template_needed"
    return ""


def _template(row: CarrierMapping) -> str:
    if row.url:
        return row.url
    found = registry_of(row.workspace_id).find(row.carrier)
    return found.url if found else ""


def connection_for(workspace: Workspace, connection_id: uuid.UUID) -> Connection:
    """Raises `Connection.DoesNotExist`."""
    return Connection.objects.get(workspace=workspace, pk=connection_id)
