"""Reads of orders: tabs, pages by cursor, one order with everything about it, and what may be done with it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection as database
from django.db.models import F, Q, QuerySet

from forain.hub.connections.models import Connection
from forain.hub.database.scope import everywhere
from forain.hub.journal.queries import of_order
from forain.hub.kit.clock import now
from forain.hub.kit.fold import fold
from forain.hub.kit.paging import pack, unpack
from forain.hub.kit.refusal import NotAllowed
from forain.hub.orders.models import Line, Order, Stand
from forain.hub.orders.preflight import refusal
from forain.hub.outbox.models import Command
from forain.hub.workspaces.models import Workspace
from forain.trade.commands import RETURN_KINDS, CommandKind
from forain.trade.lifecycle import SETTLED

#: Tabs of the list and the states behind each, in the order they are shown.
TABS: dict[str, tuple[str, ...]] = {
    "accept": (Stand.AWAITING_ACCEPTANCE,),
    "stock": (Stand.AWAITING_STOCK, Stand.PENDING),
    "ship": (Stand.TO_SHIP,),
    "shipped": (Stand.SHIPPED, Stand.DELIVERED),
    "closed": (Stand.CLOSED,),
    "ended": (Stand.REFUSED, Stand.EXPIRED, Stand.CANCELLED, Stand.LOST, Stand.UNDELIVERABLE),
    "unmapped": (Stand.UNMAPPED,),
}


#: A union, because each half has its own small index.
_held = (
    Order.objects.filter(held_at__isnull=False)
    .values("pk")
    .union(Line.objects.filter(held_at__isnull=False).values("order_id"))
)
#: Marks an order may be asked for by, whatever its state.
MARKS: Mapping[str, Q] = {
    "do_not_ship": Q(do_not_ship=True),
    "held": Q(pk__in=_held),
    "parked": Q(parked=True),
    "test": Q(test=True),
}


#: How far the orders of a tab are counted; a tab with more says "more than".
COUNTED = 10_000


def due(word: str) -> Q:
    """Orders by their deadline: `overdue`, within a `day`, within three days (`soon`)."""
    moment = now()
    within = {"day": timedelta(hours=24), "soon": timedelta(hours=72)}
    if word == "overdue":
        return Q(deadline_at__lt=moment)
    return Q(deadline_at__gte=moment, deadline_at__lt=moment + within[word])


#: Words `due` knows.
DUES = ("overdue", "day", "soon")


@dataclass(frozen=True, slots=True)
class OrderPage:
    """`next` and `previous` are cursors, empty at the ends."""

    orders: list[Order]
    next: str
    previous: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of an order's story; `exchange_id` opens the XML it came from."""

    id: int
    at: datetime
    kind: str
    actor: str
    exchange_id: uuid.UUID | None
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether a kind of command may be asked now, for which lines, and if not, why not."""

    kind: CommandKind
    allowed: bool
    code: str
    reason: str
    lines: list[Line]


def tab_counts(workspace: Workspace) -> dict[str, int]:
    """Orders in each tab, `""` for all; counting stops at `COUNTED`, so the list costs the same with any history."""
    few = f"SELECT 1 FROM {Order._meta.db_table} WHERE workspace_id = %s"  # noqa: S608  our own table
    one = f"SELECT %s, count(*) FROM ({few} {{}} LIMIT {COUNTED}) AS few"  # noqa: S608
    parts, values = [one.format("")], list[Any](["", workspace.pk])
    for tab, states in TABS.items():
        parts.append(one.format("AND state = ANY(%s)"))
        values += [tab, workspace.pk, [str(state) for state in states]]
    with database.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return dict(cursor.fetchall())


def page(
    workspace: Workspace,
    *,
    tab: str = "",
    text: str = "",
    connection: uuid.UUID | str | None = None,
    cursor: str = "",
    limit: int = 50,
    placed_after: datetime | None = None,
    placed_before: datetime | None = None,
    states: Sequence[str] = (),
    mark: str = "",
    due_word: str = "",
) -> OrderPage:
    """Newest first. Raises `BadCursor` for a cursor that is not ours."""
    rows = _matching(workspace, tab, text, connection)
    rows = rows.filter(_narrowed(states, mark, due_word, placed_after, placed_before))
    rows = rows.select_related("connection", "delivery_slip").defer("delivery_slip__content")
    rows = rows.prefetch_related("lines")
    if text.strip():  # row security would keep PostgreSQL from using the index of words
        with everywhere("words of one workspace, named in the query"):
            return cut(rows, cursor, limit)
    return cut(rows, cursor, limit)


def _narrowed(
    states: Sequence[str],
    mark: str,
    due_word: str,
    placed_after: datetime | None,
    placed_before: datetime | None,
) -> Q:
    named = {"state__in": states, "placed_at__gt": placed_after, "placed_at__lt": placed_before}
    wanted = Q(**{name: value for name, value in named.items() if value})
    if mark:
        wanted &= MARKS[mark]
    return wanted & due(due_word) if due_word else wanted


def _matching(
    workspace: Workspace, tab: str, text: str, connection: uuid.UUID | str | None
) -> QuerySet[Order, Order]:
    rows = Order.objects.filter(workspace=workspace)
    if tab:
        rows = rows.filter(state__in=TABS.get(tab, (tab,)))
    if connection:
        rows = rows.filter(connection_id=connection)
    query = _search_query(text)
    if query is not None:
        rows = rows.annotate(found=SearchVector("search", config="simple")).filter(found=query)
    elif text.strip():
        rows = rows.none()
    return rows


def _search_query(text: str) -> SearchQuery | None:
    """All words must be there, each as the beginning of a word."""
    words = re.findall(r"\w+", fold(text))
    if not words:
        return None
    return SearchQuery(" & ".join(f"{word}:*" for word in words), config="simple", search_type="raw")


def cut(rows: QuerySet[Order, Order], cursor: str, limit: int) -> OrderPage:
    """One page of the rows, newest first. Raises `BadCursor`."""
    direction, moment, key = unpack(cursor) if cursor else ("after", None, None)
    backwards = direction == "before"
    if moment is not None:
        edge = Q(placed_at=moment, id__gt=key) if backwards else Q(placed_at=moment, id__lt=key)
        rows = rows.filter((Q(placed_at__gt=moment) if backwards else Q(placed_at__lt=moment)) | edge)
    ordering = ("placed_at", "id") if backwards else ("-placed_at", "-id")
    found = list(rows.order_by(*ordering)[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    if backwards:
        found.reverse()
    has_next = bool(found) and (more or backwards) if not backwards else bool(found)
    has_previous = bool(found) and (more if backwards else bool(cursor))
    return OrderPage(
        found,
        pack("after", found[-1].placed_at, found[-1].id) if has_next and (more or backwards) else "",
        pack("before", found[0].placed_at, found[0].id) if has_previous else "",
    )


def one(workspace: Workspace, order_id: uuid.UUID | str) -> Order:
    """Raises `Order.DoesNotExist`, also for an order of another workspace."""
    rows = Order.objects.select_related("connection", "connection__workspace", "delivery_slip")
    rows = rows.defer("delivery_slip__content")
    return rows.prefetch_related("lines", "parcels", "deliveries__consumer").get(
        workspace=workspace, pk=order_id
    )


def find(workspace: Workspace, text: str) -> Order:
    """An order by our id, the marketplace's reference, or the reference of one of its lines."""
    try:
        return one(workspace, uuid.UUID(text))
    except ValueError:
        pass
    match = Q(reference=text) | Q(lines__reference=text)
    order = Order.objects.filter(match, workspace=workspace).order_by("-placed_at").first()
    if order is None:
        raise Order.DoesNotExist(text)
    return one(workspace, order.pk)


