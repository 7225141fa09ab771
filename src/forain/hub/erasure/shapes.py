"""Erasures as the API and the terminal show and take them. Nothing in them names anybody."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from forain.hub.erasure import models
from forain.hub.erasure.queries import Look
from forain.hub.kit.routes import Listed, Shape, Wish
from forain.hub.orders.models import Order


class ErasedOrder(Shape):
    """What stays of an order for the books."""

    reference: str
    placed_at: AwareDatetime
    total_minor: int = Field(description="In minor units")
    currency: str
    lines: int


class Erasure(Shape):
    """The certificate: what was forgotten of whom, when and by whom."""

    id: UUID
    connection_id: UUID
    connection: str
    reason: str
    created_at: AwareDatetime
    created_by: str
    orders: list[ErasedOrder]
    erased: dict[str, int] = Field(description="What was emptied or struck out, by name")
    sha256: str = Field(description="Of the document that the pages give away")


class Erasures(Listed[Erasure]):
    """Certificates, newest first."""


class Concerned(Shape):
    """An order of the buyer."""

    id: UUID
    reference: str
    placed_at: AwareDatetime
    state: str


class ErasureLook(Shape):
    """What would be forgotten. Nothing has happened yet."""

    orders: list[Concerned] = Field(description="All orders of the buyer on this account")
    messages: int
    refused_code: str = Field(description="Why it cannot be done now; empty when it can")
    refused_words: str


class ErasureWish(Wish):
    typed: Annotated[str, StringConstraints(max_length=120)] = Field(
        description="The reference of the order, typed by whoever means it"
    )
    reason: Annotated[str, StringConstraints(max_length=400)] = Field(
        default="", description="For instance the number of the request; do not name the buyer"
    )


def erasure(row: models.Erasure) -> Erasure:
    return Erasure(
        id=row.pk,
        connection_id=row.connection_id,
        connection=row.connection.name,
        reason=row.reason,
        created_at=row.created_at,
        created_by=row.created_by,
        orders=[ErasedOrder.model_validate(one) for one in row.orders],
        erased=row.counts,
        sha256=row.digest,
    )


def look(found: Look) -> ErasureLook:
    return ErasureLook(
        orders=[_concerned(one) for one in found.orders],
        messages=found.letters,
        refused_code=found.no.code if found.no else "",
        refused_words=found.no.words if found.no else "",
    )


def _concerned(order: Order) -> Concerned:
    return Concerned(id=order.pk, reference=order.reference, placed_at=order.placed_at, state=order.state)
