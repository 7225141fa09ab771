"""Reads of commands."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import Q

from forain.hub.kit.paging import pack, unpack
from forain.hub.outbox.models import Command
from forain.hub.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class CommandPage:
    commands: list[Command]
    next: str


def page(
    workspace: Workspace,
    *,
    state: str = "",
    order_id: uuid.UUID | None = None,
    cursor: str = "",
    limit: int = 50,
) -> CommandPage:
    """Newest first. Raises `BadCursor`."""
    rows = Command.objects.filter(workspace=workspace)
    if state:
        rows = rows.filter(state=state)
    if order_id:
        rows = rows.filter(order_id=order_id)
    if cursor:
        _, moment, key = unpack(cursor)
        rows = rows.filter(Q(created_at__lt=moment) | Q(created_at=moment, id__lt=key))
    found = list(rows.order_by("-created_at", "-id")[: limit + 1])
    kept = found[:limit]
    more = pack("after", kept[-1].created_at, kept[-1].id) if len(found) > limit else ""
    return CommandPage(kept, more)


def one(workspace: Workspace, command_id: uuid.UUID) -> Command:
    """Raises `Command.DoesNotExist`, also for a command of another workspace."""
    return Command.objects.get(workspace=workspace, pk=command_id)
