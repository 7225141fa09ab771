"""Routes of connections and of the marketplaces they can lead to."""

from __future__ import annotations

from uuid import UUID

from ninja import Router, Status

from forain.hub.connections import actions, queries, scans, shapes
from forain.hub.connections.models import Connection
from forain.hub.kit.routes import Level, needs
from forain.hub.workspaces.callers import Call

routes = Router(tags=["Connections"])


@routes.get(
    "/connections", response=shapes.Connections, operation_id="listConnections", summary="Connections"
)
def list_connections(request: Call) -> shapes.Connections:
    """Seller accounts of the workspace; their credentials are never shown."""
    rows = queries.all_of(request.auth.workspace)
    return shapes.Connections(items=[shapes.connection(row) for row in rows])


@routes.get(
    "/connections/{uuid:connection_id}",
    response=shapes.Connection,
    operation_id="getConnection",
    summary="One connection",
)
def get_connection(request: Call, connection_id: UUID) -> shapes.Connection:
    """A seller account with its health and how far each of its resources is read."""
    return shapes.connection(_connection(request, connection_id))


@routes.post(
    "/connections",
    response={201: shapes.Connection},
    operation_id="addConnection",
    summary="Connect a seller account",
)
@needs(Level.CONFIGURE, "cannot_connect", calls_out=True)
def add_connection(request: Call, body: shapes.NewConnection) -> Status[shapes.Connection]:
    """Checks what was typed, then asks the marketplace with a call that changes nothing (up to 40 seconds), then keeps
    the credentials sealed. `errors` of a refusal name the field to mend."""
    row = actions.connect(
        request.auth.workspace,
        body.marketplace,
        body.name,
        body.credentials,
        body.endpoint,
        body.mode,
        actor=request.auth.actor,
    )
    return Status(201, shapes.connection(row))


@routes.patch(
    "/connections/{uuid:connection_id}",
    response=shapes.Connection,
    operation_id="changeConnection",
    summary="Change a connection's mode",
)
@needs(Level.CONFIGURE)
def change_connection(request: Call, connection_id: UUID, body: shapes.ConnectionChange) -> shapes.Connection:
    """Switches between reading only, sending, and nothing at all; takes effect with the next call."""
    actions.set_mode(_connection(request, connection_id), body.mode, actor=request.auth.actor)
    return shapes.connection(_connection(request, connection_id))


@routes.put(
    "/connections/{uuid:connection_id}/credentials",
    response=shapes.Connection,
    operation_id="replaceCredentials",
    summary="Replace a connection's credentials",
)
@needs(Level.CONFIGURE, "cannot_connect", calls_out=True)
def replace_credentials(request: Call, connection_id: UUID, body: shapes.NewCredentials) -> shapes.Connection:
    """Checks the new ones live first (up to 40 seconds): while they do not work, the old ones stay. Then the old ones
    are forgotten."""
    row = _connection(request, connection_id)
    actions.replace_credentials(row, body.credentials, actor=request.auth.actor)
    return shapes.connection(_connection(request, connection_id))


@routes.get(
    "/connections/{uuid:connection_id}/scans",
    response=shapes.Scans,
    operation_id="listScans",
    summary="Deep scans and backfills",
)
def list_scans(request: Call, connection_id: UUID) -> shapes.Scans:
    """What was read in depth, newest first, and what it found that normal visits had missed."""
    rows = _connection(request, connection_id).scans.order_by("-started_at")[:50]
    return shapes.Scans(items=[shapes.scan(row) for row in rows])


@routes.post(
    "/connections/{uuid:connection_id}/backfill",
    response={202: shapes.Scan},
    operation_id="backfillConnection",
    summary="Read everything since a day",
)
@needs(Level.CONFIGURE, "since_in_future")
def backfill(request: Call, connection_id: UUID, body: shapes.NewBackfill) -> Status[shapes.Scan]:
    """Beside normal reading, with at most half of each service's hourly calls; goes on after a restart. One that runs
    already is given back."""
    row = scans.backfill(_connection(request, connection_id), body.since, actor=request.auth.actor)
    return Status(202, shapes.scan(row))


@routes.post(
    "/connections/{uuid:connection_id}/deep-scan",
    response={202: shapes.Scan},
    operation_id="deepScanConnection",
    summary="Look at everything now",
)
@needs(Level.CONFIGURE)
def deep_scan(request: Call, connection_id: UUID) -> Status[shapes.Scan]:
    """What happens every night, now: a wide window, and every open order asked about one by one."""
    row = scans.deep_scan(_connection(request, connection_id), actor=request.auth.actor)
    return Status(202, shapes.scan(row))


@routes.post(
    "/scans/{uuid:scan_id}/stop",
    response=shapes.Scan,
    operation_id="stopScan",
    summary="Stop a read in depth",
)
@needs(Level.CONFIGURE)
def stop_scan(request: Call, scan_id: UUID) -> shapes.Scan:
    """What it brought stays; doing it twice changes nothing."""
    rows = scans.Scan.objects.select_related("connection")
    row = rows.get(connection__workspace=request.auth.workspace, pk=scan_id)
    return shapes.scan(scans.stop(row, actor=request.auth.actor))


@routes.get(
    "/marketplaces",
    response=shapes.Marketplaces,
    operation_id="listMarketplaces",
    summary="What can be connected",
    tags=["Marketplaces"],
)
def list_marketplaces(request: Call) -> shapes.Marketplaces:  # noqa: ARG001
    """Every marketplace found: what to type to connect, what is read how often, what can be commanded."""
    return shapes.all_marketplaces()


def _connection(request: Call, connection_id: UUID) -> Connection:
    rows = Connection.objects.prefetch_related("readings")
    return rows.get(workspace=request.auth.workspace, pk=connection_id)
