"""Returns as the API shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, Field

from forain.hub.kit.routes import Listed, Shape
from forain.hub.outbox import shapes as outbox
from forain.hub.outbox.models import Command
from forain.hub.returns import models, queries
from forain.hub.returns.preflight import possible
from forain.trade.lifecycle import ReturnState


class Return(Shape):
    """One product on its way back (axis 6)."""

    id: UUID
    reference: str = Field(description="The marketplace's identifier, unique within the connection")
    connection_id: UUID
    order_id: UUID | None = Field(description="Null until the order itself has been seen")
    order_reference: str = Field(description="The marketplace's reference of the order")
    state: ReturnState
    observed: dict[str, Any] = Field(description="The marketplace's own status words, verbatim")
    observed_at: AwareDatetime
    exchange_id: UUID | None = Field(description="The proof: GET /exchanges/{id}")
    opened_at: AwareDatetime | None = Field(description="When the buyer asked, if the marketplace tells")
    first_seen_at: AwareDatetime
    reason: str = Field(description="The buyer's reason in the marketplace's words")
    sku: str
    title: str
    product_reference: str
    attributes: dict[str, Any]
    possible: list[str] = Field(description="What its state allows: `accept`, `refuse`, `label`")
    commands: list[outbox.Command] = Field(description="What was asked for about it, oldest first")


class Returns(Listed[Return]):
    """Returns, newest first."""


def product_returns(rows: Sequence[models.Return]) -> list[Return]:
    """Two statements, however many returns."""
    commands = queries.commands_of_all(rows)
    return [_product_return(row, commands.get(row.pk, ())) for row in rows]


def product_return(row: models.Return) -> Return:
    return product_returns([row])[0]


def _product_return(row: models.Return, commands: Sequence[Command]) -> Return:
    return Return(
        id=row.pk,
        reference=row.reference,
        connection_id=row.connection_id,
        order_id=row.order_id,
        order_reference=row.order_reference,
        state=ReturnState(row.state),
        observed=row.observed,
        observed_at=row.observed_at,
        exchange_id=row.exchange_id,
        opened_at=row.opened_at,
        first_seen_at=row.first_seen_at,
        reason=row.reason,
        sku=row.sku,
        title=row.title,
        product_reference=row.product_reference,
        attributes=row.attributes,
        possible=possible(row),
        commands=[outbox.command(one) for one in commands],
    )
