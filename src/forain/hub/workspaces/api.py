"""Routes of the workspace itself. Its days of closing are in `inbox/clock_api.py`, for deadlines follow them."""

from __future__ import annotations

from ninja import Router

from forain.hub.kit.routes import Level, needs
from forain.hub.workspaces import keeping, shapes
from forain.hub.workspaces.callers import Call

routes = Router(tags=["Workspace"])


@routes.get(
    "/workspace", response=shapes.Workspace, operation_id="getWorkspace", summary="The workspace of the key"
)
def get_workspace(request: Call) -> shapes.Workspace:
    """Its name, and how long it keeps the proof of its calls."""
    return shapes.workspace(request.auth.workspace)


@routes.patch(
    "/workspace",
    response=shapes.Workspace,
    operation_id="changeWorkspace",
    summary="Choose how long exchanges are kept",
)
@needs(Level.CONFIGURE)
def change_workspace(request: Call, body: shapes.WorkspaceChange) -> shapes.Workspace:
    """Exchanges are the proof of what was sent and seen; deliveries of webhooks go with them."""
    if "exchange_days" in body.model_fields_set:
        keeping.keep_for(request.auth.workspace, body.exchange_days, actor=request.auth.actor)
    return shapes.workspace(request.auth.workspace)
