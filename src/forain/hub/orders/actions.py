"""What a person or program may ask for: rows, command and event in one transaction, then a wake-up.

Asking twice is harmless: while the same command holds a line, or was confirmed and not yet seen, it is given back. A
newer wish takes the place of a waiting one that contradicts it and was never sent (`trade.commands.REPLACES`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction

from forain.hub.journal.unit import Unit, unit
from forain.hub.kit.refusal import NotAllowed
from forain.hub.orders.grouping import groups_of
from forain.hub.orders.models import Line, Order
from forain.hub.orders.particulars import insist_on_turn, preorder_details, reason_details
from forain.hub.orders.preflight import refusal
from forain.hub.orders.shipping import other_parcel, refuse_second_parcel, same_parcel, shipping_details
from forain.hub.orders.trial import carry_out
from forain.hub.outbox.asking import Wish, no_lines, same_already, write
from forain.hub.outbox.models import Command
from forain.hub.outbox.wake import wake
from forain.hub.workspaces.audit import note
from forain.trade.commands import CommandKind

__all__ = [
    "NotAllowed",
    "accept",
    "ask",
    "cancel",
    "confirm_preorder",
    "correct_tracking",
    "mark_lost",
    "mark_undeliverable",
    "refuse",
    "ship",
]


def accept(order: Order, lines: Iterable[Line], *, actor: str) -> list[Command]:
    """Commit to deliver. Raises NotAllowed."""
    return ask(CommandKind.ACCEPT, order, lines, actor=actor)


def refuse(order: Order, lines: Iterable[Line], *, reason: str = "", actor: str) -> list[Command]:
    """Decline before acceptance. Raises NotAllowed."""
    details = reason_details(order, CommandKind.REFUSE, reason)
    return ask(CommandKind.REFUSE, order, lines, actor=actor, details=details)


def cancel(order: Order, lines: Iterable[Line], *, reason: str = "", actor: str) -> list[Command]:
    """Give accepted lines up; the marketplace pays the buyer back. Raises NotAllowed."""
    details = reason_details(order, CommandKind.CANCEL, reason)
    return ask(CommandKind.CANCEL, order, lines, actor=actor, details=details)


def confirm_preorder(order: Order, lines: Iterable[Line], *, actor: str) -> list[Command]:
    """The goods of pre-ordered lines arrived. Raises NotAllowed (`older_preorders_first`…)."""
    return ask(CommandKind.CONFIRM_PREORDER, order, lines, actor=actor)


def mark_lost(order: Order, lines: Iterable[Line], *, actor: str) -> list[Command]:
    """The carrier lost the parcel. Raises NotAllowed."""
    return ask(CommandKind.MARK_LOST, order, lines, actor=actor)


def mark_undeliverable(order: Order, lines: Iterable[Line], *, actor: str) -> list[Command]:
    """The parcel came back, or was never fetched. Raises NotAllowed."""
    return ask(CommandKind.MARK_UNDELIVERABLE, order, lines, actor=actor)


def ship(
    order: Order,
    lines: Iterable[Line],
    *,
    carrier: str,
    tracking_number: str,
    tracking_url: str = "",
    service: str = "",
    actor: str,
) -> list[Command]:
    """Tell the marketplace that a parcel left. Raises NotAllowed (`carrier_unmapped`, `tracking_url_needed`,
    `other_parcel`…)."""
    details = shipping_details(order, carrier, tracking_number, tracking_url, service)
    chosen = list(lines)
    refuse_second_parcel(order, chosen, details)
    with (
        transaction.atomic()
    ):  # somebody may have been quicker, with another number: then nothing is asked for
        commands = ask(CommandKind.SHIP, order, chosen, actor=actor, details=details)
        for command in commands:
            if not same_parcel(command.details, details):
                raise other_parcel(order, command)
    return commands


def correct_tracking(
    order: Order,
    lines: Iterable[Line],
    *,
    carrier: str,
    tracking_number: str,
    tracking_url: str = "",
    service: str = "",
    actor: str,
) -> list[Command]:
    """Tell another number or carrier of a parcel that left. Raises NotAllowed, as `ship` does."""
    details = shipping_details(order, carrier, tracking_number, tracking_url, service)
    return ask(CommandKind.CORRECT_TRACKING, order, lines, actor=actor, details=details)


def ask(
    kind: CommandKind,
    order: Order,
    lines: Iterable[Line],
    *,
    actor: str,
    details: Mapping[str, str] | None = None,
    replace: bool = True,
) -> list[Command]:
    """Put a command for these lines into the outbox: one a line, or one for the whole order where the marketplace
    knows no smaller step. `replace`: whether it may take the place of a waiting command."""
    wanted = {line.pk for line in lines}
    with unit(order.workspace_id, actor) as work:
        locked = (
            Order.objects.select_for_update(no_key=True, of=("self",))
            .select_related("connection")
            .get(pk=order.pk)
        )
        chosen = [line for line in locked.lines.all() if line.pk in wanted]
        if not chosen:
            raise no_lines()
        groups = groups_of(locked, chosen, kind)
        wishes = [wish_of(locked, group, kind, details or {}, replace=replace) for group in groups]
        commands = [_command(work, locked, group, wish) for group, wish in zip(groups, wishes, strict=True)]
        if locked.test:
            carry_out(work, locked, commands)
        connection_id = locked.connection_id
        work.after_commit(lambda: wake(connection_id))
    return commands


def _command(work: Unit, order: Order, lines: list[Line], wish: Wish) -> Command:
    existing = same_already(work, wish)
    if existing is not None:
        return existing
    insist(order, lines, wish.kind)
    command = write(work, wish, placed_at=order.placed_at.isoformat())
    note(order.workspace_id, work.actor, f"command.{wish.kind.value}", order.reference, lines=wish.references)
    return command


def insist(order: Order, lines: list[Line], kind: CommandKind) -> None:
    """Raises NotAllowed when one of the lines does not allow it now."""
    for line in lines:
        no = refusal(order, line, kind)
        if no is not None:
            raise no
    if kind is CommandKind.CONFIRM_PREORDER:
        insist_on_turn(order, lines)


def wish_of(
    order: Order, lines: list[Line], kind: CommandKind, details: Mapping[str, str], *, replace: bool
) -> Wish:
    """What is wanted, as the outbox keeps it."""
    own = preorder_details(lines[0]) if kind is CommandKind.CONFIRM_PREORDER else {}
    return Wish(
        kind=kind,
        workspace_id=order.workspace_id,
        connection_id=order.connection_id,
        order_id=order.pk,
        order_reference=order.reference,
        held=tuple(line.pk for line in lines),
        references=[line.reference for line in lines],
        details={**details, **own},
        starts=order.connection.manifest.starts(kind),
        replace=replace,
    )
