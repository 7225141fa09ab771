"""What the first page tells: what needs a person by when, the sales of the day, how the connections fare."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from forain.hub.connections.models import Connection
from forain.hub.inbox.models import Todo
from forain.hub.inbox.queries import counts as open_counts
from forain.hub.inbox.queries import open_todos
from forain.hub.kit.clock import now
from forain.hub.orders.models import Line, Order
from forain.hub.orders.queries import tab_counts
from forain.hub.outbox.models import OPEN, Command
from forain.hub.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Sales:
    """Sales of one currency since midnight."""

    currency: str
    orders: int
    minor: int


@dataclass(frozen=True, slots=True)
class Day:
    """Orders placed on one day, and what their lines cost in the currency most of them have."""

    day: date
    orders: int
    minor: int
    currency: str


#: Days of the chart, today included.
DAYS = 14


@dataclass(frozen=True, slots=True)
class Home:
    """`reconciled_at`: every connection that is not paused has been read at least since then; None: not yet."""

    todos: list[Todo]
    todo_count: int
    counts: dict[str, int]
    sales: list[Sales]
    hours: list[int]
    days: list[Day]
    on_the_way: int
    overdue: int
    soon: int
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
        days=_by_day(workspace),
        on_the_way=Command.objects.filter(workspace=workspace, state__in=OPEN).count(),
        overdue=_open_before(workspace, now()),
        soon=_open_before(workspace, now() + timedelta(hours=24)) - _open_before(workspace, now()),
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


def _open_before(workspace: Workspace, moment: datetime) -> int:
    """To-dos whose deadline is before then."""
    return Todo.objects.filter(workspace=workspace, resolved_at=None, due_at__lt=moment).count()


def _by_day(workspace: Workspace) -> list[Day]:
    """The last days, oldest first; a day without a sale is there with zero."""
    first = midnight() - timedelta(days=DAYS - 1)
    lines = Line.objects.filter(workspace=workspace, order__workspace=workspace, order__placed_at__gte=first)
    rows = lines.annotate(day=TruncDate("order__placed_at")).values("day", "currency")
    sums = rows.annotate(
        orders=Count("order_id", distinct=True), minor=Sum(F("unit_minor") * F("quantity"), default=0)
    )
    by_currency: dict[str, dict[date, tuple[int, int]]] = {}
    for row in sums:
        by_currency.setdefault(row["currency"], {})[row["day"]] = (row["orders"], row["minor"])
    most = max(by_currency, key=lambda one: len(by_currency[one]), default="EUR")
    found = by_currency.get(most, {})
    days = [timezone.localdate() - timedelta(days=back) for back in reversed(range(DAYS))]
    return [Day(day, *found.get(day, (0, 0)), most) for day in days]


def _reconciled_at(connections: list[Connection]) -> datetime | None:
    reads = [one.last_ok_at for one in connections if one.mode != "paused"]
    return min((read for read in reads if read is not None), default=None) if all(reads) else None
