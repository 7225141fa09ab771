"""What the API takes and gives around many orders at once."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, ConfigDict, Field, StringConstraints

from forain.hub.kit.routes import Shape, Wish
from forain.hub.orders import bulk
from forain.hub.orders.wishes import Reasoning, Tab
from forain.hub.outbox import models
from forain.hub.outbox import shapes as outbox
from forain.trade.commands import CommandKind


class BulkKind(StrEnum):
    """Kinds that need the same for every order."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    CANCEL = "cancel"
    CONFIRM_PREORDER = "confirm_preorder"
    MARK_LOST = "mark_lost"
    MARK_UNDELIVERABLE = "mark_undeliverable"


class AskedKind(StrEnum):
    """Kinds a bulk may have been asked for: those above, and shipments from a file or from the pages."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    SHIP = "ship"
    CANCEL = "cancel"
    CONFIRM_PREORDER = "confirm_preorder"
    MARK_LOST = "mark_lost"
    MARK_UNDELIVERABLE = "mark_undeliverable"


OrderName = Annotated[str, StringConstraints(min_length=1, max_length=120)]


class OrderFilter(Wish):
    """Orders as the list finds them; those with the earliest deadline come first."""

    tab: Tab | None = None
    text: Annotated[str, StringConstraints(max_length=200)] = ""
    connection: UUID | None = None


class BulkWish(Wish):
    """One wish for many orders: those named, or those a filter finds."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"kind": "accept", "orders": ["700000101", "700000102"]}}
    )

    kind: BulkKind
    orders: list[OrderName] = Field(
        default=[], max_length=bulk.MOST, description="By `id` or `reference`; named orders win over `filter`"
    )
    filter: OrderFilter | None = Field(
        default=None,
        description=f"Instead of names; at most {bulk.MOST} orders are taken, `left` tells how many more there are. "
        "Orders that came in after the preview are found too: name the orders to take exactly those you looked at",
    )
    reason: Reasoning = Field(default="", description="For refuse and cancel")

    @property
    def command(self) -> CommandKind:
        return CommandKind(self.kind.value)

    @property
    def choice(self) -> bulk.Choice:
        found = self.filter or OrderFilter()
        tab = found.tab.value if found.tab else ""
        return bulk.Choice(orders=self.orders, tab=tab, text=found.text, connection=found.connection)


class BulkItem(Shape):
    """One order of a bulk."""

    order: str = Field(description="The marketplace's reference, or the name that was not found")
    order_id: UUID | None
    verdict: bulk.BulkVerdict = Field(
        description="`go`, `under_way` (asked for before, nothing is sent again), `flagged`, `unknown`"
    )
    lines: list[str] = Field(description="The marketplace's references of the lines it is about")
    code: str = Field(description="Why it is flagged, for programs; else empty")
    reason: str = Field(description="Why it is flagged, in the caller's language; else empty")


class BulkCounts(Shape):
    """How many orders of each verdict."""

    go: int
    under_way: int
    flagged: int
    unknown: int


class BulkPreview(Shape):
    """What the run would do. Nothing was written, nothing is sent."""

    kind: BulkKind
    counts: BulkCounts
    left: int = Field(description="Orders the filter finds beyond the first 500")
    items: list[BulkItem]


class BulkResult(BulkItem):
    """One order of a bulk with its commands as they stand now."""

    commands: list[outbox.Command] = Field(description="Follow them: queued, confirmed (sent), seen")


class BulkRun(Shape):
    """A bulk that was asked for; read it again to follow it."""

    id: UUID
    kind: AskedKind
    created_at: AwareDatetime
    created_by: str
    counts: BulkCounts
    left: int = Field(
        description="Orders the filter found beyond the first 500; 0 when the bulk is read again"
    )
    over: bool = Field(description="Whether every command has ended")
    items: list[BulkResult]


def looked_at(look: bulk.Look) -> BulkPreview:
    items = [
        BulkItem(
            order=one.order,
            order_id=one.order_id,
            verdict=one.verdict,
            lines=one.lines,
            code=one.code,
            reason=one.reason,
        )
        for one in look.items
    ]
    return BulkPreview(
        kind=BulkKind(look.kind.value),
        counts=_counts([one.verdict for one in items]),
        left=look.left,
        items=items,
    )


def run(row: models.Bulk, left: int = 0) -> BulkRun:
    keys = [key for item in row.items for key in item["commands"]]
    rows = {
        str(one.pk): one for one in models.Command.objects.filter(workspace_id=row.workspace_id, pk__in=keys)
    }
    items = [
        BulkResult(
            **{
                **bulk.kept(item),
                "commands": [outbox.command(rows[key]) for key in item["commands"] if key in rows],
            }
        )
        for item in row.items
    ]
    return BulkRun(
        id=row.pk,
        kind=AskedKind(row.kind),
        created_at=row.created_at,
        created_by=row.created_by,
        counts=_counts([one.verdict for one in items]),
        left=left,
        over=not any(one.state in models.OPEN for one in rows.values()),
        items=items,
    )


def _counts(verdicts: list[bulk.BulkVerdict]) -> BulkCounts:
    return BulkCounts(**{one.value: verdicts.count(one) for one in bulk.BulkVerdict})
