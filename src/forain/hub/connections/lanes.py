"""Work that waits for connections (commands, pushes): found, claimed a batch at a time, worked on side by side.

The rows of one connection make its lane. A connection that is paused, stopped or blocked keeps its lane waiting.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import structlog
from django.db import models

from forain.hub.connections.models import Health, Mode
from forain.hub.kit.clock import now
from forain.hub.kit.keeper import keeping
from forain.hub.kit.lease import Leased, claim
from forain.hub.kit.threads import in_database

log = structlog.get_logger(__name__)

#: Lanes told at once; the next turn finds the rest.
_LANES = 500


Row = TypeVar("Row", bound=Leased)


@dataclass(frozen=True, slots=True)
class Lanes(Generic[Row]):
    """All lanes of one model, whose rows have `connection`, `state`, `next_at` and `created_at`. `open_`: states in which a row waits; `batch`: rows of a lane worked on at once;
    `related`: what the work needs beside the row; `work` does it, and writes outcomes only under the row's claim."""

    model: type[Row]
    open_: Sequence[str]
    batch: int
    related: Sequence[str]
    work: Callable[[Row], Awaitable[None]]

    def waiting(self, connection_id: uuid.UUID | None = None) -> models.QuerySet[Row, Row]:
        """Rows that are due, oldest first; of one connection or of all."""
        rows = self._due()
        if connection_id is not None:
            rows = rows.filter(connection_id=connection_id)
        usable = models.Q(connection__mode=Mode.LIVE) & ~models.Q(connection__health=Health.STOPPED)
        blocked = models.Q(connection__blocked_until=None) | models.Q(connection__blocked_until__lte=now())
        return rows.filter(usable & blocked).order_by("created_at", "id")

    def of_connections(self) -> list[uuid.UUID]:
        """Connections with rows that are due and that nobody holds."""
        free = models.Q(lease_until=None) | models.Q(lease_until__lt=now())
        rows = self.waiting().filter(free).order_by()
        return list(rows.values_list("connection_id", flat=True).distinct()[:_LANES])

    async def drain(self, connection_id: uuid.UUID) -> int:
        """Work off what is due for one connection; how many rows were worked on."""
        worked = 0
        while True:
            claimed = await in_database(self._claim, connection_id)
            if not claimed:
                return worked
            async with keeping(claimed):
                await asyncio.gather(*map(self._safely, claimed))
            worked += len(claimed)

    def _due(self) -> models.QuerySet[Row, Row]:
        return self.model._default_manager.filter(state__in=list(self.open_), next_at__lte=now())

    def _claim(self, connection_id: uuid.UUID) -> list[Row]:
        """Claimed without a join, so that only the lane's rows are locked; the connection is checked first."""
        if not self.waiting(connection_id).exists():
            return []
        due = self._due().filter(connection_id=connection_id).order_by("created_at", "id")
        keys = [row.pk for row in claim(due, self.batch)]
        rows = self.model._default_manager.select_related(*self.related).filter(pk__in=keys)
        return list(rows.order_by("created_at", "id"))

    async def _safely(self, row: Row) -> None:
        """A defect with one row must not end the others; its lease runs out and it is looked at again."""
        try:
            await self.work(row)
        except Exception:
            log.exception("work failed", model=self.model._meta.label, row=str(row.pk))
