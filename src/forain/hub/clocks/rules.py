"""The merchant's own limits: set and taken back. Deadlines that run are worked out anew by `inbox/clocking.py`."""

from __future__ import annotations

import uuid

from django.utils.translation import gettext as _

from forain.connect.registry import marketplaces
from forain.hub.clocks.effective import forget
from forain.hub.clocks.models import ClockRule, Unit
from forain.hub.connections.models import Connection
from forain.hub.kit.clock import now
from forain.hub.kit.refusal import NotAllowed
from forain.hub.workspaces.audit import note
from forain.hub.workspaces.models import Workspace

#: A year, in each unit.
MOST = {Unit.HOURS: 24 * 365, Unit.DAYS: 365, Unit.WORKING_DAYS: 260}


def of(workspace: Workspace) -> list[ClockRule]:
    rows = ClockRule.objects.filter(workspace=workspace).select_related("connection")
    return list(rows.order_by("name", "connection__name"))


def one(workspace: Workspace, rule_id: uuid.UUID) -> ClockRule:
    """Raises `ClockRule.DoesNotExist`."""
    return ClockRule.objects.select_related("connection").get(workspace=workspace, pk=rule_id)


def save(
    workspace: Workspace,
    *,
    name: str,
    amount: int,
    unit: str,
    connection: Connection | None,
    reason: str,
    actor: str,
) -> ClockRule:
    """Set a limit in the place of the one there was. Raises NotAllowed (`unknown_clock`, `clock_amount`)."""
    _insist(name, amount, unit, connection)
    values = {"amount": amount, "unit": unit, "reason": reason, "set_by": actor, "set_at": now()}
    rule, _created = ClockRule.objects.update_or_create(
        workspace=workspace, connection=connection, name=name, defaults=values
    )
    note(workspace.pk, actor, "clock.set", name, amount=amount, unit=unit)
    forget(workspace.pk)
    return rule


def delete(rule: ClockRule, *, actor: str) -> None:
    """Back to the workspace's rule, or to the marketplace's."""
    note(rule.workspace_id, actor, "clock.reset", rule.name)
    rule.delete()
    forget(rule.workspace_id)


def _insist(name: str, amount: int, unit: str, connection: Connection | None) -> None:
    manifests = [connection.manifest] if connection else [room.manifest for room in marketplaces().values()]
    known = sorted({clock.name for manifest in manifests for clock in manifest.clocks})
    if name not in known:
        words = _("There is no clock “%(name)s”. There are: %(known)s.")
        raise NotAllowed("unknown_clock", words % {"name": name, "known": ", ".join(known)})
    if not 1 <= amount <= MOST[Unit(unit)]:
        words = _("Between 1 and %(most)d.")
        raise NotAllowed("clock_amount", words % {"most": MOST[Unit(unit)]})
