"""Orders as one consumer sees them: what it should take in, what it was given, what it said."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, Exists, OuterRef, Q

from forain.hub.journal.unit import unit
from forain.hub.orders.handoff import export
from forain.hub.orders.models import Consumer, Delivery, HandOffState, Order
from forain.hub.orders.queries import OrderPage, cut
from forain.trade.lifecycle import SETTLED

#: What a consumer that names no state is shown: all it has not answered yet.
UNANSWERED = (HandOffState.NEW.value, HandOffState.EXPORTED.value)


def page(consumer: Consumer, states: Sequence[str] = (), *, cursor: str = "", limit: int = 50) -> OrderPage:
    """Newest first; without states what the consumer has not answered. Raises `BadCursor`.

    An order is new to a consumer while something is still expected of it and it is not parked: what ended before
    the consumer heard of it needs no hand-off.
    """
    wanted = set(states or UNANSWERED)
    said = Delivery.objects.filter(order=OuterRef("pk"), consumer=consumer).exclude(state=HandOffState.NEW)
    match = Q(Exists(said.filter(state__in=wanted - {HandOffState.NEW.value})))
    if HandOffState.NEW.value in wanted:
        ended = [state.value for state in SETTLED]
        match |= Q(~Exists(said), ~Q(state__in=ended), parked=False)
    rows = Order.objects.filter(match, workspace_id=consumer.workspace_id).select_related("connection")
    return cut(rows.prefetch_related("lines"), cursor, limit)


def hand_over(consumer: Consumer, orders: Sequence[Order], *, actor: str) -> None:
    """The consumer has read these: what was new becomes exported."""
    if not orders:
        return
    with unit(consumer.workspace_id, actor) as work:
        export(work, [order.pk for order in orders], consumer)


def counts(consumer: Consumer) -> dict[str, int]:
    """How many orders stand in each state of the hand-off."""
    rows = Delivery.objects.filter(consumer=consumer).exclude(state=HandOffState.NEW).values("state")
    said = dict(rows.annotate(n=Count("id")).values_list("state", "n"))
    heard = Delivery.objects.filter(order=OuterRef("pk"), consumer=consumer).exclude(state=HandOffState.NEW)
    open_ = Order.objects.filter(workspace_id=consumer.workspace_id, parked=False)
    new = open_.exclude(state__in=[state.value for state in SETTLED]).filter(~Exists(heard)).count()
    return {state: said.get(state, 0) for state in HandOffState.values} | {HandOffState.NEW.value: new}
