"""Reads of returns."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from forain.hub.kit.paging import pack, unpack
from forain.hub.outbox.models import NOTHING, Command
from forain.hub.returns.models import Return
from forain.hub.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class ReturnPage:
    returns: list[Return]
    next: str


def tab_counts(workspace: Workspace) -> dict[str, int]:
    rows = Return.objects.filter(workspace=workspace).values("state").annotate(n=Count("id"))
    by_state = {row["state"]: row["n"] for row in rows}
    return {"": sum(by_state.values()), **by_state}


def page(workspace: Workspace, *, tab: str = "", cursor: str = "", limit: int = 50) -> ReturnPage:
    """Newest first. Raises `BadCursor`."""
    rows = Return.objects.filter(workspace=workspace).select_related("connection", "order")
    if tab:
        rows = rows.filter(state=tab)
    if cursor:
        _, moment, key = unpack(cursor)
        rows = rows.filter(Q(first_seen_at__lt=moment) | Q(first_seen_at=moment, id__lt=key))
    found = list(rows.order_by("-first_seen_at", "-id")[: limit + 1])
    kept = found[:limit]
    more = pack("after", kept[-1].first_seen_at, kept[-1].id) if len(found) > limit else ""
    return ReturnPage(kept, more)


def commands_of_all(rows: Sequence[Return]) -> dict[uuid.UUID, list[Command]]:
    """What was asked for about returns, oldest first."""
    found: dict[uuid.UUID, list[Command]] = {row.pk: [] for row in rows}
    for command in Command.objects.filter(return_id__in=list(found)).order_by("created_at", "id"):
        found[command.return_id or NOTHING].append(command)
    return found


def find(workspace: Workspace, text: str) -> Return:
    """A return by our id or the marketplace's reference. Raises `Return.DoesNotExist`."""
    rows = Return.objects.select_related("connection", "order").filter(workspace=workspace)
    try:
        return rows.get(pk=uuid.UUID(text))
    except ValueError:
        found = rows.filter(reference=text).order_by("-first_seen_at").first()
    if found is None:
        raise Return.DoesNotExist(text)
    return found


def one(workspace: Workspace, return_id: uuid.UUID | str) -> Return:
    """Raises `Return.DoesNotExist`."""
    return Return.objects.select_related("connection", "order").get(workspace=workspace, pk=return_id)
