"""Pushes and their lines for API, pages and command line."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from forain.hub.kit.paging import BadCursor, pack, unpack
from forain.hub.offers.models import Push, PushLine
from forain.hub.reports.models import Problem
from forain.hub.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Pushes:
    """One page of pushes, newest first."""

    rows: list[Push]
    next: str = ""


def pushes(
    workspace: Workspace, *, connection: UUID | None = None, cursor: str = "", limit: int = 50
) -> Pushes:
    """Raises BadCursor."""
    found = Push.objects.select_related("connection").filter(workspace=workspace)
    if connection is not None:
        found = found.filter(connection_id=connection)
    if cursor:
        _, moment, key = unpack(cursor)
        found = found.filter(Q(created_at__lt=moment) | Q(created_at=moment, pk__lt=key))
    rows = list(found.order_by("-created_at", "-pk")[: limit + 1])
    last = rows[limit - 1] if len(rows) > limit else None
    return Pushes(rows[:limit], pack("after", last.created_at, last.pk) if last else "")


def one(workspace: Workspace, push_id: UUID) -> Push:
    """Raises Push.DoesNotExist."""
    return Push.objects.select_related("connection").get(workspace=workspace, pk=push_id)


@dataclass(frozen=True, slots=True)
class Lines:
    """One page of lines, in the order they were sent; `problems` by listing."""

    rows: list[PushLine]
    problems: dict[int, list[Problem]]
    next: str = ""


def lines(push: Push, *, outcome: str = "", cursor: str = "", limit: int = 50) -> Lines:
    """Raises BadCursor."""
    found = PushLine.objects.filter(push=push, id__gt=_after(cursor))
    rows = list((found.filter(outcome=outcome) if outcome else found).order_by("id")[: limit + 1])
    shown = rows[:limit]
    return Lines(shown, _problems(push, shown), str(shown[-1].pk) if len(rows) > limit else "")


def _problems(push: Push, rows: list[PushLine]) -> dict[int, list[Problem]]:
    found: dict[int, list[Problem]] = {}
    for one in Problem.objects.filter(push=push, listing_id__in=[row.listing_id for row in rows]).order_by(
        "id"
    ):
        found.setdefault(one.listing_id or 0, []).append(one)
    return found


@dataclass(frozen=True, slots=True)
class Problems:
    """One page of problems in the order they were told."""

    rows: list[Problem]
    next: str = ""


def page_of(found: QuerySet[Problem, Problem], *, cursor: str = "", limit: int = 50) -> Problems:
    """Raises BadCursor."""
    rows = list(found.select_related("connection").filter(id__gt=_after(cursor)).order_by("id")[: limit + 1])
    return Problems(rows[:limit], str(rows[limit - 1].pk) if len(rows) > limit else "")


def _after(cursor: str) -> int:
    if not cursor:
        return 0
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 19):
        raise BadCursor(BadCursor.__doc__)
    return int(cursor)
