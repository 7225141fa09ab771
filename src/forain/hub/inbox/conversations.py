"""Takes in what is said about a line: each message once, in the thread with its partner; and knows our own letters again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q

from forain.hub.connections.models import Connection
from forain.hub.inbox.contact import KINDS
from forain.hub.inbox.models import Author, Message, Partner, Thread, Todo, TodoKind
from forain.hub.inbox.todos import Cause, open_todo, resolve
from forain.hub.journal.unit import Unit
from forain.hub.kit.clock import now
from forain.hub.orders.models import Line
from forain.hub.outbox.models import OPEN, Command, State
from forain.trade import conversation as trade
from forain.trade.events import EventKind
from forain.trade.writing import same_words

TODO_KINDS = {
    Partner.BUYER: TodoKind.BUYER_MESSAGE,
    Partner.MARKETPLACE: TodoKind.MARKETPLACE_MESSAGE,
}
#: The wire tells minutes only: our letter may look older than the command that sent it.
SLACK = timedelta(minutes=1)


def message_key(connection: Connection, reference: str, kind: str) -> str:
    """The cause "somebody wrote about this line": the same from the marketplace's list and from the message itself."""
    return f"listed:{connection.pk}:{reference}:{kind}"


def thread_of(line: Line, partner: str) -> Thread:
    """The thread of a line with a partner, begun when there is none."""
    thread, _ = Thread.objects.get_or_create(
        line=line,
        partner=partner,
        defaults={"workspace_id": line.workspace_id, "connection_id": line.connection_id},
    )
    return thread


def take_messages(
    work: Unit, connection: Connection, line: Line, seen: Iterable[trade.Message], *, exchange_id: str
) -> None:
    """Keep what is new, match our letters, open or end what waits for an answer."""
    fresh: set[str] = set()
    for message in seen:
        thread = thread_of(line, message.partner.value)
        if _take(work, connection, line, thread, message, exchange_id):
            fresh.add(thread.partner)
    for thread in Thread.objects.filter(line=line):
        _match_letters(work, line, thread, exchange_id)
        _settle(work, connection, line, thread, fresh=thread.partner in fresh, exchange_id=exchange_id)


def _take(
    work: Unit, connection: Connection, line: Line, thread: Thread, seen: trade.Message, exchange_id: str
) -> bool:
    """True for a message that nobody has read, here or there."""
    row = Message(
        workspace_id=line.workspace_id,
        line=line,
        thread=thread,
        key=seen.reference or _digest(seen),
        reference=seen.reference,
        author=Author(seen.author.value),
        sent_at=seen.sent_at,
        subject=seen.subject,
        text=seen.text,
        unread=seen.author is not trade.Author.SELLER,
        raw=dict(seen.raw),
        exchange_id=exchange_id,
    )
    if Message.objects.filter(line=line, key=row.key).exists():
        return False
    if line.order.erased_at is not None:
        row.subject, row.text, row.raw = "", "", {}
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
        thread=str(thread.pk),
    )
    return row.unread and seen.read is not True


def _digest(seen: trade.Message) -> str:
    """Rakuten gives buyer messages no id: author, minute and text identify one."""
    text = f"{seen.author.value}|{seen.sent_at.isoformat()}|{seen.text}"
    return hashlib.sha256(text.encode()).hexdigest()[:40]


def _match_letters(work: Unit, line: Line, thread: Thread, exchange_id: str) -> None:
    """Our letters that are in the conversation now are seen."""
    kind = KINDS[thread.partner].value
    waiting = Command.objects.filter(
        connection_id=line.connection_id,
        kind=kind,
        line_references=[line.reference],
        state=State.CONFIRMED,
        seen_at=None,
    )
    for command in waiting.order_by("created_at"):
        ours = thread.messages.filter(
            author=Author.SELLER, command_id=None, sent_at__gte=command.created_at - SLACK
        )
        found = next(
            (one for one in ours if same_words(str(command.details.get("text", "")), one.text)), None
        )
        if found is None or not Command.objects.filter(pk=command.pk, seen_at=None).update(seen_at=now()):
            continue
        Message.objects.filter(pk=found.pk).update(command_id=command.pk)
        work.event(
            EventKind.COMMAND_SEEN,
            "command",
            command.pk,
            order_id=command.order_id,
            connection_id=command.connection_id,
            exchange_id=exchange_id,
            command=command.kind,
            lines=command.line_references,
        )


def _settle(
    work: Unit, connection: Connection, line: Line, thread: Thread, *, fresh: bool, exchange_id: str
) -> None:
    """A message waits for an answer until the last word is ours."""
    last = thread.messages.order_by("-sent_at", "-id").first()
    if last is None:
        return
    todos = Todo.objects.filter(
        connection=connection, line_id=line.pk, kind=TODO_KINDS[Partner(thread.partner)]
    )
    if last.author == Author.SELLER:
        thread.messages.filter(unread=True).update(unread=False)
        resolve(work, todos, "observation")
    elif fresh:
        open_todo(work, connection, _cause(connection, line, thread, exchange_id))
    thread.last_at, thread.last_author = last.sent_at, last.author
    thread.unread = thread.messages.filter(unread=True).count()
    thread.save(update_fields=["last_at", "last_author", "unread"])


def _cause(connection: Connection, line: Line, thread: Thread, exchange_id: str) -> Cause:
    kind = TODO_KINDS[Partner(thread.partner)]
    return Cause(
        kind=kind,
        key=message_key(connection, line.reference, kind.value),
        subject=line.reference,
        order_id=line.order_id,
        line_id=line.pk,
        facts={"title": line.title, "thread": str(thread.pk)},
        exchange_id=exchange_id,
    )


def letters_to_see(connection: Connection, limit: int) -> list[str]:
    """References to ask about alone: lines with a letter that was sent and not yet seen in the conversation."""
    rows = Command.objects.filter(
        connection=connection,
        kind__in=[one.value for one in KINDS.values()],
        state=State.CONFIRMED,
        seen_at=None,
    )
    lately = rows.filter(settled_at__gt=now() - timedelta(days=1)).order_by("settled_at")
    return list(dict.fromkeys(one.line_references[0] for one in lately[:limit] if one.line_references))


def on_their_way(threads: Iterable[Thread]) -> dict[str, list[Command]]:
    """Thread id → letters that are not seen in it yet: waiting, sent, or in need of a person."""
    keys = [str(one.pk) for one in threads]
    open_ = Q(state__in=[*OPEN, State.NEEDS_PERSON]) | Q(state=State.CONFIRMED, seen_at=None)
    found: dict[str, list[Command]] = {key: [] for key in keys}
    for command in Command.objects.filter(open_, details__thread__in=keys).order_by("created_at"):
        found[str(command.details["thread"])].append(command)
    return found
