"""The to-do about rejected offers: one for each connection, brought up to date with what is still wrong."""

from __future__ import annotations

import uuid

from django.db.models import Count

from forain.hub.connections.models import Connection
from forain.hub.inbox.models import TodoKind
from forain.hub.inbox.todos import Cause, open_todo, resolve_key
from forain.hub.journal.unit import Unit
from forain.hub.offers.models import Push
from forain.hub.reports.models import Problem


def uncertain_key(push: Push) -> str:
    """Of the to-do about a push nobody can tell of."""
    return f"push:{push.pk}"


def errors_key(connection_id: uuid.UUID) -> str:
    """Of the to-do about rejected offers."""
    return f"import_errors:{connection_id}"


def refresh(work: Unit, connection: Connection, by: str = "observation") -> None:
    """Open it, bring it up to date, or resolve it when nothing is wrong any more."""
    found = Problem.objects.filter(connection_id=connection.pk, ended_at=None).aggregate(
        causes=Count("cause", distinct=True), offers=Count("listing", distinct=True), all=Count("id")
    )
    key = errors_key(connection.pk)
    if not found["all"]:
        resolve_key(work, key, by)
        return
    count = found["offers"] or found["all"]
    facts = {"count": str(count), "causes": str(found["causes"])}
    open_todo(
        work, connection, Cause(kind=TodoKind.IMPORT_ERRORS, key=key, subject=connection.name, facts=facts)
    )
