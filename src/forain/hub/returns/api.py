"""Routes of returns."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from ninja import Query, Router, Status

from forain.hub.kit.problems import Problem
from forain.hub.kit.routes import Cursor, Level, Limit, needs
from forain.hub.outbox import shapes as outbox
from forain.hub.outbox.models import Command
from forain.hub.returns import actions, queries, shapes, wishes
from forain.hub.returns.labels import from_base64
from forain.hub.workspaces.callers import Call
from forain.trade.lifecycle import ReturnState

routes = Router(tags=["Returns"])

#: Why something about a return may be refused before anything is sent.
REFUSALS = (
    "return_wrong_state", "observe_mode", "paused", "connection_stopped", "command_open", "already_sent", "not_offered",
)  # fmt: skip
LABEL_REFUSALS = (
    "label_missing", "label_both", "label_not_base64", "label_link_malformed", "label_link_too_long", "label_empty",
    "label_too_large", "label_type",
)  # fmt: skip


@routes.get("/returns", response=shapes.Returns, operation_id="listReturns", summary="Returns")
@needs(Level.LOOK, "bad_cursor")
def list_returns(
    request: Call,
    state: Annotated[ReturnState | None, Query(description="Only returns in this state")] = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> shapes.Returns:
    """Returns of the workspace, newest first."""
    found = queries.page(request.auth.workspace, tab=state or "", cursor=cursor, limit=limit)
    return shapes.Returns(items=shapes.product_returns(found.returns), next=found.next or None)


@routes.get(
    "/returns/{uuid:return_id}", response=shapes.Return, operation_id="getReturn", summary="One return"
)
def get_return(request: Call, return_id: UUID) -> shapes.Return:
    """A return as it was last seen."""
    return shapes.product_return(queries.one(request.auth.workspace, return_id))


@routes.post(
    "/returns/{uuid:return_id}/accept",
    response={202: outbox.Asked},
    operation_id="acceptReturn",
    summary="The parcel came back and all is well",
)
@needs(Level.ACT, *REFUSALS)
def accept_return(request: Call, return_id: UUID) -> Status[outbox.Asked]:
    """Asks the marketplace to accept the return; it pays the buyer back. A refused return can still be accepted."""
    row = queries.one(request.auth.workspace, return_id)
    return _asked(actions.accept(row, actor=request.auth.actor))


@routes.post(
    "/returns/{uuid:return_id}/refuse",
    response={202: outbox.Asked},
    operation_id="refuseReturn",
    summary="The return is not accepted",
)
@needs(Level.ACT, *REFUSALS, "reason_missing", "reason_too_long")
def refuse_return(request: Call, return_id: UUID, body: wishes.ReturnRefusal) -> Status[outbox.Asked]:
    """Asks the marketplace to refuse the return."""
    row = queries.one(request.auth.workspace, return_id)
    return _asked(actions.refuse(row, reason=body.reason, actor=request.auth.actor))


@routes.post(
    "/returns/{uuid:return_id}/label",
    response={202: outbox.Asked},
    operation_id="giveReturnLabel",
    summary="Give the buyer a prepaid label",
)
@needs(Level.ACT, *REFUSALS, *LABEL_REFUSALS)
def give_label(request: Call, return_id: UUID, body: wishes.ReturnLabel) -> Status[outbox.Asked]:
    """Sends the address of a label, or the file (PDF, PNG or JPEG; checked by its content before anything is sent)."""
    row, actor = queries.one(request.auth.workspace, return_id), request.auth.actor
    if body.file is None:
        if not body.link:
            raise Problem("label_missing")
        return _asked(actions.label_link(row, body.link, actor=actor))
    if body.link:
        raise Problem("label_both")
    content = from_base64(body.file.content)
    return _asked(actions.label_file(row, body.file.name, content, actor=actor))


def _asked(command: Command) -> Status[outbox.Asked]:
    return Status(202, outbox.Asked(commands=[outbox.command(command)]))
