"""The order of the inbox as one sortable word, so that a cursor is a comparison.

Urgent first; within, the earliest deadline; what has none comes where it was opened when it is urgent, and last when
it is not. Then the graver first.
"""

from __future__ import annotations

from datetime import UTC, datetime

from forain.hub.inbox.models import Severity

_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


def rank(severity: int, due_at: datetime | None, opened_at: datetime) -> str:
    urgent = severity >= Severity.URGENT
    moment = due_at or (opened_at if urgent else _NEVER)
    return f"{0 if urgent else 1}{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}{9 - severity}"
