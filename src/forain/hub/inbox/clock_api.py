"""Routes of the clocks: those that run, and the merchant's own limits."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from ninja import Query, Router, Status

from forain.hub.clocks import rules, shapes
from forain.hub.connections.models import Connection
from forain.hub.inbox import clocking
from forain.hub.kit.routes import Level, needs
from forain.hub.workspaces.callers import Call

routes = Router(tags=["Clocks"])


@routes.get(
    "/clocks", response=shapes.RunningClocks, operation_id="listClocks", summary="Time limits that run"
)
def list_clocks(
    request: Call, connection: Annotated[UUID | None, Query(description="Only of this connection")] = None
) -> shapes.RunningClocks:
    """Each limit of each connection: how long, by which rule, and the marketplace's own where yours is in its place."""
    rows = Connection.objects.filter(workspace=request.auth.workspace).order_by("name")
    found = rows.filter(pk=connection) if connection else rows
    return shapes.clocks(list(found))


@routes.get(
    "/clock-rules", response=shapes.ClockRules, operation_id="listClockRules", summary="Your own time limits"
)
def list_rules(request: Call) -> shapes.ClockRules:
    """For the whole workspace or for one connection, in place of the marketplace's."""
    return shapes.ClockRules(items=[shapes.rule(row) for row in rules.of(request.auth.workspace)])


@routes.post(
    "/clock-rules", response=shapes.ClockRule, operation_id="setClockRule", summary="Set a time limit"
)
@needs(Level.CONFIGURE, "unknown_clock", "clock_amount", "not_found")
def set_rule(request: Call, body: shapes.NewClockRule) -> shapes.ClockRule:
    """Takes the place of the marketplace's limit, and of one you set before. Deadlines that run are worked out anew."""
    workspace = request.auth.workspace
    rows = Connection.objects.select_related("workspace")
    connection = rows.get(workspace=workspace, pk=body.connection) if body.connection else None
    row = clocking.set_clock(
        workspace,
        name=body.name,
        amount=body.amount,
        measure=body.unit.value,
        connection=connection,
        reason=body.reason,
        actor=request.auth.actor,
    )
    return shapes.rule(row)


@routes.delete(
    "/clock-rules/{uuid:rule_id}",
    response={204: None},
    operation_id="deleteClockRule",
    summary="Take a time limit back",
)
@needs(Level.CONFIGURE)
def delete_rule(request: Call, rule_id: UUID) -> Status[None]:
    """The workspace's limit, or the marketplace's, counts again. Deadlines that run are worked out anew."""
    clocking.reset_clock(rules.one(request.auth.workspace, rule_id), actor=request.auth.actor)
    return Status(204, None)


@routes.get(
    "/workspace/closed-days",
    response=shapes.ClosedDays,
    operation_id="listClosedDays",
    summary="Days on which you are closed",
    tags=["Workspace"],
)
def list_closed_days(request: Call) -> shapes.ClosedDays:
    """Your own limits in working days skip them; the marketplaces' run on."""
    return shapes.closed_days(request.auth.workspace)


@routes.put(
    "/workspace/closed-days",
    response=shapes.ClosedDays,
    operation_id="setClosedDays",
    summary="Set the days on which you are closed",
    tags=["Workspace"],
)
@needs(Level.CONFIGURE)
def set_closed_days(request: Call, body: shapes.WantedClosedDays) -> shapes.ClosedDays:
    """All of them: a day that is not named is open again. Deadlines that run are worked out anew."""
    wanted = {one.day.isoformat(): one.name for one in body.days}
    clocking.change_closed_days(request.auth.workspace, lambda _before: wanted, actor=request.auth.actor)
    return shapes.closed_days(request.auth.workspace)
