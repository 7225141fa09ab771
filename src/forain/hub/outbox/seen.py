"""Tells "sent" from "seen": which commands an observation shows to have taken effect."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.db.models import QuerySet

from forain.hub.journal.unit import Unit
from forain.hub.kit.clock import now
from forain.hub.outbox.models import ENDED_FIRST, Command, State
from forain.trade.commands import HIDDEN_BY, LEADS_TO, CommandKind, shown_by
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
    """`standing`: line reference -> fulfilment as just seen. Confirmed commands all of whose lines got there are seen;
    those whose lines were cancelled meanwhile are waited for no longer."""
    for command in _waiting([order_id]):
        kind = CommandKind(command.kind)
        states = {standing.get(line) for line in command.line_references}
        if kind in LEADS_TO and states <= shown_by(kind):
            tell_seen(work, command, exchange_id)
        elif kind in HIDDEN_BY and states <= shown_by(kind) | HIDDEN_BY[kind]:
            Command.objects.filter(pk=command.pk, seen_at=None).update(outcome_code=ENDED_FIRST)


def _waiting(orders: Collection[uuid.UUID]) -> QuerySet[Command, Command]:
    rows = Command.objects.filter(order_id__in=orders, seen_at=None, state=State.CONFIRMED)
    return rows.exclude(outcome_code=ENDED_FIRST)


def wait_to_be_seen(orders: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of the orders with a confirmed command whose effect was not seen yet."""
    if not orders:
        return set()
    return {key for key in _waiting(orders).values_list("order_id", flat=True) if key is not None}


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
