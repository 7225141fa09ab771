"""Commands the marketplace confirmed and then never showed: a person is told instead of nobody.

Only commands whose effect a read can show are waited for (`trade.commands.LEADS_TO`), and only while their connection
is read without trouble; one in trouble has a to-do of its own.
"""

from __future__ import annotations

from datetime import timedelta

from forain.hub.connections.models import Connection, Health, Mode
from forain.hub.inbox.models import Todo, TodoKind
from forain.hub.inbox.todos import Cause, open_todo, resolve_key
from forain.hub.journal.unit import unit
from forain.hub.kit.clock import now
from forain.hub.outbox.models import ENDED_FIRST, Command, State
from forain.trade.commands import LEADS_TO

#: Our decision: lists are read every few minutes, and a line nothing shows is asked about after six hours.
PATIENCE = timedelta(hours=8)
#: Younger ones are looked at again and again; older ones were told long ago.
WINDOW = timedelta(days=30)
_AT_A_TIME = 200
_PREFIX = "unseen:"


def look_for_unseen() -> int:
    """Open the to-dos of commands not seen in time, end those of commands that were seen; how many are unseen."""
    begun = now()
    rows = Command.objects.filter(
        state=State.CONFIRMED,
        seen_at=None,
        kind__in=[kind.value for kind in LEADS_TO],
        settled_at__lt=begun - PATIENCE,
        settled_at__gt=begun - WINDOW,
        connection__in=Connection.objects.filter(health=Health.WELL).exclude(mode=Mode.PAUSED),
    ).exclude(outcome_code=ENDED_FIRST)
    told = Todo.objects.filter(kind=TodoKind.UNSEEN_COMMAND, opened_at__gt=begun - 2 * WINDOW)
    keys = told.values_list("key", flat=True)
    untold = rows.exclude(pk__in=[key.removeprefix(_PREFIX) for key in keys])
    for command in untold.select_related("connection").order_by("settled_at")[:_AT_A_TIME]:
        _open(command)
    _end_seen()
    return rows.count()


def _key(command: Command) -> str:
    return f"{_PREFIX}{command.pk}"


def _open(command: Command) -> None:
    with unit(command.workspace_id, "forain") as work:
        cause = Cause(
            kind=TodoKind.UNSEEN_COMMAND,
            key=_key(command),
            subject=command.order_reference,
            order_id=command.order_id,
            facts={"command": command.kind, "hours": str(round(PATIENCE.total_seconds() / 3600))},
        )
        open_todo(work, command.connection, cause)


def _end_seen() -> None:
    for todo in Todo.objects.filter(kind=TodoKind.UNSEEN_COMMAND, resolved_at=None):
        seen = Command.objects.filter(pk=todo.key.removeprefix(_PREFIX)).exclude(seen_at=None)
        if seen.exists():
            with unit(todo.workspace_id, "forain") as work:
                resolve_key(work, todo.key, "observation")
