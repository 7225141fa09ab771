"""How a visit ends: what was read is remembered, the next time is set, the connection is let go."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, F, Min, Value, When

from forain.connect.contract import Resource
from forain.connect.outcomes import Busy, BusyReason, Refused, Trouble, Unauthorised
from forain.hub.connections.budget import next_hour
from forain.hub.connections.health import mark_trouble, mark_well
from forain.hub.connections.models import Connection, Reading
from forain.hub.connections.scans import Scan, ScanState
from forain.hub.connections.schedule import interval
from forain.hub.inbox.models import Todo, TodoKind
from forain.hub.inbox.todos import Cause, open_todo, resolve
from forain.hub.journal.unit import Unit, unit
from forain.hub.kit.clock import now
from forain.hub.kit.lease import still_ours
from forain.hub.orders.models import Line
from forain.hub.sync.talk import Visit

#: After so many failures in a row a person is told, whatever the trouble.
PATIENCE = 3


def finish_reading(
    reading: Reading, resource: Resource, begun: datetime, count: int, notes: list[str], *, complete: bool
) -> None:
    """`since` moves only when the last page was reached."""
    values: dict[str, Any] = {"last_ok_at": now(), "last_count": count, "failures": 0, "notes": notes[:20]}
    if complete:
        values["since"] = begun
    # A wish that came meanwhile (a command that wants to be seen soon) has changed `next_at` and is kept.
    after = begun + interval(reading.connection, resource) if complete else now()
    values["next_at"] = Case(When(next_at=reading.next_at, then=Value(after)), default=F("next_at"))
    Reading.objects.filter(pk=reading.pk).update(**values)


def postpone_reading(reading: Reading) -> None:
    """Our own budget for its calls is used up: nothing is lost, it is read again from its window's start."""
    rows = Reading.objects.filter(pk=reading.pk, next_at=reading.next_at)
    rows.update(next_at=next_hour())


def finish_visit(done: Visit) -> bool:
    """Let go, in good health; False when the claim was lost meanwhile."""
    connection = done.connection
    with unit(connection.workspace_id) as work:
        held = still_ours(connection).select_for_update(no_key=True).first()
        if held is None:
            return False
        mark_well(work, held)
        kinds = [TodoKind.CREDENTIAL, TodoKind.ACCOUNT, TodoKind.QUOTA, TodoKind.CONNECTION]
        settled = Todo.objects.filter(connection=held, kind__in=kinds)
        resolve(work, settled.exclude(kind=TodoKind.QUOTA) if done.waiting else settled, "observation")
        if done.waiting:
            _tell_waiting(work, held, done.waiting)
        first = _next_due(held)
        values: dict[str, Any] = {
            "lease_until": None,
            "next_at": first or now() + timedelta(minutes=1),
            "waiting": done.waiting,
        }
        if done.skew is not None:
            values["skew_seconds"] = done.skew
        still_ours(connection).update(**values)
    return True


def _next_due(connection: Connection) -> datetime | None:
    """The next read, or the next batch of a scan."""
    reads = Reading.objects.filter(connection=connection).aggregate(first=Min("next_at"))["first"]
    scans = Scan.objects.filter(connection=connection, state=ScanState.RUNNING)
    batch = scans.aggregate(first=Min("next_at"))["first"]
    return min((one for one in (reads, batch) if one is not None), default=None)


def _tell_waiting(work: Unit, connection: Connection, waiting: list[str]) -> None:
    """Our own budget put reads off: what is kept back for accepting and shipping stays kept back."""
    facts = {"code": "own_budget", "waiting": ", ".join(waiting), "until": next_hour().isoformat()}
    key = f"{TodoKind.QUOTA.value}:{connection.pk}"
    cause = Cause(kind=TodoKind.QUOTA, key=key, subject=connection.name, facts=facts)
    open_todo(work, connection, cause)


def fail_visit(connection: Connection, trouble: Trouble) -> bool:
    """Let go, in trouble: the next time, a to-do when a person can help."""
    with unit(connection.workspace_id) as work:
        held = still_ours(connection).select_for_update(no_key=True).first()
        if held is None:
            return False
        failures = _count_failure(held)
        until = mark_trouble(work, held, trouble, failures)
        _tell_person(work, held, trouble, failures, until)
        still_ours(connection).update(lease_until=None, next_at=until)
    return True


def _count_failure(connection: Connection) -> int:
    rows = Reading.objects.filter(connection=connection, next_at__lte=now())
    for reading in rows:
        reading.failures += 1
        reading.save(update_fields=["failures"])
    return max((reading.failures for reading in rows), default=1)


def _tell_person(
    work: Unit, connection: Connection, trouble: Trouble, failures: int, until: datetime
) -> None:
    kind = _todo_kind(trouble)
    if kind is TodoKind.CONNECTION and failures < PATIENCE:
        return
    facts = {"code": connection.trouble_code, "words": connection.trouble_words, "until": until.isoformat()}
    open_todo(
        work,
        connection,
        Cause(kind=kind, key=f"{kind.value}:{connection.pk}", subject=connection.name, facts=facts),
    )


def _todo_kind(trouble: Trouble) -> TodoKind:
    if isinstance(trouble, Unauthorised):
        return TodoKind.ACCOUNT if trouble.code == "deactivated" else TodoKind.CREDENTIAL
    if isinstance(trouble, Busy) and trouble.reason is BusyReason.QUOTA:
        return TodoKind.QUOTA
    return TodoKind.CONNECTION


def note_unknown(connection: Connection, reference: str, refused: Refused) -> None:
    """The marketplace no longer knows a line we hold open: a person looks, nothing is guessed."""
    with unit(connection.workspace_id) as work:
        line = Line.objects.filter(connection=connection, reference=reference).first()
        open_todo(
            work,
            connection,
            Cause(
                kind=TodoKind.UNMAPPED_STATE,
                key=f"gone:{connection.pk}:{reference}",
                subject=reference,
                order_id=line.order_id if line else None,
                line_id=line.pk if line else None,
                facts={"words": refused.words, "code": refused.code},
            ),
        )
