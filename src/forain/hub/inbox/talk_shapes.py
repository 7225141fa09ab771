"""Conversations, claims and kept texts as the API takes and shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from forain.hub.inbox import models
from forain.hub.inbox.contact import Contact as FoundContact
from forain.hub.inbox.texts import Checked, shown
from forain.hub.kit.routes import Listed, Name, Shape, Wish, in_language
from forain.hub.outbox import shapes as outbox
from forain.hub.outbox.models import Command
from forain.hub.workspaces.models import Language


class Partner(StrEnum):
    """Whom the seller talks with."""

    BUYER = "buyer"
    MARKETPLACE = "marketplace"


class ClaimPhase(StrEnum):
    """`amicable`: buyer and seller are among themselves; `escalated`: the marketplace decides."""

    AMICABLE = "amicable"
    ESCALATED = "escalated"
    CLOSED = "closed"


class ClaimFilter(StrEnum):
    OPEN = "open"
    AMICABLE = "amicable"
    ESCALATED = "escalated"
    CLOSED = "closed"


class Contact(Shape):
    """Whether one may write now: the answer, the rule it rests on, its last moment, how sure it is."""

    partner: Partner
    allowed: bool
    code: str = Field(description="Why not, for programs; empty when allowed")
    reason: str = Field(description="Why not, in the caller's language; empty when allowed")
    until: AwareDatetime | None = Field(description="The last moment by this rule, past or to come")
    rule: str = Field(description="The rule in a sentence, with its source")
    certainty: str = Field(
        description="documented, observed, our_decision, merchant; empty where no rule speaks"
    )
    said_at: AwareDatetime | None = Field(
        description="When the marketplace itself said so, if its word decided"
    )


class Contacts(Listed[Contact]):
    """The buyer and the marketplace, where the marketplace takes messages."""


class Message(Shape):
    """One message, verbatim."""

    id: UUID
    reference: str = Field(description="The marketplace's id; empty where it gives none")
    author: models.Author
    sent_at: AwareDatetime
    subject: str
    text: str
    unread: bool
    raw: dict[str, str] = Field(description="The marketplace's own words about the message")
    command_id: UUID | None = Field(description="The letter of ours that this is: GET /commands/{id}")
    exchange_id: UUID | None = Field(description="The proof: GET /exchanges/{id}")


class Thread(Shape):
    """Everything said about a line with one partner."""

    id: UUID
    partner: Partner
    connection_id: UUID
    order_id: UUID
    order_reference: str
    line_id: UUID
    line_reference: str
    title: str
    unread: int = Field(description="Messages nobody here has read")
    last_at: AwareDatetime
    last_author: str = Field(description="buyer, seller, marketplace; empty while nobody wrote")
    read_at: AwareDatetime | None
    read_by: str


class Conversation(Thread):
    """A thread with its messages, oldest first, and the letters that are on their way."""

    messages: list[Message]
    on_their_way: list[outbox.Command] = Field(
        description="Letters that are not seen in the conversation yet, oldest first"
    )
    contact: Contact


class Threads(Listed[Thread]):
    """Conversations, newest word first."""


class Claim(Shape):
    """A buyer's claim, in the marketplace's words."""

    id: UUID
    connection_id: UUID
    order_id: UUID
    order_reference: str
    line_id: UUID
    line_reference: str
    title: str
    kind: str = Field(description="The marketplace's own word")
    state: str = Field(description="The marketplace's own word")
    phase: ClaimPhase
    comment: str
    opened_at: AwareDatetime
    closed_at: AwareDatetime | None = Field(description="When it was seen closed")
    due_at: AwareDatetime | None = Field(description="End of the amicable phase")
    due_basis: str = Field(description="Where the deadline comes from, in the caller's language")
    certainty: str
    threads: list[UUID] = Field(description="Conversations about the line: GET /threads/{id}")
    exchange_id: UUID | None = Field(description="The proof: GET /exchanges/{id}")


class Claims(Listed[Claim]):
    """Claims, newest first."""


Text = Annotated[str, StringConstraints(max_length=20000)]


class NewThread(Wish):
    line: UUID = Field(description="Our id of the line")
    partner: Partner


class Draft(Wish):
    """A text to look at before it is sent. Blanks such as `{order}` are filled from the order."""

    text: Text = Field(default="", description="The text; left out when a template is named")
    template: Name | None = Field(default=None, description="Name of a kept text, in the caller's language")


class Letter(Draft):
    """A message to send."""

    parent: Annotated[str, StringConstraints(max_length=80)] | None = Field(
        default=None,
        description="`reference` of the marketplace's mail that is answered; left out: the last one; empty: none",
    )
    confirm: list[Annotated[str, StringConstraints(max_length=40)]] = Field(
        default=[], max_length=20, description="Codes of findings of weight `confirm` that you have seen"
    )


class Finding(Shape):
    """Something about a text, with its place in it."""

    code: str
    weight: str = Field(description="stop: cannot be sent; confirm: name its code to send it; hint")
    start: int = Field(description="First character, from 0")
    end: int = Field(description="After the last character")
    excerpt: str
    instead: str = Field(description="What would do, where we know")
    words: str = Field(description="What to do, in the caller's language")


class Preview(Shape):
    """The text as it would be sent."""

    text: str
    findings: list[Finding]
    sendable: bool = Field(description="No finding stops it, and the window is open")
    contact: Contact


class ReplyTemplate(Shape):
    """A text kept ready."""

    id: UUID
    name: str
    language: Language
    partner: Partner
    text: str
    changed_at: AwareDatetime


class ReplyTemplates(Listed[ReplyTemplate]):
    """All kept texts of the workspace, by name."""


class NewReplyTemplate(Wish):
    """A text to keep. Blanks: {order} {line} {title} {sku} {buyer} {carrier} {tracking_number} {tracking_url} {claim}
    {shop}."""

    name: Name
    language: Language = Language.FRENCH
    partner: Partner = Partner.BUYER
    text: Annotated[str, StringConstraints(min_length=1, max_length=5000)]


def contact(found: FoundContact) -> Contact:
    return Contact(
        partner=Partner(found.partner),
        allowed=found.allowed,
        code=found.code,
        reason=found.reason,
        until=found.until,
        rule=found.rule,
        certainty=found.certainty,
        said_at=found.said_at,
    )


def thread(row: models.Thread) -> Thread:
    return Thread(**_thread(row))


def _thread(row: models.Thread) -> dict[str, Any]:
    return {
        "id": row.pk,
        "partner": Partner(row.partner),
        "connection_id": row.connection_id,
        "order_id": row.line.order_id,
        "order_reference": row.line.order.reference,
        "line_id": row.line_id,
        "line_reference": row.line.reference,
        "title": row.line.title,
        "unread": row.unread,
        "last_at": row.last_at,
        "last_author": row.last_author,
        "read_at": row.read_at,
        "read_by": row.read_by,
    }


def conversation(row: models.Thread, commands: Iterable[Command], may: FoundContact) -> Conversation:
    return Conversation(
        **_thread(row),
        messages=[message(one) for one in row.messages.all()],
        on_their_way=[outbox.command(one) for one in commands],
        contact=contact(may),
    )


def message(row: models.Message) -> Message:
    return Message(
        id=row.pk,
        reference=row.reference,
        author=models.Author(row.author),
        sent_at=row.sent_at,
        subject=row.subject,
        text=row.text,
        unread=row.unread,
        raw=row.raw,
        command_id=row.command_id,
        exchange_id=row.exchange_id,
    )


def claim(row: models.Claim, threads: Sequence[models.Thread]) -> Claim:
    return Claim(
        id=row.pk,
        connection_id=row.line.connection_id,
        order_id=row.line.order_id,
        order_reference=row.line.order.reference,
        line_id=row.line_id,
        line_reference=row.line.reference,
        title=row.line.title,
        kind=row.kind,
        state=row.state,
        phase=ClaimPhase(row.phase),
        comment=row.comment,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        due_at=row.due_at,
        due_basis=in_language(row.due_basis),
        certainty=str(row.due_basis.get("certainty", "")),
        threads=[one.pk for one in threads],
        exchange_id=row.exchange_id,
    )


def preview(found: Checked, may: FoundContact) -> Preview:
    return Preview(
        text=found.text,
        findings=[Finding(**shown(one)) for one in found.findings],
        sendable=may.allowed and not found.stops,
        contact=contact(may),
    )


def reply_template(row: models.ReplyTemplate) -> ReplyTemplate:
    return ReplyTemplate(
        id=row.pk,
        name=row.name,
        language=Language(row.language),
        partner=Partner(row.partner),
        text=row.text,
        changed_at=row.changed_at,
    )
