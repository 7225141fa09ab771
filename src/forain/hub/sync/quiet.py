"""Tells when a connection is quieter than it ever was: sales may have stopped, or reading them did, without an error.

The threshold is the account's own: a quarter more than the longest pause between two sales of the last four weeks,
nights and weekends included. An account with few sales is not judged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from forain.hub.connections.models import Connection
from forain.hub.inbox.models import TodoKind
from forain.hub.inbox.todos import Cause, open_todo, resolve_key
from forain.hub.journal.unit import Unit
from forain.hub.kit.clock import now
from forain.hub.orders.models import Order

HISTORY = timedelta(days=28)
#: Fewer sales than this say nothing about what is usual.
ENOUGH = 20
#: Nothing shorter is worth a word.
SHORTEST = timedelta(hours=3)
TOLERANCE = 1.25
#: How often a connection is looked at for this.
EVERY = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Quiet:
    """Since when, and the longest usual pause."""

    since: datetime
    usual: timedelta


def judge(placed: Sequence[datetime], at: datetime) -> Quiet | None:
    """`placed`: times of sales, oldest first. None when nothing is odd, or nothing can be said."""
    if len(placed) < ENOUGH:
        return None
    usual = max(later - earlier for earlier, later in pairwise(placed))
    threshold = max(SHORTEST, usual * TOLERANCE)
    return Quiet(placed[-1], usual) if at - placed[-1] > threshold else None


def look(work: Unit, connection: Connection) -> None:
    """At most every half hour: open or resolve the to-do, and write down what was found."""
    moment = now()
    if connection.quiet_checked_at and moment - connection.quiet_checked_at < EVERY:
        return
    found = judge(_placed(connection, moment), moment)
    connection.quiet_checked_at = moment
    connection.quiet_since = found.since if found else None
    connection.usual_gap_seconds = int(found.usual.total_seconds()) if found else None
    connection.save(update_fields=["quiet_checked_at", "quiet_since", "usual_gap_seconds"])
    _tell(work, connection, found)


def _placed(connection: Connection, moment: datetime) -> list[datetime]:
    rows = Order.objects.filter(connection=connection, placed_at__gt=moment - HISTORY, test=False)
    return sorted(rows.order_by("-placed_at").values_list("placed_at", flat=True)[:5000])


def _tell(work: Unit, connection: Connection, found: Quiet | None) -> None:
    key = f"{TodoKind.QUIET_CONNECTION.value}:{connection.pk}"
    if found is None:
        resolve_key(work, key, "observation")
        return
    facts = {"since": found.since.isoformat(), "usual": str(int(found.usual.total_seconds()))}
    cause = Cause(kind=TodoKind.QUIET_CONNECTION, key=key, subject=connection.name, facts=facts)
    open_todo(work, connection, cause)
