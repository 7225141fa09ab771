"""Routes of connections and of the marketplaces they can lead to."""

from __future__ import annotations

from uuid import UUID

from ninja import Router, Status

from forain.hub.connections import actions, queries, shapes
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
