"""Takes in what a marketplace tells about a line when asked for it alone, and its own to-do list.

`getiteminfos` marks messages as read at Rakuten, so a message cause that vanishes from the marketplace's list after
*we* asked says nothing: message to-dos end when somebody answered or resolved them here. A claim ends when the
marketplace stops listing it (page getitemtodolist).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from forain.hub.connections.models import Connection
from forain.hub.inbox.models import Author, Claim, Message, Todo, TodoKind
from forain.hub.inbox.todos import Cause, open_todo, resolve
from forain.hub.journal.unit import Unit
from forain.hub.kit.clock import now
from forain.hub.orders.clocks import due
from forain.hub.orders.models import Line
from forain.trade import conversation as trade
from forain.trade.events import EventKind

#: The marketplace's causes and our kinds; an unknown cause is kept in its own words.
CAUSES = {
    "CLAIM": TodoKind.CLAIM,
    "UNREAD_MESSAGE_FROM_BUYER": TodoKind.BUYER_MESSAGE,
    "UNREAD_MESSAGE_FROM_CUSTOMER_SERVICE": TodoKind.MARKETPLACE_MESSAGE,
}
#: How often an open claim is looked at alone.
CLAIM_LOOK = timedelta(hours=1)
MESSAGE_KINDS = {
    trade.Author.BUYER: TodoKind.BUYER_MESSAGE,
    trade.Author.MARKETPLACE: TodoKind.MARKETPLACE_MESSAGE,
}


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
            key = f"listed:{connection.pk}:{attention.line_reference}:{cause}"
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
    claim = Claim.objects.filter(line=line).order_by("-opened_at").first() if line else None
    due_at, basis = _claim_due(connection, claim) if kind is TodoKind.CLAIM else (None, {})
    open_todo(
        work,
        connection,
        Cause(
            kind=kind,
            key=key,
            subject=reference,
            order_id=line.order_id if line else None,
            line_id=line.pk if line else None,
            facts={"cause": cause, "title": line.title if line else ""},
            due_at=due_at,
            due_basis=basis,
            exchange_id=exchange_id,
        ),
    )


def _resolve_unlisted(work: Unit, connection: Connection, seen: set[str], reads_alone: bool) -> None:
    rows = Todo.objects.filter(
        connection=connection, key__startswith=f"listed:{connection.pk}:", resolved_at=None
    )
    if reads_alone:
        rows = rows.exclude(kind__in=list(MESSAGE_KINDS.values()))
    gone = [todo.pk for todo in rows if todo.key not in seen]
    resolve(work, Todo.objects.filter(pk__in=gone), "observation")


def take_messages(
    work: Unit, connection: Connection, line: Line, detail: trade.LineDetail, *, exchange_id: str
) -> None:
    """Messages and claims of a line, each once."""
    for message in detail.messages:
        _take_message(work, connection, line, message, exchange_id)
    for claim in detail.claims:
        _take_claim(work, connection, line, claim, exchange_id)
    _answered(work, connection, line)


def _take_message(
    work: Unit, connection: Connection, line: Line, seen: trade.Message, exchange_id: str
) -> None:
    row = Message(
        workspace_id=line.workspace_id,
        line=line,
        key=seen.reference or _message_digest(seen),
        reference=seen.reference,
        author=Author(seen.author.value),
        sent_at=seen.sent_at,
        subject=seen.subject,
        text=seen.text,
        unread=seen.author is not trade.Author.SELLER,
        exchange_id=exchange_id,
    )
    if Message.objects.filter(line=line, key=row.key).exists():
        return
    Message.objects.bulk_create([row], ignore_conflicts=True)
    work.event(
        EventKind.MESSAGE_SEEN,
        "message",
        row.pk,
        order_id=line.order_id,
        connection_id=connection.pk,
        exchange_id=exchange_id,
        line=line.reference,
        author=row.author,
    )


def _message_digest(seen: trade.Message) -> str:
    """Rakuten gives buyer messages no id: author, minute and text identify one."""
    text = f"{seen.author.value}|{seen.sent_at.isoformat()}|{seen.text}"
    return hashlib.sha256(text.encode()).hexdigest()[:40]


def _take_claim(work: Unit, connection: Connection, line: Line, seen: trade.Claim, exchange_id: str) -> None:
    claim, created = Claim.objects.get_or_create(
        line=line,
        opened_at=seen.opened_at,
        kind=seen.kind,
        defaults={"workspace_id": line.workspace_id, "state": seen.state, "amicable": seen.amicable},
    )
    claim.state, claim.amicable, claim.comment = seen.state, seen.amicable, seen.comment
    claim.due_at, _ = _claim_due(connection, claim)
    claim.exchange_id = exchange_id
    claim.save()
    todos = Todo.objects.filter(connection=connection, line_id=line.pk, kind=TodoKind.CLAIM, resolved_at=None)
    todos.update(due_at=claim.due_at, due_basis=_claim_due(connection, claim)[1])
    if created:
        work.event(
            EventKind.CLAIM_SEEN,
            "claim",
            claim.pk,
            order_id=line.order_id,
            connection_id=connection.pk,
            exchange_id=exchange_id,
            line=line.reference,
            claim=seen.kind,
        )


def _claim_due(connection: Connection, claim: Claim | None) -> tuple[datetime | None, dict[str, str]]:
    clock = connection.manifest.clock("claim_amicable")
    if clock is None or claim is None or not claim.amicable:
        return None, {}
    basis = {**clock.basis, "certainty": clock.certainty.value}
    return due(clock, claim.opened_at, connection.manifest), basis


def _answered(work: Unit, connection: Connection, line: Line) -> None:
    """A message to-do ends when the last word is ours."""
    last = Message.objects.filter(line=line).order_by("-sent_at", "-id").first()
    if last is not None and last.author == Author.SELLER:
        kinds = list(MESSAGE_KINDS.values())
        rows = Todo.objects.filter(connection=connection, line_id=line.pk, kind__in=kinds)
        resolve(work, rows, "observation")
