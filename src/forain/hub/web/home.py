"""What the first page tells: what needs a person by when, the sales of the day, how the connections fare."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Sum
from django.utils import timezone

from forain.hub.connections.models import Connection
from forain.hub.inbox.models import Todo
from forain.hub.inbox.queries import counts as open_counts
from forain.hub.inbox.queries import open_todos
from forain.hub.kit.clock import now
from forain.hub.orders.models import Order
from forain.hub.orders.queries import tab_counts
from forain.hub.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Sales:
    """Sales of one currency since midnight."""

    currency: str
    orders: int
    minor: int


@dataclass(frozen=True, slots=True)
class Home:
    """`reconciled_at`: every connection that is not paused has been read at least since then; None: not yet."""

    todos: list[Todo]
    todo_count: int
    counts: dict[str, int]
    sales: list[Sales]
    hours: list[int]
    connections: list[Connection]
    reconciled_at: datetime | None

    @property
    def orders_today(self) -> int:
        return sum(one.orders for one in self.sales)


def home(workspace: Workspace) -> Home:
    mine = list(Connection.objects.filter(workspace=workspace).defer("sealed").order_by("name"))
    return Home(
        todos=list(open_todos(workspace, limit=8).todos),
        todo_count=open_counts(workspace)[""],
        counts=tab_counts(workspace),
        sales=_sales(workspace),
        hours=_by_hour(workspace),
        connections=mine,
        reconciled_at=_reconciled_at(mine),
    )


def midnight() -> datetime:
    return timezone.localtime(now()).replace(hour=0, minute=0, second=0, microsecond=0)


def _sales(workspace: Workspace) -> list[Sales]:
    today = Order.objects.filter(workspace=workspace, placed_at__gte=midnight())
    lines = today.values("currency").annotate(
        orders=Count("id", distinct=True), minor=Sum(F("lines__unit_minor") * F("lines__quantity"), default=0)
    )
    return [Sales(row["currency"], row["orders"], row["minor"]) for row in lines.order_by("currency")]


def _by_hour(workspace: Workspace) -> list[int]:
    """Sales in each hour of the day, in local time."""
    hours = [0] * 24
    for placed in Order.objects.filter(workspace=workspace, placed_at__gte=midnight()).values_list(
        "placed_at", flat=True
    ):
        hours[timezone.localtime(placed).hour] += 1
    return hours


def _reconciled_at(connections: list[Connection]) -> datetime | None:
    reads = [one.last_ok_at for one in connections if one.mode != "paused"]
    return min((read for read in reads if read is not None), default=None) if all(reads) else None
