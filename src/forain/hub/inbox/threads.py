"""Reads of conversations and claims, and whether they were read."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from forain.hub.inbox.conversations import thread_of
from forain.hub.inbox.models import Author, Claim, Thread
from forain.hub.journal.unit import unit
from forain.hub.kit.clock import now
from forain.hub.kit.paging import pack, unpack
from forain.hub.orders.models import Line
from forain.hub.workspaces.models import Workspace

_WITH = ("line", "line__order", "line__order__connection", "line__order__connection__workspace")


@dataclass(frozen=True, slots=True)
class ThreadPage:
    threads: Sequence[Thread]
    next: str


@dataclass(frozen=True, slots=True)
class ClaimPage:
    claims: Sequence[Claim]
    next: str


def page(
    workspace: Workspace,
    *,
    unread: bool = False,
    partner: str = "",
    connection: uuid.UUID | None = None,
    order: uuid.UUID | None = None,
    cursor: str = "",
    limit: int = 50,
) -> ThreadPage:
    """Newest word first. Raises `BadCursor`."""
    rows = Thread.objects.filter(workspace=workspace).select_related(*_WITH)
    wanted: dict[str, Any] = {"partner": partner, "connection_id": connection, "line__order_id": order}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    if unread:
        rows = rows.filter(unread__gt=0)
    found, more = _cut(rows, "last_at", cursor, limit)
    return ThreadPage(found, more)


def one(workspace: Workspace, thread_id: uuid.UUID | str) -> Thread:
    """Raises `Thread.DoesNotExist`, also for a thread of another workspace."""
    rows = Thread.objects.select_related(*_WITH).prefetch_related("messages")
    return rows.get(workspace=workspace, pk=thread_id)


def begin(workspace: Workspace, line_id: uuid.UUID, partner: str) -> Thread:
    """The thread of a line with a partner, begun when nobody has written yet. Raises `Line.DoesNotExist`."""
    line = Line.objects.get(workspace=workspace, pk=line_id)
    return one(workspace, thread_of(line, partner).pk)


def mark_read(thread: Thread, *, actor: str) -> None:
    """A person has read it; saying it twice changes nothing. The marketplace is told nothing."""
    with unit(thread.workspace_id, actor):
        thread.messages.filter(unread=True).update(unread=False)
        Thread.objects.filter(pk=thread.pk).update(unread=0, read_at=now(), read_by=actor)
    thread.unread, thread.read_at, thread.read_by = 0, now(), actor


def mark_unread(thread: Thread, *, actor: str) -> None:
    """The last word that is not ours is unread again."""
    with unit(thread.workspace_id, actor):
        last = thread.messages.exclude(author=Author.SELLER).order_by("-sent_at", "-id").first()
        if last is None:
            return
        thread.messages.filter(pk=last.pk).update(unread=True)
        thread.unread = thread.messages.filter(unread=True).count()
        Thread.objects.filter(pk=thread.pk).update(unread=thread.unread, read_at=None, read_by="")


def claims(
    workspace: Workspace,
    *,
    phase: str = "",
    connection: uuid.UUID | None = None,
    order: uuid.UUID | None = None,
    cursor: str = "",
    limit: int = 50,
) -> ClaimPage:
    """Newest first; `phase`: amicable, escalated, closed, or `open` for both of the first. Raises `BadCursor`."""
    rows = Claim.objects.filter(workspace=workspace).select_related(*_WITH)
    wanted: dict[str, Any] = {"line__order__connection_id": connection, "line__order_id": order}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    rows = rows.filter(_PHASES.get(phase, Q()))
    found, more = _cut(rows, "opened_at", cursor, limit)
    return ClaimPage(found, more)


_OPEN = Q(closed_at=None)
_PHASES = {
    "open": _OPEN,
    "amicable": _OPEN & Q(amicable=True),
    "escalated": _OPEN & Q(amicable=False),
    "closed": ~_OPEN,
}


def claim(workspace: Workspace, claim_id: uuid.UUID | str) -> Claim:
    """Raises `Claim.DoesNotExist`, also for a claim of another workspace."""
    return Claim.objects.select_related(*_WITH).get(workspace=workspace, pk=claim_id)


def of_line(line_id: uuid.UUID) -> list[Thread]:
    return list(Thread.objects.filter(line_id=line_id).order_by("partner"))


def _cut(rows: QuerySet[Any, Any], name: str, cursor: str, limit: int) -> tuple[list[Any], str]:
    if cursor:
        _, moment, key = unpack(cursor)
        rows = rows.filter(Q(**{f"{name}__lt": moment}) | Q(**{name: moment, "id__lt": key}))
    found = list(rows.order_by(f"-{name}", "-id")[: limit + 1])
    kept = found[:limit]
    more = pack("after", getattr(kept[-1], name), kept[-1].pk) if len(found) > limit else ""
    return kept, more
