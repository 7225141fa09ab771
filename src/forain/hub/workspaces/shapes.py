"""The workspace as the API takes and shows it."""

from __future__ import annotations

from uuid import UUID

from pydantic import Field

from forain.hub.kit.routes import Shape, Wish
from forain.hub.workspaces import keeping, models


class Workspace(Shape):
    """What holds for everything the key sees."""

    id: UUID
    name: str
    ship_from: str = Field(description="Country parcels leave from", examples=["FR"])
    exchange_days: int | None = Field(
        description="Days that exchanges with the marketplaces are kept, as you chose; null: as long as the server says"
    )
    exchange_days_in_use: int = Field(description="Days that count")


class WorkspaceChange(Wish):
    """What should be different; what is not named stays."""

    exchange_days: int | None = Field(
        default=None,
        ge=keeping.SHORTEST,
        le=keeping.LONGEST,
        description="null: as long as the server says. What is older goes within the hour",
    )


def workspace(row: models.Workspace) -> Workspace:
    return Workspace(
        id=row.pk,
        name=row.name,
        ship_from=row.ship_from,
        exchange_days=row.exchange_days,
        exchange_days_in_use=keeping.days_of(row),
    )
