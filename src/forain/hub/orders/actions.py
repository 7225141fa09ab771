"""What a person or program may ask for: rows, command and event in one transaction, then a wake-up.

Asking twice is harmless: while a command of the same kind holds a line, or was confirmed and not yet seen, the
same command is given back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from forain.hub.journal.unit import Unit, unit
from forain.hub.kit.refusal import NotAllowed
from forain.hub.orders.models import Line, Order
from forain.hub.orders.preflight import refusal
from forain.hub.orders.shipping import other_parcel, refuse_second_parcel, same_parcel, shipping_details
from forain.hub.orders.trial import carry_out
from forain.hub.outbox.models import OPEN, Command, Hold, Kind, State
from forain.hub.outbox.wake import wake
from forain.hub.workspaces.audit import note
from forain.trade.commands import CommandKind
from forain.trade.events import EventKind

__all__ = ["NotAllowed", "accept", "ask", "refuse", "ship"]


def accept(order: Order, lines: Iterable[Line], *, actor: str) -> list[Command]:
    """Commit to deliver. Raises NotAllowed."""
    return ask(CommandKind.ACCEPT, order, lines, actor=actor)


def refuse(order: Order, lines: Iterable[Line], *, actor: str) -> list[Command]:
    """Decline before acceptance. Raises NotAllowed."""
    return ask(CommandKind.REFUSE, order, lines, actor=actor)


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


def ask(
    kind: CommandKind,
    order: Order,
    lines: Iterable[Line],
    *,
    actor: str,
    details: Mapping[str, str] | None = None,
) -> list[Command]:
    """Put a command for these lines into the outbox: one a line, or one for the whole order where the marketplace
    knows no smaller step."""
    wanted = {line.pk for line in lines}
    with unit(order.workspace_id, actor) as work:
        locked = Order.objects.select_for_update(of=("self",)).select_related("connection").get(pk=order.pk)
        chosen = [line for line in locked.lines.all() if line.pk in wanted]
        if not chosen:
            raise NotAllowed("no_lines", _("Choose at least one line."))
        groups = _groups(locked, chosen, kind)
        commands = [_command(work, locked, group, kind, dict(details or {})) for group in groups]
        if locked.test:
            carry_out(work, locked, commands)
        connection_id = locked.connection_id
        work.after_commit(lambda: wake(connection_id))
    return commands


def _groups(order: Order, lines: list[Line], kind: CommandKind) -> list[list[Line]]:
    capability = order.connection.manifest.capability(kind)
    if capability is None or capability.scope == "line":
        return [[line] for line in lines]
    if len(lines) < order.lines.count():
        raise NotAllowed(
            "whole_order_only",
            _("%(marketplace)s decides on the whole order; choose all its lines.")
            % {"marketplace": order.connection.manifest.name},
        )
    return [lines]


def _command(
    work: Unit, order: Order, lines: list[Line], kind: CommandKind, details: dict[str, str]
) -> Command:
    existing = _same_already(order, lines, kind)
    if existing is not None:
        return existing
    for line in lines:
        no = refusal(order, line, kind)
        if no is not None:
            raise no
    return _write(work, order, lines, kind, details)


def _same_already(order: Order, lines: list[Line], kind: CommandKind) -> Command | None:
    """The command that does this already: still open, or confirmed and waiting to be seen."""
    hold = Hold.objects.select_related("command").filter(line_id__in=[line.pk for line in lines]).first()
    if hold is not None:
        if hold.command.kind == kind.value:
            return hold.command
        raise NotAllowed(
            "command_open",
            _("Another command on this line is under way (%(kind)s); wait for its end.")
            % {"kind": hold.command.get_kind_display()},
            command=str(hold.command.pk),
        )
    recent = Command.objects.filter(
        order_id=order.pk, kind=kind.value, state=State.CONFIRMED, seen_at=None
    ).order_by("-created_at")
    references = {line.reference for line in lines}
    return next((one for one in recent if references <= set(one.line_references)), None)


def _write(
    work: Unit, order: Order, lines: list[Line], kind: CommandKind, details: dict[str, str]
) -> Command:
    command = Command.objects.create(
        workspace_id=order.workspace_id,
        connection_id=order.connection_id,
        order_id=order.pk,
        order_reference=order.reference,
        line_references=[line.reference for line in lines],
        kind=Kind(kind.value),
        details={**details, "placed_at": order.placed_at.isoformat()},
        created_by=work.actor,
    )
    Hold.objects.bulk_create(Hold(line_id=line.pk, command=command) for line in lines)
    work.event(
        EventKind.COMMAND_QUEUED,
        "command",
        command.pk,
        order_id=order.pk,
        connection_id=order.connection_id,
        command=kind.value,
        lines=command.line_references,
        details=details,
    )
    note(
        order.workspace_id,
        work.actor,
        f"command.{kind.value}",
        order.reference,
        lines=command.line_references,
    )
    return command


def open_commands(order: Order) -> int:
    return Command.objects.filter(order_id=order.pk, state__in=OPEN).count()
