"""To-dos that follow from where an order stands: accept, ship, and what its observation brought to light."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from forain.hub.clocks.effective import running
from forain.hub.connections.models import Connection
from forain.hub.inbox.models import Todo, TodoKind
from forain.hub.inbox.todos import Cause, open_todo, resolve, resolve_key
from forain.hub.journal.unit import Unit
from forain.hub.orders.clocks import begun
from forain.hub.orders.models import Line, Order, Stand
from forain.hub.orders.taken import Signal
from forain.trade.address_doubts import doubts

#: States a person must move an order out of.
WORK: Mapping[str, TodoKind] = {Stand.AWAITING_ACCEPTANCE: TodoKind.ACCEPT, Stand.TO_SHIP: TodoKind.SHIP}


def follow(work: Unit, order: Order, connection: Connection, *, new: bool = False) -> None:
    """Open or resolve `accept` and `ship` for the order as its lines stand now. `new`: nothing of it can be open yet."""
    open_keys = frozenset[str]() if new else _open_keys(order)
    _follow_mapping(work, order, open_keys)
    lines = list(order.lines.all())
    for state, kind in WORK.items():
        waiting = [line for line in lines if line.fulfilment == state and not line.marketplace_fulfilled]
        key = f"{kind.value}:{order.pk}"
        if waiting:
            open_todo(work, connection, _work_cause(order, connection, kind, key, waiting))
        elif key in open_keys:
            resolve_key(work, key, "observation")
    waits = any(line.fulfilment in WORK for line in lines)
    _look_at_address(work, order, connection, open_keys, waiting=waits)


def _open_keys(order: Order) -> frozenset[str]:
    """Causes of the order's open to-dos; whoever follows an order holds its lock, so they stay what they are."""
    rows = Todo.objects.filter(workspace_id=order.workspace_id, order_id=order.pk, resolved_at=None)
    return frozenset(rows.values_list("key", flat=True))


def _look_at_address(
    work: Unit, order: Order, connection: Connection, open_keys: frozenset[str], *, waiting: bool
) -> None:
    """While something is still to be sent, an address a carrier would send back wants a look."""
    key = f"{TodoKind.DOUBTFUL_ADDRESS.value}:{order.pk}"
    found = doubts(order.shipping_address) if waiting and order.shipping_address else ()
    if not found:
        if key in open_keys:
            resolve_key(work, key, "observation")
        return
    open_todo(
        work,
        connection,
        Cause(
            kind=TodoKind.DOUBTFUL_ADDRESS,
            key=key,
            subject=order.reference,
            order_id=order.pk,
            facts={"doubts": " ".join(found)},
            exchange_id=order.exchange_id,
        ),
    )


def refollow(work: Unit, order: Order) -> None:
    """A person changed something of the order: its to-dos follow at once."""
    follow(work, order, order.connection)
    stopped = [f"do_not_ship:{order.pk}:{line.reference}" for line in order.stopped_lines]
    gone = Todo.objects.filter(order_id=order.pk, kind=TodoKind.DO_NOT_SHIP).exclude(key__in=stopped)
    resolve(work, gone, work.actor or "observation")


def _follow_mapping(work: Unit, order: Order, open_keys: frozenset[str]) -> None:
    """One to-do for each line that has no SKU; those of lines that have one now are done."""
    waiting = [line for line in order.lines.all() if line.needs_mapping and order.parked]
    wanted = {f"unmapped_sku:{order.pk}:{line.reference}" for line in waiting}
    for key in sorted(one for one in open_keys - wanted if one.startswith("unmapped_sku:")):
        resolve_key(work, key, work.actor or "observation")
    facts = [
        Signal("unmapped_sku", one.reference, one, {"sku": one.sku or "–", "title": one.title})
        for one in waiting
    ]
    report(work, order, order.connection, facts)


def _work_cause(order: Order, connection: Connection, kind: TodoKind, key: str, waiting: list[Line]) -> Cause:
    first = min(
        (line for line in waiting if line.deadline_at), key=lambda one: str(one.deadline_at), default=None
    )
    clock = running(connection, first.deadline_clock) if first else None
    return Cause(
        kind=kind,
        key=key,
        subject=order.reference,
        order_id=order.pk,
        facts={"lines": str(len(waiting)), "title": waiting[0].title},
        due_at=first.deadline_at if first else None,
        due_basis=clock.basis if clock else {},
        clock_from=begun(first, order.placed_at) if first else None,
        exchange_id=order.exchange_id,
    )


def report(work: Unit, order: Order, connection: Connection, signals: Iterable[Signal]) -> None:
    """A to-do for each thing the observation brought to light."""
    for signal in signals:
        open_todo(
            work,
            connection,
            Cause(
                kind=TodoKind(signal.kind),
                key=f"{signal.kind}:{order.pk}:{signal.subject}",
                subject=signal.subject,
                order_id=order.pk,
                line_id=signal.line.pk if signal.line else None,
                facts=signal.facts,
                exchange_id=order.exchange_id,
            ),
        )
