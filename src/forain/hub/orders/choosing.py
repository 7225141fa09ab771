"""Which lines of an order a program meant."""

from __future__ import annotations

from collections.abc import Sequence

from forain.hub.kit.refusal import NotAllowed
from forain.hub.orders.models import Line, Order
from forain.hub.orders.preflight import refusal
from forain.hub.orders.queries import lines_named, telling
from forain.hub.outbox.models import OPEN, Command, Hold, State
from forain.trade.commands import CommandKind

#: Asked for without naming lines these mean the whole order, also what waits to be done with a line; the others mean
#: what nobody decided yet.
STOPS = frozenset({CommandKind.REFUSE, CommandKind.CANCEL})


def chosen(order: Order, names: Sequence[str], kind: CommandKind) -> list[Line]:
    """The named lines; for no names all that allow `kind`, or whose command of that kind is under way.

    When none does, the refusal that tells most is raised.
    """
    if names:
        return lines_named(order, names)
    lines = list(order.lines.all())
    able = _undecided([line for line in lines if refusal(order, line, kind) is None], kind)
    return able or _under_way(order, lines, kind) or _reasoned(order, lines, kind)


def _undecided(lines: list[Line], kind: CommandKind) -> list[Line]:
    """The lines that no command of another kind holds; all of them when every one is held."""
    if kind in STOPS or not lines:
        return lines
    rows = Hold.objects.filter(line_id__in=[line.pk for line in lines]).exclude(command__kind=kind.value)
    held = set(rows.values_list("line_id", flat=True))
    return [line for line in lines if line.pk not in held] or lines


def _under_way(order: Order, lines: list[Line], kind: CommandKind) -> list[Line]:
    rows = Command.objects.filter(
        order_id=order.pk, kind=kind.value, state__in=[*OPEN, State.CONFIRMED], seen_at=None
    )
    references = {reference for row in rows for reference in row.line_references}
    return [line for line in lines if line.reference in references]


def _reasoned(order: Order, lines: list[Line], kind: CommandKind) -> list[Line]:
    """No line allows it: say why, in the words that tell most."""
    no = telling([one for one in (refusal(order, line, kind) for line in lines) if one is not None])
    raise no or NotAllowed("no_lines", "")
