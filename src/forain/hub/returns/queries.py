"""Reads of returns."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import Count, Q

from forain.hub.kit.paging import pack, unpack
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


def one(workspace: Workspace, return_id: uuid.UUID | str) -> Return:
    """Raises `Return.DoesNotExist`."""
    return Return.objects.select_related("connection", "order").get(workspace=workspace, pk=return_id)
