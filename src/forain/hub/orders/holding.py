"""Holds: a person keeps an order, or some of its lines, from being shipped and from anything that acts by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from forain.hub.journal.unit import Unit, unit
from forain.hub.kit.clock import now
from forain.hub.kit.refusal import NotAllowed
from forain.hub.orders.followers import tell_followers
from forain.hub.orders.marks import Holdable
from forain.hub.orders.models import Line, Order
from forain.hub.workspaces.audit import note
from forain.trade.events import EventKind

FIELDS = ["held_at", "held_by", "held_reason"]


def is_held(order: Order, line: Line) -> bool:
    return order.held_at is not None or line.held_at is not None


def hold_reason(order: Order, line: Line) -> str:
    """Why; empty when nobody holds it."""
    return order.held_reason if order.held_at is not None else line.held_reason


def hold(order: Order, lines: Sequence[Line], reason: str, *, actor: str) -> Order:
    """Hold these lines, or the whole order for none. Holding again replaces the reason.

    Raises NotAllowed (`reason_missing`).
    """
    if not reason.strip():
        raise NotAllowed("reason_missing", _("Say why it is held; the next person will want to know."))
    with unit(order.workspace_id, actor) as work:
        locked = _locked(order)
        for one in _chosen(locked, lines):
            one.held_at, one.held_by, one.held_reason = now(), actor, reason.strip()
            one.save(update_fields=FIELDS)
        said = {"held": [line.reference for line in lines], "reason": reason.strip()}
        _tell(work, locked, EventKind.ORDER_HELD, said)
        note(order.workspace_id, actor, "order.held", order.reference, **said)
        tell_followers(work, locked)
    return locked


def release(order: Order, lines: Sequence[Line] = (), *, actor: str) -> Order:
    """End the hold of these lines; for none, every hold on the order. Raises NotAllowed (`not_held`)."""
    with unit(order.workspace_id, actor) as work:
        locked = _locked(order)
        everything: list[Holdable] = [locked, *locked.lines.all()]
        held = [one for one in (_chosen(locked, lines) if lines else everything) if one.held_at is not None]
        if not held:
            raise NotAllowed("not_held", _("Nothing of this is held."))
        for one in held:
            one.held_at, one.held_by, one.held_reason = None, "", ""
            one.save(update_fields=FIELDS)
        said = {"held": [line.reference for line in lines]}
        _tell(work, locked, EventKind.ORDER_RELEASED, said)
        note(order.workspace_id, actor, "order.released", order.reference, **said)
        tell_followers(work, locked)
    return locked


def _locked(order: Order) -> Order:
    return (
        Order.objects.select_for_update(no_key=True, of=("self",))
        .select_related("connection")
        .get(pk=order.pk)
    )


def _chosen(order: Order, lines: Sequence[Line]) -> list[Holdable]:
    """The lines as they are now, or the order itself."""
    wanted = {line.pk for line in lines}
    return [line for line in order.lines.all() if line.pk in wanted] if wanted else [order]


def _tell(work: Unit, order: Order, kind: EventKind, said: Mapping[str, Any]) -> None:
    facts = {"reference": order.reference, **said}
    work.event(kind, "order", order.pk, order_id=order.pk, connection_id=order.connection_id, **facts)
