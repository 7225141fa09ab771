"""What an answer says about a connection: well, in trouble, or stopped until a person acts."""

from __future__ import annotations

from datetime import datetime, timedelta

from forain.connect.outcomes import Busy, BusyReason, Garbled, Refused, Trouble, Unauthorised
from forain.hub.connections.budget import next_hour
from forain.hub.connections.models import Connection, Health
from forain.hub.journal.unit import Unit
from forain.hub.kit.clock import now
from forain.trade.events import EventKind

#: How long to leave a troubled connection alone, by the number of failures in a row.
PAUSES = tuple(timedelta(seconds=s) for s in (15, 30, 60, 120, 300, 600))


def trouble_code(trouble: Trouble) -> str:
    """A stable code for programs and for translated advice."""
    if isinstance(trouble, Unauthorised):
        return trouble.code
    if isinstance(trouble, Busy):
        return trouble.reason.value
    if isinstance(trouble, Garbled):
        return "garbled"
    return f"refused.{trouble.code}"


def mark_trouble(work: Unit, connection: Connection, trouble: Trouble, failures: int) -> datetime:
    """Write the trouble down; the time before which nothing is to be asked of the connection."""
    code = trouble_code(trouble)
    stopped = isinstance(trouble, Unauthorised)
    until = _until(trouble, failures)
    if (connection.trouble_code, connection.health) != (code, _health(stopped)):
        connection.trouble_since = now()
        work.event(
            EventKind.CONNECTION_TROUBLE,
            "connection",
            connection.pk,
            connection_id=connection.pk,
            code=code,
            words=trouble.words,
        )
    connection.health = _health(stopped)
    connection.trouble_code, connection.trouble_words = code, trouble.words
    connection.blocked_until = until
    connection.save(
        update_fields=["health", "trouble_code", "trouble_words", "trouble_since", "blocked_until"]
    )
    return until


def mark_well(work: Unit, connection: Connection) -> None:
    """The account answered: forget the trouble."""
    if connection.health != Health.WELL:
        if connection.trouble_code:
            work.event(
                EventKind.CONNECTION_RECOVERED, "connection", connection.pk, connection_id=connection.pk
            )
        connection.trouble_code = connection.trouble_words = ""
        connection.trouble_since = connection.blocked_until = None
        connection.health = Health.WELL
    connection.last_ok_at = now()
    connection.save(
        update_fields=[
            "health",
            "trouble_code",
            "trouble_words",
            "trouble_since",
            "blocked_until",
            "last_ok_at",
        ]
    )


def _health(stopped: bool) -> Health:
    return Health.STOPPED if stopped else Health.TROUBLE


def _until(trouble: Trouble, failures: int) -> datetime:
    if isinstance(trouble, Unauthorised):
        return now() + timedelta(hours=1)  # asked again seldom: the account may be opened again
    if isinstance(trouble, Busy) and trouble.retry_after:
        return now() + trouble.retry_after
    if isinstance(trouble, Busy) and trouble.reason is BusyReason.QUOTA:
        return next_hour()
    if isinstance(trouble, Refused):
        return now() + timedelta(minutes=10)
    return now() + PAUSES[min(failures, len(PAUSES) - 1)]