def matching(
    workspace: Workspace, *, tab: str, text: str, connection: uuid.UUID | None, most: int
) -> tuple[list[Order], int]:
    """Orders a filter finds, earliest deadline first, and how many more than `most` there are."""
    rows = _whole(_matching(workspace, tab, text, connection))
    found = list(rows.order_by(F("deadline_at").asc(nulls_last=True), "placed_at", "id")[:most])
    left = rows.count() - most if len(found) == most else 0
    return found, max(0, left)


def named(workspace: Workspace, names: Sequence[str]) -> dict[str, Order]:
    """Name -> order, by our id or the marketplace's reference; the newest where several connections share one."""
    ids = [name for name in names if _is_id(name)]
    match = Q(reference__in=names) | Q(pk__in=ids)
    found: dict[str, Order] = {}
    for order in _whole(Order.objects.filter(match, workspace=workspace)).order_by("placed_at", "id"):
        found[order.reference] = found[str(order.pk)] = order
    return found


def _whole(rows: QuerySet[Order, Order]) -> QuerySet[Order, Order]:
    return rows.select_related("connection", "connection__workspace").prefetch_related("lines")


def _is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def timeline(order: Order) -> list[Entry]:
    """Oldest first."""
    return [
        Entry(event.id, event.at, event.kind, event.actor, event.exchange_id, event.data)
        for event in of_order(order.pk)
    ]


