"""Webhooks and deliveries as the API shows and takes them. A secret is in what makes one and nowhere else."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from forain.hub.kit.addresses import LONGEST
from forain.hub.kit.routes import Listed, Moment, Name, Shape, Wish
from forain.hub.webhooks import models
from forain.hub.workspaces.models import Workspace
from forain.trade.events import EventKind

Address = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)]
Reason = Annotated[str, StringConstraints(max_length=400)]
#: The largest cursor PostgreSQL can hold.
LAST = 2**63 - 1


class DisabledBecause(StrEnum):
    PERSON = "person"
    GONE = "gone"
    FAILING = "failing"


class DeliveryState(StrEnum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


class Webhook(Shape):
    """An address that events are sent to."""

    id: UUID
    name: str
    address: str
    kinds: list[EventKind] = Field(description="Kinds that are sent; empty for all but `order.exported`")
    consumer_id: UUID | None = Field(description="The consumer this is; its orders become `exported`")
    consumer: str
    enabled: bool
    disabled_because: DisabledBecause | None
    disabled_words: str = Field(description="What the receiver or the person said")
    disabled_at: AwareDatetime | None
    failing_since: AwareDatetime | None = Field(description="Begin of the present outage")
    paused_until: AwareDatetime | None = Field(description="Nothing is sent before, because of an outage")
    last_ok_at: AwareDatetime | None = Field(description="Last success, to ten seconds")
    previous_secret_until: AwareDatetime | None = Field(
        description="Until when the secret before signs beside the present one"
    )
    cursor: int = Field(description="Events up to this id were turned into deliveries")
    created_at: AwareDatetime


class Webhooks(Listed[Webhook]):
    """All webhooks of the workspace."""


class WebhookSecret(Shape):
    """A webhook with the secret it was just given."""

    webhook: Webhook
    secret: str = Field(description="`whsec_…`; keep it, it is shown this once")


class NewWebhook(Wish):
    name: Name = Field(description="Unique in the workspace", examples=["erp"])
    address: Address = Field(
        description="https:// or http://, no password, not in a private network",
        examples=["https://erp.example/forain"],
    )
    kinds: list[EventKind] = Field(
        default=[],
        max_length=60,
        description="Only these kinds; empty for all but `order.exported`, which its own delivery would cause",
    )
    consumer: Annotated[str, StringConstraints(max_length=80)] = Field(
        default="", description="Id or name of the consumer this is; empty for none"
    )


class WebhookChange(Wish):
    """What is left out stays as it is."""

    name: Name | None = None
    address: Address | None = None
    kinds: list[EventKind] | None = Field(default=None, max_length=60)
    consumer: Annotated[str, StringConstraints(max_length=80)] | None = Field(
        default=None, description="Id or name; empty for none"
    )


class Rotation(Wish):
    overlap_hours: int = Field(
        default=24,
        ge=0,
        le=168,
        description="How long the secret before signs beside the new one; 0: every secret before ends at once",
    )


class Disabling(Wish):
    reason: Reason = Field(default="", description="For people")


class Enabling(Wish):
    skip_missed: bool = Field(default=False, description="Leave out what happened while it was disabled")


class ReplayRange(Wish):
    """Which events are sent again: those after a cursor, and, when given, from a time on."""

    after: int = Field(default=0, ge=0, le=LAST, description="Id of an event, or `next` of the answer before")
    since: Moment | None = Field(default=None, description="RFC 3339 with zone")


class Replayed(Shape):
    deliveries: int = Field(description="How many begin anew")
    next: int | None = Field(description="Ask again with this as `after`; null when all are under way")


class WebhookAttempt(Shape):
    at: AwareDatetime
    status: int | None = Field(description="HTTP status; null when no answer came")
    ms: int = Field(description="Milliseconds it took")
    words: str = Field(description="Begin of the answer, or why none came")


class WebhookDelivery(Shape):
    """One event for one webhook."""

    id: UUID
    webhook_id: UUID
    message_id: str = Field(description="The header `webhook-id`: the same for every try and replay")
    event_id: int | None = Field(description="Id of the event; null for a test")
    kind: str = Field(description="Kind of the event; `hub.test` for a test")
    order_id: UUID | None
    state: DeliveryState
    created_at: AwareDatetime
    next_at: AwareDatetime | None = Field(description="When it is tried next, while it waits")
    until: AwareDatetime = Field(description="When trying ends")
    settled_at: AwareDatetime | None
    attempts: int = Field(description="Tries since it was begun or replayed")
    answers: list[WebhookAttempt] = Field(description="The newest tries, oldest first")


class WebhookDeliveries(Listed[WebhookDelivery]):
    """Deliveries, newest first."""


def webhook(row: models.Endpoint) -> Webhook:
    return Webhook(
        id=row.pk,
        name=row.name,
        address=row.address,
        kinds=[EventKind(kind) for kind in row.kinds],
        consumer_id=row.consumer_id,
        consumer=row.consumer.name if row.consumer else "",
        enabled=row.enabled,
        disabled_because=DisabledBecause(row.disabled) if row.disabled else None,
        disabled_words=row.disabled_words,
        disabled_at=row.disabled_at,
        failing_since=row.failing_since,
        paused_until=row.paused_until,
        last_ok_at=row.last_ok_at,
        previous_secret_until=row.previous_until,
        cursor=row.cursor,
        created_at=row.created_at,
    )


def delivery(row: models.Delivery) -> WebhookDelivery:
    return WebhookDelivery(
        id=row.pk,
        webhook_id=row.endpoint_id,
        message_id=row.message_id,
        event_id=row.event_id,
        kind=row.kind,
        order_id=row.order_id,
        state=DeliveryState(row.state),
        created_at=row.created_at,
        next_at=row.next_at if row.state == models.State.WAITING else None,
        until=row.until,
        settled_at=row.settled_at,
        attempts=row.attempts,
        answers=[WebhookAttempt(**entry) for entry in row.answers],
    )


def changes(wish: WebhookChange, workspace: Workspace) -> dict[str, Any]:
    """What a change sets. Raises `Consumer.DoesNotExist`."""
    from forain.hub.orders.handoff import consumer_named

    given = wish.model_dump(exclude_none=True)
    if "consumer" in given:
        given["consumer"] = consumer_named(workspace, given["consumer"]) if given["consumer"] else None
    return given
