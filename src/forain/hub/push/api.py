"""Routes of what only a person can say about a command."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from ninja import Router
from pydantic import Field

from forain.hub.kit.routes import Level, Wish, needs
from forain.hub.outbox import queries, shapes
from forain.hub.push import deciding
from forain.hub.workspaces.callers import Call

routes = Router(tags=["Commands"])


class Said(StrEnum):
    """What a person says of a command Forain cannot look up."""

    DONE = "done"
    AGAIN = "again"
    DROP = "drop"


class Decision(Wish):
    decision: Said = Field(
        description="`done`: it took effect, I saw it on the marketplace. `again`: it did not, send it once more. "
        "`drop`: it is not wanted any more; a waiting command that was never sent can be dropped too"
    )


@routes.post(
    "/commands/{uuid:command_id}/decide",
    response=shapes.Command,
    operation_id="decideCommand",
    summary="Say what became of a command",
)
@needs(
    Level.ACT, "not_yours_to_say", "too_late", "command_open", "observe_mode", "paused", "connection_stopped"
)
def decide_command(request: Call, command_id: UUID, body: Decision) -> shapes.Command:
    """For commands that need a person (`needs_person`): nobody but you can see whether they took effect."""
    command = queries.one(request.auth.workspace, command_id)
    say = {Said.DONE: deciding.done, Said.AGAIN: deciding.again, Said.DROP: deciding.drop}[body.decision]
    return shapes.command(say(command, actor=request.auth.actor))
