"""Time limits as the API takes and shows them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from forain.connect.contract import Clock as Contract
from forain.hub.clocks import models
from forain.hub.clocks.closed import MOST
from forain.hub.clocks.effective import Running, all_running, told
from forain.hub.connections.models import Connection
from forain.hub.kit.routes import Listed, Name, Shape, Wish, in_language
from forain.hub.workspaces.models import Workspace


class Unit(StrEnum):
    """`hours` and `days` run through nights and holidays; `working_days` skips weekends and public holidays."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"


class Limit(Shape):
    """How long, and by which rule."""

    amount: int
    unit: Unit
    basis: str = Field(description="The rule in a sentence, with its source, in the caller's language")
    certainty: str = Field(description="documented, observed, our_decision, merchant")


class RunningClock(Limit):
    """A limit that runs for a connection."""

    name: str
    connection_id: UUID
    connection: str
    marketplace: Limit = Field(description="The marketplace's own")
    rule_id: UUID | None = Field(description="Your rule that is in its place")


class RunningClocks(Listed[RunningClock]):
    """All limits of all connections, by connection."""


class ClockRule(Shape):
    """A limit of your own."""

    id: UUID
    name: str
    amount: int
    unit: Unit
    connection_id: UUID | None = Field(description="null: for the whole workspace")
    reason: str
    set_by: str
    set_at: AwareDatetime


class ClockRules(Listed[ClockRule]):
    """All limits of your own."""


class NewClockRule(Wish):
    name: Name = Field(description="Name of a clock of GET /clocks", examples=["ship"])
    amount: Annotated[int, Field(ge=1, le=8760)]
    unit: Unit
    connection: UUID | None = Field(default=None, description="Left out: for the whole workspace")
    reason: Annotated[str, StringConstraints(max_length=200)] = ""


class ClosedDay(Shape):
    """A day on which you are closed."""

    day: date
    name: str


class ClosedDays(Listed[ClosedDay]):
    """By day."""


class WantedClosedDay(Wish):
    day: date = Field(examples=["2026-12-26"])
    name: Annotated[str, StringConstraints(max_length=80)] = Field(default="", examples=["Stocktaking"])


class WantedClosedDays(Wish):
    days: Annotated[list[WantedClosedDay], Field(max_length=MOST)]


def closed_days(workspace: Workspace) -> ClosedDays:
    rows = workspace.closed_days
    return ClosedDays(items=[ClosedDay(day=date.fromisoformat(one["day"]), name=one["name"]) for one in rows])


def clocks(connections: Iterable[Connection]) -> RunningClocks:
    return RunningClocks(items=[clock(row, one) for row in connections for one in all_running(row)])


def clock(connection: Connection, one: Running) -> RunningClock:
    return RunningClock(
        **_limit(one.clock).model_dump(),
        name=one.clock.name,
        connection_id=connection.pk,
        connection=connection.name,
        marketplace=_limit(one.marketplace),
        rule_id=one.rule.pk if one.rule else None,
    )


def _limit(clock: Contract) -> Limit:
    amount, unit = told(clock)
    return Limit(
        amount=amount,
        unit=Unit(unit.value),
        basis=in_language(clock.basis),
        certainty=clock.certainty.value,
    )


def rule(row: models.ClockRule) -> ClockRule:
    return ClockRule(
        id=row.pk,
        name=row.name,
        amount=row.amount,
        unit=Unit(row.unit),
        connection_id=row.connection_id,
        reason=row.reason,
        set_by=row.set_by,
        set_at=row.set_at,
    )
