"""Lines get the merchant's own SKU; an order with a line that has none is parked until it has, and resumes by itself.

Parked means that the hand-off to back offices waits. Accepting, refusing and shipping stay possible.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, QuerySet

from forain.hub.connections.models import Connection
from forain.hub.journal.unit import Unit, unit
from forain.hub.orders.followers import tell_followers
from forain.hub.orders.models import Delivery, HandOffState, Line, Order
from forain.hub.orders.taken import Taken
from forain.hub.skus.models import BEGINNING, Rules
from forain.hub.skus.resolve import Wanted, is_on, resolve
from forain.hub.workspaces.models import Workspace
from forain.trade.events import EventKind
from forain.trade.lifecycle import SETTLED

#: Orders looked at again in one batch.
BATCH = 300
_SETTLED = [state.value for state in SETTLED]


def map_line(line: Line) -> bool:
    """Find the line's SKU; whether something changed. A line that has one keeps it."""
    if line.merchant_sku or line.fulfilment in _SETTLED or not is_on(line.workspace_id):
        return False
    found = resolve(Wanted(line.workspace_id, line.connection_id, line.sku, line.gtins))
    before = line.needs_mapping
    line.merchant_sku, line.mapped_by = (found.sku, found.strategy.value) if found else ("", "")
    line.needs_mapping = found is None
    return found is not None or not before


def park(work: Unit, taken: Taken) -> None:
    """Park the order or let it go on, as its lines stand now; told once each way."""
    order = taken.order
    unmapped = [line for line in order.lines.all() if line.needs_mapping and line.fulfilment not in _SETTLED]
    if bool(unmapped) == order.parked:
        return
    order.parked = bool(unmapped)
    Order.objects.filter(pk=order.pk).update(parked=order.parked)
    kind = EventKind.ORDER_PARKED if order.parked else EventKind.ORDER_RESUMED
    said: dict[str, Any] = {"reference": order.reference}
    if unmapped:
        said["unmapped"] = [{"reference": line.reference, "sku": line.sku} for line in unmapped]
    work.event(kind, "order", order.pk, order_id=order.pk, connection_id=order.connection_id, **said)


def look_again(workspace_id: uuid.UUID) -> int:
    """One batch of open orders after the catalogue changed; how many orders were looked at, 0 when all were."""
    with transaction.atomic():
        rules = Rules.objects.select_for_update(no_key=True, skip_locked=True).filter(
            workspace_id=workspace_id, remap_after__isnull=False
        )
        row = rules.first()
        if row is None:
            return 0
        orders = list(_open(workspace_id).filter(id__gt=row.remap_after or BEGINNING).order_by("id")[:BATCH])
        for order in orders:
            _again(order)
        row.remap_after = orders[-1].pk if len(orders) == BATCH else None
        row.save(update_fields=["remap_after"])
    return len(orders)


def workspaces_to_look_at() -> list[uuid.UUID]:
    return list(Rules.objects.filter(remap_after__isnull=False).values_list("workspace_id", flat=True)[:50])


def _open(workspace_id: uuid.UUID) -> QuerySet[Order, Order]:
    """Orders with an open line that has no SKU, and that no back office has taken in."""
    lines = Line.objects.filter(order=OuterRef("pk"), merchant_sku="").exclude(fulfilment__in=_SETTLED)
    taken = Delivery.objects.filter(order=OuterRef("pk"), state=HandOffState.ACKNOWLEDGED)
    return Order.objects.filter(Exists(lines), ~Exists(taken), workspace_id=workspace_id)


def _again(order: Order) -> None:
    with unit(order.workspace_id) as work:
        rows = Order.objects.select_for_update(no_key=True, of=("self",)).select_related("connection")
        locked = rows.get(pk=order.pk)
        changed = [line for line in locked.lines.all() if map_line(line)]
        for line in changed:
            line.save(update_fields=["merchant_sku", "mapped_by", "needs_mapping"])
        if changed:
            taken = Taken(locked, changed=True)
            park(work, taken)
            tell_followers(work, locked)


def unmapped(workspace: Workspace) -> list[dict[str, Any]]:
    """What waits for a SKU, by the marketplace's SKU and connection, most orders first."""
    lines = Line.objects.filter(workspace=workspace, needs_mapping=True).exclude(fulfilment__in=_SETTLED)
    grouped = lines.values("sku", "connection_id").annotate(
        lines=Count("id"), orders=Count("order_id", distinct=True), title=Max("title")
    )
    rows = list(grouped.order_by("-orders", "sku")[:500])
    connections = Connection.objects.in_bulk({row["connection_id"] for row in rows})
    return [{**row, "connection": connections[row["connection_id"]]} for row in rows]
