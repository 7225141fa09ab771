"""Writes a wish down as a command, unless the outbox has it already: the same wish gives the same command back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from forain.hub.journal.unit import Unit
from forain.hub.kit.refusal import NotAllowed
from forain.hub.outbox.ending import withdraw
from forain.hub.outbox.models import Command, Hold, Kind, Paper, State
from forain.trade.commands import LEADS_TO, MESSAGE_KINDS, REPLACES, CommandKind
from forain.trade.commands import Paper as TradePaper
from forain.trade.events import EventKind
from forain.trade.lifecycle import Fulfilment


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One command to be. `held`: our ids of what it holds while it is open (lines, or the return); `starts`: from
    where its kind may begin, None for anywhere."""

    kind: CommandKind
    workspace_id: uuid.UUID
    connection_id: uuid.UUID
    order_reference: str
    held: tuple[uuid.UUID, ...]
    order_id: uuid.UUID | None = None
    return_id: uuid.UUID | None = None
    references: list[str] = field(default_factory=list)
    details: Mapping[str, str] = field(default_factory=dict)
    starts: frozenset[Fulfilment] | None = None
    paper: TradePaper | None = None
    replace: bool = True  #: whether it may take the place of a waiting command


def no_lines() -> NotAllowed:
    return NotAllowed("no_lines", _("Choose at least one line."))


def command_open(command: Command) -> NotAllowed:
    words = _("Another command on this line is under way (%(kind)s); wait for its end.")
    return NotAllowed("command_open", words % {"kind": command.get_kind_display()}, command=str(command.pk))


def same_already(work: Unit, wish: Wish) -> Command | None:
    """The command that does this already: still open, or confirmed and waiting to be seen. What it takes the place
    of is superseded. Raises NotAllowed (`command_open`, `already_sent`)."""
    holds = Hold.objects.select_related("command", "command__paper").filter(line_id__in=wish.held)
    for command in {hold.command_id: hold.command for hold in holds}.values():
        if _is_same(command, wish):
            return command
        if not _makes_way(work, command, wish):
            raise command_open(command)
    return _sent_already(wish)


def _is_same(command: Command, wish: Wish) -> bool:
    if command.kind != wish.kind.value or not _says_the_same(command.wish, wish.details):
        return False
    paper = getattr(command, "paper", None)
    return (bytes(paper.content) if paper else None) == (wish.paper.content if wish.paper else None)


def _says_the_same(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """A parcel is its carrier and number, whatever case they are written in; anything else is all its details."""
    if "tracking_number" not in other:
        return dict(one) == dict(other)
    names = ("carrier", "tracking_number")
    return all(one.get(name, "").casefold() == other.get(name, "").casefold() for name in names)


def _makes_way(work: Unit, command: Command, wish: Wish) -> bool:
    replaces = REPLACES.get(wish.kind, frozenset()) if wish.replace else frozenset()
    return CommandKind(command.kind) in replaces and withdraw(work, command, "replaced", unsent=True)


def _sent_already(wish: Wish) -> Command | None:
    """The newest command about the same, when it was confirmed and the marketplace was not yet seen to agree."""
    recent = _newest(wish)
    if recent is None or recent.state != State.CONFIRMED or recent.seen_at is not None:
        return None
    if _is_same(recent, wish):
        return recent
    goal = LEADS_TO.get(CommandKind(recent.kind))
    if goal is None or (wish.kind.value != recent.kind and (wish.starts is None or goal & wish.starts)):
        return None
    raise NotAllowed(
        "already_sent",
        _("“%(kind)s” was sent and waits to be seen on the marketplace; look again in a minute.")
        % {"kind": Kind(recent.kind).label},
        command=str(recent.pk),
    )


def _newest(wish: Wish) -> Command | None:
    rows = Command.objects.select_related("paper").order_by("-created_at", "-id")
    if wish.return_id is not None:
        return rows.filter(return_id=wish.return_id).first()
    if wish.order_id is None:
        return None
    rows = rows.filter(order_id=wish.order_id, line_references__contains=wish.references)
    rows = rows.exclude(state__in=[State.SUPERSEDED, State.REJECTED])
    return rows.exclude(kind__in=[kind.value for kind in MESSAGE_KINDS]).first()


def write(work: Unit, wish: Wish, **own: str) -> Command:
    """The command, its holds and its event; `own` are details nobody asked for."""
    command = Command.objects.create(
        workspace_id=wish.workspace_id,
        connection_id=wish.connection_id,
        order_id=wish.order_id,
        return_id=wish.return_id,
        order_reference=wish.order_reference,
        line_references=wish.references,
        kind=Kind(wish.kind.value),
        details={**wish.details, **own},
        created_by=work.actor,
    )
    Hold.objects.bulk_create(Hold(line_id=key, command=command) for key in wish.held)
    if wish.paper is not None:
        paper = wish.paper
        Paper.objects.create(
            command=command, name=paper.name, content_type=paper.content_type, content=paper.content
        )
    work.event(
        EventKind.COMMAND_QUEUED,
        "command",
        command.pk,
        order_id=wish.order_id,
        connection_id=wish.connection_id,
        command=wish.kind.value,
        lines=wish.references,
        details=dict(wish.details),
    )
    return command
