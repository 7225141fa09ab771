"""Tells "sent" from "seen": which commands an observation shows to have taken effect."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from forain.hub.journal.unit import Unit
from forain.hub.kit.clock import now
from forain.hub.outbox.models import Command, State
from forain.trade.commands import LEADS_TO, CommandKind
from forain.trade.events import EventKind
from forain.trade.lifecycle import Fulfilment


def was_asked(connection_id: uuid.UUID, line_reference: str, after: Fulfilment) -> bool:
    """Whether we ourselves asked for what leads to `after` on this line."""
    kinds = [kind.value for kind, states in LEADS_TO.items() if after in states]
    rows = Command.objects.filter(
        connection_id=connection_id, kind__in=kinds, line_references__contains=[line_reference]
    )
    return rows.exclude(state__in=[State.REJECTED, State.SUPERSEDED]).exists()


def mark_seen(
    work: Unit, order_id: uuid.UUID, standing: dict[str, Fulfilment], exchange_id: str | uuid.UUID | None
) -> None:
    """`standing`: line reference -> fulfilment as just seen. Confirmed commands all of whose lines got there are seen."""
    waiting = Command.objects.filter(order_id=order_id, seen_at=None, state=State.CONFIRMED)
    for command in waiting:
        goal = LEADS_TO.get(CommandKind(command.kind))
        if goal and all(standing.get(line) in goal for line in command.line_references):
            tell_seen(work, command, exchange_id)


def wait_to_be_seen(orders: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of the orders with a confirmed command whose effect was not seen yet."""
    if not orders:
        return set()
    rows = Command.objects.filter(order_id__in=orders, seen_at=None, state=State.CONFIRMED)
    return {key for key in rows.values_list("order_id", flat=True) if key is not None}


def tell_seen(work: Unit, command: Command, exchange_id: str | uuid.UUID | None) -> None:
    """The effect of a confirmed command was seen; told once."""
    if not Command.objects.filter(pk=command.pk, seen_at=None).update(seen_at=now()):
        return
    work.event(
        EventKind.COMMAND_SEEN,
        "command",
        command.pk,
        order_id=command.order_id,
        connection_id=command.connection_id,
        exchange_id=exchange_id,
        command=command.kind,
        lines=command.line_references,
    )
