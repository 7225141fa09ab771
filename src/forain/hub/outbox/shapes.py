"""Commands as the API shows them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, Field

from forain.hub.kit.routes import Listed, Shape
from forain.hub.outbox import models
from forain.hub.outbox.ending import outcome_words
from forain.trade.commands import CommandKind
from forain.trade.lifecycle import Intent


class Command(Shape):
    """An intent to change something on the marketplace (axis 4). `confirmed` means sent; `seen_at` tells when the
    marketplace was seen to agree."""

    id: UUID
    kind: CommandKind
    state: Intent
    order_id: UUID | None = Field(description="Null for a return whose order was never seen")
    return_id: UUID | None = Field(description="The return it is about; null for an order")
    order_reference: str = Field(description="The marketplace's reference of the order")
    line_references: list[str] = Field(description="The marketplace's references of the lines")
    connection_id: UUID
    details: dict[str, Any] = Field(description="What the kind needs: carrier, tracking_number, reason…")
    created_at: AwareDatetime
    created_by: str
    next_at: AwareDatetime = Field(description="When it is tried or looked up next, while it is open")
    attempts: int = Field(description="How often it was sent")
    lookups: int = Field(description="How often its effect was looked up after a lost answer")
    sent_at: AwareDatetime | None
    settled_at: AwareDatetime | None
    seen_at: AwareDatetime | None = Field(description="When the effect was seen on the marketplace")
    shows: bool = Field(description="Whether its effect can be seen at all; else `seen_at` stays null")
    outcome_code: str
    outcome_words: str = Field(
        description="The marketplace's words, or ours (in the caller's language) when nothing was sent"
    )
    exchange_ids: list[UUID] = Field(description="The proof: GET /exchanges/{id}")


class Commands(Listed[Command]):
    """Commands, newest first."""


class Caution(Shape):
    """Something to look at once more; it did not hold the command back."""

    code: str = Field(description="For programs, such as `number_wrong_digit`")
    detail: str = Field(description="For people, in the caller's language")


class Asked(Shape):
    """What was asked for: one command a line, or one for the order where the marketplace knows no smaller step."""

    commands: list[Command]
    warnings: list[Caution] = Field(
        default=[], description="What does not look right, though it was asked for"
    )


def command(row: models.Command) -> Command:
    return Command(
        id=row.pk,
        kind=CommandKind(row.kind),
        state=Intent(row.state),
        order_id=row.order_id,
        return_id=row.return_id,
        order_reference=row.order_reference,
        line_references=row.line_references,
        connection_id=row.connection_id,
        details=row.details,
        created_at=row.created_at,
        created_by=row.created_by,
        next_at=row.next_at,
        attempts=row.attempts,
        lookups=row.lookups,
        sent_at=row.sent_at,
        settled_at=row.settled_at,
        seen_at=row.seen_at,
        shows=row.shows,
        outcome_code=row.outcome_code,
        outcome_words=outcome_words(row),
        exchange_ids=row.exchange_ids,
    )
