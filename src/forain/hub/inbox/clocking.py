"""A merchant's own limit is set or taken back: every deadline that runs by it is worked out anew, with its to-do."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from forain.hub.clocks import closed, rules
from forain.hub.clocks.models import ClockRule
from forain.hub.connections.models import Connection
from forain.hub.inbox.intake import restart_claim
from forain.hub.inbox.models import Claim
from forain.hub.inbox.of_orders import follow
from forain.hub.journal.unit import Unit, unit
from forain.hub.orders.clocks import RUNNING, set_deadline
from forain.hub.orders.intake import finish
from forain.hub.orders.models import Order
from forain.hub.workspaces.models import Workspace


def set_clock(
    workspace: Workspace,
    *,
    name: str,
    amount: int,
    measure: str,
    connection: Connection | None = None,
    reason: str = "",
    actor: str,
) -> ClockRule:
    """For one connection, or for the whole workspace. Raises NotAllowed (`unknown_clock`, `clock_amount`)."""
    with unit(workspace, actor) as work:
        rule = rules.save(
            workspace,
            name=name,
            amount=amount,
            unit=measure,
            connection=connection,
            reason=reason,
            actor=actor,
        )
        _restart(work, workspace, connection.pk if connection else None)
    return rule


def set_closed_days(workspace: Workspace, text: str, *, actor: str) -> None:
    """As a person types them. Raises NotAllowed (`closed_day_unreadable`, `closed_days_many`)."""
    days = closed.read(text)
    change_closed_days(workspace, lambda _before: days, actor=actor)


def change_closed_days(
    workspace: Workspace, change: Callable[[dict[str, str]], dict[str, str]], *, actor: str
) -> None:
    """`change` takes the days (day -> name) that are kept and gives those that should be; nobody else changes them
    meanwhile. Raises NotAllowed (`closed_days_many`)."""
    with unit(workspace, actor) as work:
        kept = Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk).closed_days
        before = {one["day"]: one["name"] for one in kept}
        days = closed.ordered(change(before))
        if days == closed.ordered(before):
            return
        closed.save(workspace, days, actor=actor)
        _restart(work, workspace, None)


def reset_clock(rule: ClockRule, *, actor: str) -> None:
    with unit(rule.workspace_id, actor) as work:
        rules.delete(rule, actor=actor)
        _restart(work, rule.workspace, rule.connection_id)


def _restart(work: Unit, workspace: Workspace, connection_id: uuid.UUID | None) -> None:
    rows = Connection.objects.filter(workspace=workspace).select_related("workspace")
    for connection in rows.filter(pk=connection_id) if connection_id else rows:
        _restart_orders(work, connection)
        open_claims = Claim.objects.filter(line__connection=connection, closed_at=None)
        for claim in open_claims.select_related("line"):
            restart_claim(work, connection, claim)


def _restart_orders(work: Unit, connection: Connection) -> None:
    running = Order.objects.filter(connection=connection, lines__fulfilment__in=list(RUNNING)).distinct()
    for key in list(running.values_list("pk", flat=True)):
        order = Order.objects.select_for_update(no_key=True, of=("self",)).get(pk=key)
        for line in order.lines.all():
            set_deadline(line, order.placed_at, connection)
            line.save(update_fields=["deadline_at", "deadline_clock"])
        finish(order)
        follow(work, order, connection)
