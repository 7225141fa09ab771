"""Takes in what a marketplace tells about a line when asked for it alone, and its own to-do list.

`getiteminfos` marks messages as read at Rakuten, so a message cause that vanishes from the marketplace's list after
*we* asked says nothing: message to-dos end when somebody answered or resolved them here. A claim ends when the
marketplace stops listing it (page getitemtodolist).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from forain.hub.clocks.effective import due, running
from forain.hub.connections.models import Connection
from forain.hub.inbox.conversations import TODO_KINDS, message_key, take_messages, thread_of
from forain.hub.inbox.models import Claim, Todo, TodoKind
from forain.hub.inbox.todos import Cause, open_todo, resolve
from forain.hub.journal.unit import Unit
from forain.hub.kit.clock import now
from forain.hub.orders.models import Line
from forain.trade import conversation as trade
from forain.trade.events import EventKind

#: The marketplace's causes and our kinds; an unknown cause is kept in its own words.
CAUSES = {
    "CLAIM": TodoKind.CLAIM,
    "UNREAD_MESSAGE_FROM_BUYER": TodoKind.BUYER_MESSAGE,
    "UNREAD_MESSAGE_FROM_CUSTOMER_SERVICE": TodoKind.MARKETPLACE_MESSAGE,
}
TODO_PARTNERS = {kind: partner for partner, kind in TODO_KINDS.items()}
#: How often an open claim is looked at alone.
CLAIM_LOOK = timedelta(hours=1)


def take_attention(
    work: Unit,
    connection: Connection,
    listed: Iterable[trade.Attention],
    *,
    exchange_id: str,
    reads_alone: bool,
) -> list[str]:
    """The whole to-do list as seen once; the references of lines to ask about.

    `reads_alone`: nobody but us reads messages through this account's web services, i.e. we inspect lines
    ourselves; in observe mode we do not, and a vanished message cause means a person read it elsewhere.
    """
    seen: set[str] = set()
    references: list[str] = []
    for attention in listed:
        if _worth_asking(connection, attention):
            references.append(attention.line_reference)
        for cause in attention.causes:
            kind = CAUSES.get(cause)
            key = message_key(connection, attention.line_reference, kind.value if kind else cause)
            seen.add(key)
            _open_listed(work, connection, attention.line_reference, cause, key, exchange_id)
    _resolve_unlisted(work, connection, seen, reads_alone)
    return references


def _worth_asking(connection: Connection, attention: trade.Attention) -> bool:
    """Anything unread was never fetched, for fetching marks it as read; a claim is looked at once an hour."""
    if any(cause != "CLAIM" for cause in attention.causes):
        return True
    recent = Line.objects.filter(
        connection=connection, reference=attention.line_reference, detailed_at__gt=now() - CLAIM_LOOK
    )
    return not recent.exists()


def _open_listed(
    work: Unit, connection: Connection, reference: str, cause: str, key: str, exchange_id: str
) -> None:
    line = Line.objects.filter(connection=connection, reference=reference).first()
    kind = CAUSES.get(cause, TodoKind.MARKETPLACE_OTHER)
    if kind is TodoKind.CLAIM:
        claims = Claim.objects.filter(line=line, closed_at=None) if line else Claim.objects.none()
        claim = claims.order_by("-opened_at").first()
        open_todo(work, connection, _claim_cause(connection, reference, line, claim, exchange_id))
        return
    facts = {"cause": cause, "title": line.title if line else ""}
    if line and kind in TODO_PARTNERS:
        facts["thread"] = str(thread_of(line, TODO_PARTNERS[kind]).pk)
    open_todo(
        work,
        connection,
        Cause(
            kind=kind,
            key=key,
            subject=reference,
            order_id=line.order_id if line else None,
            line_id=line.pk if line else None,
            facts=facts,
            exchange_id=exchange_id,
        ),
    )


def _resolve_unlisted(work: Unit, connection: Connection, seen: set[str], reads_alone: bool) -> None:
    rows = Todo.objects.filter(
        connection=connection, key__startswith=f"listed:{connection.pk}:", resolved_at=None
    )
    if reads_alone:
        rows = rows.exclude(kind__in=list(TODO_PARTNERS))
    gone = [todo.pk for todo in rows if todo.key not in seen]
    resolve(work, Todo.objects.filter(pk__in=gone), "observation")


def take_talk(
    work: Unit, connection: Connection, line: Line, detail: trade.LineDetail, *, exchange_id: str
) -> None:
    """Messages and claims of a line, each once."""
    for claim in detail.claims:
        _take_claim(work, connection, line, claim, exchange_id)
    take_messages(work, connection, line, detail.messages, exchange_id=exchange_id)


def _take_claim(work: Unit, connection: Connection, line: Line, seen: trade.Claim, exchange_id: str) -> None:
    claim, created = Claim.objects.get_or_create(
        line=line,
        opened_at=seen.opened_at,
        kind=seen.kind,
        defaults={"workspace_id": line.workspace_id, "state": seen.state, "amicable": seen.amicable},
    )
    before = (claim.state, claim.amicable)
    claim.state, claim.amicable, claim.comment = (
        seen.state,
        seen.amicable,
        "" if line.order.erased_at else seen.comment,
    )
    if seen.is_closed:
        claim.closed_at = claim.closed_at or now()
    claim.due_at, claim.due_basis = claim_due(connection, claim)
    claim.exchange_id = uuid.UUID(exchange_id)
    claim.save()
    _claim_todo(work, connection, line, claim, exchange_id, is_new=created)
    if created or before != (claim.state, claim.amicable):
        _tell_claim(work, connection, line, claim, exchange_id)


def _claim_todo(
    work: Unit, connection: Connection, line: Line, claim: Claim, exchange_id: str, *, is_new: bool
) -> None:
    """The claim's own to-do, the same as the one the marketplace's list opens; once that list ended it, it is over."""
    if claim.closed_at is not None:
        rows = Todo.objects.filter(connection=connection, line_id=line.pk, kind=TodoKind.CLAIM)
        if not Claim.objects.filter(line=line, closed_at=None).exists():
            resolve(work, rows, "observation")
        return
    cause = _claim_cause(connection, line.reference, line, claim, exchange_id)
    if (
        is_new
        or Todo.objects.filter(workspace_id=claim.workspace_id, key=cause.key, resolved_at=None).exists()
    ):
        open_todo(work, connection, cause)


def _claim_cause(
    connection: Connection, reference: str, line: Line | None, claim: Claim | None, exchange_id: str
) -> Cause:
    due_at, basis = claim_due(connection, claim) if claim else (None, {})
    return Cause(
        kind=TodoKind.CLAIM,
        key=message_key(connection, reference, TodoKind.CLAIM.value),
        subject=reference,
        order_id=line.order_id if line else None,
        line_id=line.pk if line else None,
        facts={"title": line.title if line else "", "claim": str(claim.pk) if claim else ""},
        due_at=due_at,
        due_basis=basis,
        clock_from=claim.opened_at if claim else None,
        exchange_id=exchange_id,
    )


def _tell_claim(work: Unit, connection: Connection, line: Line, claim: Claim, exchange_id: str) -> None:
    work.event(
        EventKind.CLAIM_SEEN,
        "claim",
        claim.pk,
        order_id=line.order_id,
        connection_id=connection.pk,
        exchange_id=exchange_id,
        line=line.reference,
        claim=claim.kind,
        phase=claim.phase,
        due_at=claim.due_at.isoformat() if claim.due_at else None,
    )


def restart_claim(work: Unit, connection: Connection, claim: Claim) -> None:
    """The clock of an open claim changed: its deadline and its to-do follow."""
    claim.due_at, claim.due_basis = claim_due(connection, claim)
    claim.save(update_fields=["due_at", "due_basis"])
    _claim_todo(work, connection, claim.line, claim, str(claim.exchange_id or ""), is_new=False)


def claim_due(connection: Connection, claim: Claim) -> tuple[datetime | None, dict[str, str]]:
    """The end of the amicable phase and the rule it comes from; nothing where no clock of ours runs."""
    clock = running(connection, "claim_amicable")
    if clock is None or claim.phase != "amicable":
        return None, {}
    return due(clock.clock, claim.opened_at, connection), clock.basis
