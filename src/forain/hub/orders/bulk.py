"""One wish for many orders: looked at first, then asked for, each order on its own, each with its result.

The preview and the run judge an order by the same checks, so the run refuses what the preview flagged and whatever
changed in between. Nothing is sent twice: what is under way already is given back.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from forain.hub.kit.refusal import NotAllowed
from forain.hub.orders import actions, queries
from forain.hub.orders.choosing import chosen
from forain.hub.orders.grouping import groups_of
from forain.hub.orders.models import Line, Order
from forain.hub.orders.particulars import reason_details
from forain.hub.outbox.asking import command_open
from forain.hub.outbox.models import OPEN, Bulk, Command, Hold, Kind, State
from forain.hub.workspaces.models import Workspace
from forain.trade.commands import CommandKind

#: Kinds that need the same for every order. A shipment needs its own number: that is what shipping files are for.
KINDS = (
    CommandKind.ACCEPT,
    CommandKind.REFUSE,
    CommandKind.CANCEL,
    CommandKind.CONFIRM_PREORDER,
    CommandKind.MARK_LOST,
    CommandKind.MARK_UNDELIVERABLE,
)
#: Orders in one bulk; a filter that finds more leaves the rest for the next.
MOST = 500


class BulkVerdict(StrEnum):
    """`go`: it is (or will be) asked for. `under_way`: it was asked for before; nothing is sent again. `flagged`: it
    is not asked for, `reason` says why. `unknown`: there is no such order."""

    GO = "go"
    UNDER_WAY = "under_way"
    FLAGGED = "flagged"
    UNKNOWN = "unknown"


@dataclass(slots=True)
class Item:
    """What is to become, or became, of one order. `order` is the marketplace's reference."""

    order: str
    verdict: BulkVerdict
    order_id: uuid.UUID | None = None
    lines: list[str] = field(default_factory=list)
    code: str = ""
    reason: str = ""
    #: The reason by language: who reads what became of it may be another person than who asked.
    words: dict[str, str] = field(default_factory=dict)
    commands: list[uuid.UUID] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which orders: named ones, or those a filter of the list finds."""

    orders: Sequence[str] = ()
    tab: str = ""
    text: str = ""
    connection: uuid.UUID | None = None

    @property
    def by_filter(self) -> bool:
        return not self.orders and bool(self.tab or self.text or self.connection)


@dataclass(frozen=True, slots=True)
class Look:
    """A preview. `left`: orders the filter found beyond `MOST`."""

    kind: CommandKind
    items: list[Item]
    left: int = 0


def preview(workspace: Workspace, kind: CommandKind, choice: Choice, *, reason: str = "") -> Look:
    """What the run would do, order by order. Raises NotAllowed (`nothing_chosen`, `too_many`, `not_in_bulk`)."""
    rows, unknown, left = _chosen_orders(workspace, kind, choice)
    around = _around(rows, kind)
    return Look(kind, [*(_judged(row, kind, reason, around) for row in rows), *unknown], left)


def run(
    workspace: Workspace, kind: CommandKind, choice: Choice, *, reason: str = "", actor: str
) -> tuple[Bulk, int]:
    """Ask for it, order by order; kept with a result for each. Raises as `preview` does, and nothing else: what is
    wrong with one order stands in its result."""
    rows, unknown, left = _chosen_orders(workspace, kind, choice)
    items = [*(_asked(row, kind, reason, actor) for row in rows), *unknown]
    bulk = Bulk.objects.create(
        workspace=workspace,
        kind=Kind(kind.value),
        details={"reason": reason} if reason else {},
        items=[_plain(one) for one in items],
        created_by=actor,
    )
    return bulk, left


def _chosen_orders(
    workspace: Workspace, kind: CommandKind, choice: Choice
) -> tuple[list[Order], list[Item], int]:
    if kind not in KINDS:
        raise NotAllowed(
            "not_in_bulk",
            _("This cannot be asked for many orders at once: %(kind)s.") % {"kind": Kind(kind.value).label},
        )
    if choice.by_filter:
        rows, left = queries.matching(
            workspace, tab=choice.tab, text=choice.text, connection=choice.connection, most=MOST
        )
        return rows, [], left
    names = list(dict.fromkeys(choice.orders))
    if not names:
        raise NotAllowed("nothing_chosen", _("Name the orders, or a filter that finds them."))
    if len(names) > MOST:
        raise NotAllowed("too_many", _("At most %(n)d orders at once.") % {"n": MOST}, most=MOST)
    found = queries.named(workspace, names)
    missing = [name for name in names if name not in found]
    rows = list({row.pk: row for name in names if (row := found.get(name))}.values())
    return rows, [_unknown(name) for name in missing], 0


def _unknown(name: str) -> Item:
    def said() -> Item:
        return Item(name, BulkVerdict.UNKNOWN, code="not_found", reason=_("There is no such order."))

    return _in_each_language(said(), said)


@dataclass(frozen=True, slots=True)
class Around:
    """What is under way about the orders of a bulk, read at once. `held`: line -> its open command; `sent`: order and
    line of commands of the kind that were sent and not yet seen."""

    held: Mapping[uuid.UUID, Command]
    sent: frozenset[tuple[uuid.UUID | None, str]]


def _around(orders: Sequence[Order], kind: CommandKind) -> Around:
    lines = [line.pk for order in orders for line in order.lines.all()]
    holds = Hold.objects.select_related("command").filter(line_id__in=lines)
    sent = Command.objects.filter(
        order_id__in=[order.pk for order in orders], kind=kind.value, state=State.CONFIRMED, seen_at=None
    )
    return Around(
        {hold.line_id: hold.command for hold in holds},
        frozenset((one.order_id, reference) for one in sent for reference in one.line_references),
    )


def _judged(order: Order, kind: CommandKind, reason: str, around: Around) -> Item:
    """What would happen: the very checks of `actions.ask`, without writing."""
    try:
        _details(order, kind, reason)
        lines = chosen(order, (), kind)
        groups = groups_of(order, lines, kind)
        under_way = _under_way(lines, kind, around)
        for group in groups:
            if not under_way:
                actions.insist(order, group, kind)
    except NotAllowed as no:
        return _flagged(order, no)
    verdict = BulkVerdict.UNDER_WAY if under_way else BulkVerdict.GO
    return Item(order.reference, verdict, order.pk, [line.reference for line in lines])


def _details(order: Order, kind: CommandKind, reason: str) -> dict[str, str]:
    with_reason = kind in (CommandKind.REFUSE, CommandKind.CANCEL)
    return reason_details(order, kind, reason) if with_reason else {}


def _under_way(lines: Sequence[Line], kind: CommandKind, around: Around) -> bool:
    """All of them were asked for: held by a command of the kind, or sent and not yet seen. Raises NotAllowed when
    another command is on its way there: a bulk never takes the place of what somebody asked for one order."""
    for line in lines:
        command = around.held.get(line.pk)
        if command is not None and command.kind != kind.value:
            raise command_open(command)
    return all(line.pk in around.held or (line.order_id, line.reference) in around.sent for line in lines)


def _asked(order: Order, kind: CommandKind, reason: str, actor: str) -> Item:
    try:
        details = _details(order, kind, reason)
        lines = chosen(order, (), kind)
        before = _commands_before(order)
        commands = actions.ask(kind, order, lines, actor=actor, details=details, replace=False)
    except NotAllowed as no:
        return _in_each_language(
            _flagged(order, no), lambda: _judged(order, kind, reason, _around([order], kind))
        )
    old = all(command.pk in before for command in commands)
    return Item(
        order.reference,
        BulkVerdict.UNDER_WAY if old else BulkVerdict.GO,
        order.pk,
        [reference for command in commands for reference in command.line_references],
        commands=[command.pk for command in commands],
    )


def _commands_before(order: Order) -> set[uuid.UUID]:
    rows = Command.objects.filter(order_id=order.pk, state__in=[*OPEN, State.CONFIRMED])
    return set(rows.values_list("pk", flat=True))


def _flagged(order: Order, no: NotAllowed) -> Item:
    return Item(order.reference, BulkVerdict.FLAGGED, order.pk, code=no.code, reason=no.words)


def _in_each_language(item: Item, judged: Callable[[], Item]) -> Item:
    """With the reason as every language says it; where the order moved on meanwhile, as it was said first."""
    for language, _name in settings.LANGUAGES:
        with override(language):
            again = judged()
        item.words[language] = again.reason if again.code == item.code else item.reason
    return item


def kept(item: Mapping[str, Any]) -> dict[str, Any]:
    """An item of `Bulk.items` with its reason in the language of whoever reads it now."""
    words = item.get("words", {})
    rest = {name: value for name, value in item.items() if name != "words"}
    return {**rest, "reason": words.get(get_language(), item["reason"])}


def _plain(item: Item) -> dict[str, Any]:
    return {
        "order": item.order,
        "order_id": str(item.order_id) if item.order_id else None,
        "verdict": item.verdict.value,
        "lines": item.lines,
        "code": item.code,
        "reason": item.reason,
        "words": item.words,
        "commands": [str(key) for key in item.commands],
    }


def one(workspace: Workspace, bulk_id: uuid.UUID) -> Bulk:
    """Raises `Bulk.DoesNotExist`, also for a bulk of another workspace."""
    return Bulk.objects.get(workspace=workspace, pk=bulk_id)