def commands_of(order: Order) -> list[Command]:
    return list(Command.objects.filter(order_id=order.pk).order_by("created_at", "id"))


def availability(order: Order) -> list[Availability]:
    """Every kind of command this marketplace can do, with the reason when not now."""
    lines = list(order.lines.all())
    kinds = [one.kind for one in order.connection.manifest.capabilities]
    return [_available(order, lines, kind) for kind in kinds if kind not in RETURN_KINDS]


def _available(order: Order, lines: list[Line], kind: CommandKind) -> Availability:
    refusals = [(line, refusal(order, line, kind)) for line in lines]
    allowed = [line for line, no in refusals if no is None]
    first = telling([no for _, no in refusals if no is not None])
    whole = order.connection.manifest.capability(kind)
    if whole and whole.scope == "order" and len(allowed) < len(lines):
        allowed = []
    if allowed:
        return Availability(kind, True, "", "", allowed)
    code, words = (first.code, first.words) if first else ("no_lines", "")
    return Availability(kind, False, code, words, [])


def telling(refusals: Sequence[NotAllowed]) -> NotAllowed | None:
    """The refusal that tells most: a line's own reason before the plain "not in this state"."""
    own = [no for no in refusals if no.code != "wrong_state"]
    return next(iter([*own, *refusals]), None)


def lines_named(order: Order, names: Iterable[str]) -> list[Line]:
    """Lines of the order by our id or the marketplace's reference; all of them for no names."""
    wanted = set(names)
    lines = list(order.lines.all())
    if not wanted:
        return lines
    chosen = [line for line in lines if line.reference in wanted or str(line.pk) in wanted]
    if len(chosen) < len(wanted):
        known = {line.reference for line in lines} | {str(line.pk) for line in lines}
        raise NotAllowed("unknown_line", f"No such line in this order: {', '.join(sorted(wanted - known))}")
    return chosen


def stale_lines(connection: Connection, complete: Mapping[str, datetime], limit: int) -> list[str]:
    """References to ask about alone: open lines that the lists should have shown and did not.

    `complete`: fulfilment -> when a list of all lines in it was read. A line waiting for acceptance stands in the
    list of new sales until it is answered, so one that list did not show has left it (cancelled, expired, answered
    elsewhere). Other open lines are asked about when nothing showed them for six hours.
    """
    lines = Line.objects.filter(connection=connection, order__test=False).exclude(
        fulfilment__in=[state.value for state in SETTLED]
    )
    wanted = Q(observed_at__lt=now() - timedelta(hours=6))
    for fulfilment, read_at in complete.items():
        wanted |= Q(fulfilment=fulfilment, observed_at__lt=read_at)
    rows = lines.filter(wanted).order_by("observed_at")
    field = "order__reference" if connection.manifest.asks_by == "order" else "reference"
    return list(dict.fromkeys(rows.values_list(field, flat=True)[: limit * 3]))[:limit]


def unseen_since(connection: Connection, moment: datetime, limit: int) -> list[str]:
    """References to ask about alone: open lines that nothing showed since then, longest unseen first."""
    lines = Line.objects.filter(connection=connection, observed_at__lt=moment, order__test=False).exclude(
        fulfilment__in=[state.value for state in SETTLED]
    )
    field = "order__reference" if connection.manifest.asks_by == "order" else "reference"
    rows = lines.order_by("observed_at").values_list(field, flat=True)
    return list(dict.fromkeys(rows[: limit * 3]))[:limit]
