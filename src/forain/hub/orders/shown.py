"""One order as the page shows it: lines with what may be done, commands sent and seen, people, story."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from forain.hub.kit.refusal import NotAllowed
from forain.hub.orders import queries
from forain.hub.orders.models import Line, Order, address_words
from forain.hub.orders.preflight import refusal
from forain.hub.outbox.models import OPEN, Command, Kind
from forain.hub.parcels.queries import may_have_slip, sent_and_seen, slip_of
from forain.trade.commands import CommandKind

#: What can be asked from this page, in the order of the buttons.
FIRST = (CommandKind.ACCEPT, CommandKind.REFUSE, CommandKind.SHIP)
ACTIONS = (
    *FIRST,
    CommandKind.CONFIRM_PREORDER,
    CommandKind.CORRECT_TRACKING,
    CommandKind.MARK_LOST,
    CommandKind.MARK_UNDELIVERABLE,
    CommandKind.CANCEL,
)

#: Events that the story of an order leaves to the inbox.
ASIDE = "todo."


@dataclass(frozen=True, slots=True)
class Possible:
    """A button of a line or of the order; `reason` is shown when it is not allowed."""

    kind: str
    allowed: bool
    reason: str = ""
    lines: int = 0

    @property
    def words(self) -> str:
        return str(Kind(self.kind).label)


@dataclass(slots=True)
class ShownLine:
    line: Line
    actions: list[Possible] = field(default_factory=list)
    commands: list[Command] = field(default_factory=list)

    @property
    def busy(self) -> bool:
        """A command is on its way: nothing else can be asked until it ends."""
        return any(command.state in OPEN for command in self.commands)

    @property
    def shown_actions(self) -> list[Possible]:
        return [] if self.busy else [one for one in self.actions if one.allowed]


def order_context(order: Order) -> dict[str, Any]:
    """Everything `orders/_order.html` needs."""
    commands = queries.commands_of(order)
    lines = _lines(order, commands)
    whole = _whole(order, lines)
    return {
        "order": order,
        "lines": lines,
        "whole": whole,
        "blocked": [one for one in whole if not one.allowed and one.kind in FIRST],
        "messages_of": [message for one in lines for message in one.line.messages.all()],
        "claims_of": [claim for one in lines for claim in one.line.claims.all()],
        "returns_of": order.returns.order_by("first_seen_at"),
        "commands": commands[::-1],
        "slip": slip_of(order),
        "may_fetch_slip": may_have_slip(order),
        "parcels": [(one, sent_and_seen(one, commands)) for one in order.parcels.all()],
        "timeline": [one for one in queries.timeline(order)[::-1] if not one.kind.startswith(ASIDE)],
        "money": money_rows(order),
        "people": people(order),
        "provisional": any(one.line.money_state == "provisional" for one in lines),
    }


def _lines(order: Order, commands: list[Command]) -> list[ShownLine]:
    of_line: defaultdict[str, list[Command]] = defaultdict(list)
    for command in commands:
        for reference in command.line_references:
            of_line[reference].append(command)
    lines = list(order.lines.all())
    prefetch_related_objects(lines, "messages", "claims")
    return [ShownLine(line, _line_actions(order, line), of_line[line.reference]) for line in lines]


def _line_actions(order: Order, line: Line) -> list[Possible]:
    """What may be asked for one line, where the marketplace decides line by line."""
    offered = [one for one in order.connection.manifest.capabilities if one.scope == "line"]
    kinds = [one.kind for one in offered if one.kind in ACTIONS]
    return [_possible(kind, refusal(order, line, kind)) for kind in kinds]


def _possible(kind: CommandKind, no: NotAllowed | None) -> Possible:
    return Possible(kind.value, no is None, no.words if no else "", 1)


def _whole(order: Order, lines: list[ShownLine]) -> list[Possible]:
    """What may be asked for the order: all lines that allow it and have nothing on its way."""
    free = {one.line.pk for one in lines if not one.busy}
    found = {one.kind: one for one in queries.availability(order) if one.kind in ACTIONS}
    return [_for_all(found[kind], free) for kind in ACTIONS if kind in found]


def _for_all(available: queries.Availability, free: set[Any]) -> Possible:
    lines = [line for line in available.lines if line.pk in free]
    if available.allowed and not lines:
        return Possible(available.kind.value, False, _("Already asked for; waiting for the marketplace."))
    return Possible(available.kind.value, available.allowed, available.reason, len(lines))


def money_rows(order: Order) -> list[tuple[str, int | None]]:
    """The sum as the marketplace told it; what it did not tell is not shown."""
    rows: list[tuple[str, int | None]] = [(_("Lines"), order.lines_total.minor)]
    rows.append((_("Shipping"), order.shipping_minor))
    rows.append((_("Fees"), order.fee_minor))
    rows.append((_("Discount"), -order.discount_minor if order.discount_minor else None))
    return [row for row in rows if row[1] is not None]


def people(order: Order) -> list[tuple[str, Mapping[str, Any]]]:
    """Addresses under their role; one that repeats another is shown once, under both roles."""
    roles = (
        (_("Delivery address"), order.shipping_address),
        (_("Billing address"), order.billing_address),
        (_("Buyer's address"), order.buyer_address),
    )
    shown: dict[str, tuple[list[str], Mapping[str, Any]]] = {}
    for role, address in roles:
        if address:
            shown.setdefault(_likeness(address), ([], address))[0].append(role)
    return [(" · ".join(names), address) for names, address in shown.values()]


def _likeness(address: Mapping[str, Any]) -> str:
    """Two addresses that read the same, whatever their raw fields."""
    told = [address_words(dict(address)), address.get("country"), *address.get("phones", ())]
    return "|".join(str(word or "") for word in told).casefold()
