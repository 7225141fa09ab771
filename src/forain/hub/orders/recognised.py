"""Most of what a list tells was told before: orders of a page that say nothing new are recognised and remembered at once.

What `intake.take_order` does for one of them, in a handful of statements for all. Whatever is not plainly unchanged (a
row somebody else has locked, a command that waits to be seen) is left to it.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from forain.hub.connections.models import Connection
from forain.hub.orders.intake import digest_of
from forain.hub.orders.models import Line, Order
from forain.hub.outbox.seen import wait_to_be_seen
from forain.trade import order as trade


def recognise(connection: Connection, seen: Iterable[trade.Order], at: datetime) -> frozenset[str]:
    """References of the orders that are as they were; that they were seen at `at` is kept on them and their lines."""
    said: dict[str, dict[str, str]] = defaultdict(dict)
    lines: dict[str, list[str]] = defaultdict(list)
    for one in seen:
        shown, digest = digest_of(one)
        if said[one.reference].setdefault(shown, digest) != digest:
            said[one.reference][shown] = ""  # told twice, and differently
        lines[one.reference] += [line.reference for line in one.lines]
    with transaction.atomic():
        same = _unchanged(connection, said, at)
        waiting = wait_to_be_seen(same)
        found = {key: reference for key, reference in same.items() if key not in waiting}
        _touch(list(found), [line for reference in found.values() for line in lines[reference]], at)
    return frozenset(found.values())


def _unchanged(
    connection: Connection, said: Mapping[str, Mapping[str, str]], at: datetime
) -> dict[uuid.UUID, str]:
    """Orders of which nothing newer is known and everything was said before, locked; others are stepped over."""
    rows = Order.objects.select_for_update(no_key=True, skip_locked=True).filter(
        connection=connection, reference__in=list(said), observed_at__lte=at
    )
    return {
        key: reference
        for key, reference, digests in rows.values_list("pk", "reference", "digests")
        if said[reference].items() <= digests.items()
    }


def _touch(orders: list[uuid.UUID], lines: list[str], at: datetime) -> None:
    if not orders:
        return
    Order.objects.filter(pk__in=orders).update(last_seen_at=at, observed_at=at)
    Line.objects.filter(order_id__in=orders, reference__in=lines, observed_at__lt=at).update(observed_at=at)
