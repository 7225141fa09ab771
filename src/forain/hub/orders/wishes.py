"""What the API takes and gives around orders, beyond the order itself."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import AwareDatetime, ConfigDict, Field, StringConstraints

from forain.hub.kit.routes import Listed, Name, Shape, Wish, Words
from forain.hub.orders import models
from forain.hub.orders.queries import Availability, Entry
from forain.trade.commands import CommandKind
from forain.trade.events import EventKind


class Tab(StrEnum):
    """The tabs of the pages' list: states that are worked on together (`orders.queries.TABS`)."""

    ACCEPT = "accept"
    STOCK = "stock"
    SHIP = "ship"
    SHIPPED = "shipped"
    CLOSED = "closed"
    ENDED = "ended"
    UNMAPPED = "unmapped"


class Mark(StrEnum):
    """What people set on orders, or must look at (`orders.queries.MARKS`)."""

    DO_NOT_SHIP = "do_not_ship"
    HELD = "held"
    PARKED = "parked"
    TEST = "test"


LineName = Annotated[str, StringConstraints(min_length=1, max_length=120)]


class Choice(Wish):
    """Which lines; nothing for all that allow it."""

    lines: list[LineName] = Field(
        default=[],
        max_length=500,
        description="Lines by `id` or `reference`; left out or empty: all lines of the order that allow it",
    )


EVERY_LINE = Choice()

Reasoning = Annotated[str, StringConstraints(max_length=2000)]


class Refusal(Choice):
    """Lines that cannot be delivered."""

    reason: Reasoning = Field(
        default="", description="Why; neither marketplace takes one here, it is kept with the command"
    )


REFUSE_EVERY_LINE = Refusal()


class CancelWish(Choice):
    """Accepted lines that are given up."""

    model_config = ConfigDict(json_schema_extra={"example": {"reason": "Article cassé au stock, désolé."}})

    reason: Reasoning = Field(
        default="",
        description="Why. GET /marketplaces tells under `capabilities` whether the marketplace wants it, how long it "
        "may be, who reads it, and its own list where it has one",
    )


CANCEL_EVERY_LINE = CancelWish()


class Shipment(Choice):
    """A parcel that left."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"carrier": "colissimo", "tracking_number": "6A12345678901"}}
    )

    carrier: Annotated[str, StringConstraints(max_length=60)] = Field(
        description="Code of GET /carriers, or any word that is mapped for the connection"
    )
    tracking_number: Annotated[str, StringConstraints(max_length=80)]
    service: Annotated[str, StringConstraints(max_length=120)] = Field(
        default="",
        description="Shipping service the carrier's mapping may depend on; the order's `shipping_mode` when left out",
    )
    tracking_url: Annotated[str, StringConstraints(max_length=400)] = Field(
        default="",
        description="Where the parcel can be followed; made from the carrier's template when left out",
    )


class Acknowledgement(Wish):
    """A consumer took the order in."""

    consumer: Name = Field(description="Id or name of the consumer", examples=["erp"])
    merchant_reference: Annotated[str, StringConstraints(max_length=120)] = Field(
        default="", description="The consumer's own number for the order"
    )


class HandOffRefusal(Wish):
    """A consumer cannot take the order in."""

    consumer: Name = Field(description="Id or name of the consumer", examples=["erp"])
    reason: Words = Field(description="Why, for people")


class NewConsumer(Wish):
    name: Name = Field(description="Unique in the workspace", examples=["erp"])


class Consumer(Shape):
    """A back office that receives orders and acknowledges or refuses them."""

    id: UUID
    name: str


class Consumers(Listed[Consumer]):
    """All consumers of the workspace."""


class TimelineEntry(Shape):
    """One fact about an order."""

    id: int
    at: AwareDatetime
    kind: EventKind
    actor: str
    exchange_id: UUID | None = Field(description="The proof: GET /exchanges/{id}")
    data: dict[str, Any]


class Timeline(Shape):
    """The newest 200 facts about an order, oldest first."""

    items: list[TimelineEntry]


class Possible(Shape):
    """Whether a kind of command may be asked for now."""

    kind: CommandKind
    allowed: bool
    code: str = Field(description="Why not, for programs; empty when allowed")
    reason: str = Field(description="Why not, in the caller's language; empty when allowed")
    lines: list[UUID] = Field(description="Lines that allow it")


class Possibilities(Shape):
    """Every kind of command the marketplace can do."""

    items: list[Possible]


def consumer(row: models.Consumer) -> Consumer:
    return Consumer(id=row.pk, name=row.name)


def entry(row: Entry) -> TimelineEntry:
    return TimelineEntry(
        id=row.id,
        at=row.at,
        kind=EventKind(row.kind),
        actor=row.actor,
        exchange_id=row.exchange_id,
        data=row.data,
    )


def possibilities(found: Iterable[Availability]) -> Possibilities:
    return Possibilities(
        items=[
            Possible(
                kind=one.kind,
                allowed=one.allowed,
                code=one.code,
                reason=one.reason,
                lines=[line.pk for line in one.lines],
            )
            for one in found
        ]
    )
