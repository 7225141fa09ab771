"""One writer of a workspace's desired state at a time: imports, rules, reservations.

Readers and the workers that send are not held up. A sale is written without this lock and applied after it.
"""

from __future__ import annotations

from uuid import UUID

from django.db import connection


def lock_offers(workspace_id: UUID) -> None:
    """Until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"offers:{workspace_id}"])


def try_lock_offers(workspace_id: UUID) -> bool:
    """The same unless somebody has it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"offers:{workspace_id}"]
        )
        return bool(cursor.fetchone()[0])
