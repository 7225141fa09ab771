"""Shipments from a file: each good row goes on, each bad one is told with its line, the reason and the way to mend it.

The same file twice changes nothing: what is under way or done under the same number is recognised. A preview runs the
same checks and writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from forain.hub.connections.models import Connection
from forain.hub.kit.problems import KNOWN
from forain.hub.kit.refusal import NotAllowed
from forain.hub.orders import actions, queries
from forain.hub.orders.models import Line, Order, Stand
from forain.hub.orders.preflight import refusal
from forain.hub.orders.shipping import (
    cautions,
    other_parcel,
    same_parcel,
    shipment_of,
    shipping_details,
)
from forain.hub.outbox.models import Command
from forain.hub.parcels.models import Parcel
from forain.hub.parcels.reading_files import Row, Sheet
from forain.hub.workspaces.models import Workspace
from forain.trade.commands import CommandKind

#: What can come of a row.
SENT, READY, ALREADY, REFUSED = "asked_for", "ready", "already", "refused"


@dataclass(slots=True)
class Result:
    """What came of one row. `fix` says what to do about a refusal; `warnings` what to look at once more."""

    row: Row
    outcome: str
    code: str = ""
    reason: str = ""
    fix: str = ""
    warnings: list[str] = field(default_factory=list)
    commands: list[Command] = field(default_factory=list)


@dataclass(slots=True)
class _Shipment:
    """Rows of one order under one number: where only the whole order can go, they go together."""

    order: Order
    details: dict[str, str]
    rows: list[Row]
    lines: list[Line]


def run(workspace: Workspace, sheet: Sheet, *, actor: str, preview: bool = False) -> list[Result]:
    """A result for each row, in the file's order."""
    results: dict[int, Result] = {}
    shipments: dict[tuple[str, str, str], _Shipment] = {}
    taken: dict[str, tuple[int, dict[str, str]]] = {}  # line -> the row that ships it, and how
    for row in sheet.rows:
        try:
            _gather(workspace, row, shipments, taken)
        except NotAllowed as no:
            results[row.number] = _refused(row, no)
    for shipment in shipments.values():
        for result in _carried_out(shipment, actor, preview=preview):
            results[result.row.number] = result
    return [results[row.number] for row in sheet.rows if row.number in results]


def _gather(
    workspace: Workspace,
    row: Row,
    shipments: dict[tuple[str, str, str], _Shipment],
    taken: dict[str, tuple[int, dict[str, str]]],
) -> None:
    if row.broken:
        raise NotAllowed("row_unreadable", _("The line cannot be read: %(why)s") % {"why": row.broken})
    order = _order(workspace, row)
    details = shipping_details(order, row.carrier, row.tracking_number, row.tracking_url, row.service)
    lines = _lines(order, row)
    for line in lines:
        before = taken.setdefault(str(line.pk), (row.number, details))
        if not same_parcel(before[1], details):
            words = _("Line %(line)s of the file ships the same article under another number.")
            raise NotAllowed("line_twice", words % {"line": before[0]}, row=before[0])
    key = (str(order.pk), details["carrier"], details["tracking_number"].upper())
    shipment = shipments.setdefault(key, _Shipment(order, details, [], []))
    shipment.rows.append(row)
    shipment.lines += [line for line in lines if line.pk not in {one.pk for one in shipment.lines}]


def _order(workspace: Workspace, row: Row) -> Order:
    """By reference within the named account, else of the only order that has it."""
    if not row.order:
        raise NotAllowed("order_missing", _("The row names no order."))
    found = Order.objects.filter(workspace=workspace, reference=row.order)
    if row.connection:
        found = found.filter(connection__in=_accounts(workspace, row.connection))
    keys = list(found.values_list("pk", flat=True)[:2])
    if not keys:
        raise NotAllowed("unknown_order", _("There is no order “%(order)s”.") % {"order": row.order})
    if len(keys) > 1:
        words = _("Several accounts have an order “%(order)s”; name the account in a column “connection”.")
        raise NotAllowed("order_ambiguous", words % {"order": row.order})
    return queries.one(workspace, keys[0])


def _accounts(workspace: Workspace, words: str) -> list[Connection]:
    rows = Connection.objects.filter(workspace=workspace).defer("sealed")
    return [one for one in rows if words.casefold() in (one.name.casefold(), one.marketplace_id, str(one.pk))]


def _lines(order: Order, row: Row) -> list[Line]:
    """The named ones; without a name every line that may be shipped or went this way already."""
    if row.line:
        return queries.lines_named(order, [one for one in row.line.replace(",", " ").split() if one])
    lines = list(order.lines.all())
    able = [line for line in lines if refusal(order, line, CommandKind.SHIP) is None]
    return able or [line for line in lines if line.fulfilment == Stand.SHIPPED] or lines


def _carried_out(shipment: _Shipment, actor: str, *, preview: bool) -> Iterable[Result]:
    try:
        outcome, commands = _ship(shipment, actor, preview=preview)
    except NotAllowed as no:
        return [_refused(row, no) for row in shipment.rows]
    warnings = [one.words for one in cautions(shipment.order, shipment.details)]
    return [Result(row, outcome, warnings=warnings, commands=commands) for row in shipment.rows]


def _ship(shipment: _Shipment, actor: str, *, preview: bool) -> tuple[str, list[Command]]:
    open_lines = [line for line in shipment.lines if not _went(shipment, line)]
    if not open_lines:
        return ALREADY, []
    if preview:
        _check(shipment, open_lines)
        return READY, []
    details = shipment.details
    commands = actions.ship(
        shipment.order,
        open_lines,
        carrier=details["carrier"],
        tracking_number=details["tracking_number"],
        tracking_url=details["tracking_url"],
        service=details.get("service", ""),
        actor=actor,
    )
    return SENT, commands


def _went(shipment: _Shipment, line: Line) -> bool:
    """Whether the line goes, or went, under this number. Raises NotAllowed when it went under another."""
    command = shipment_of(line)
    if command is not None and not same_parcel(command.details, shipment.details):
        raise other_parcel(shipment.order, command)
    if command is not None:
        return True
    kept = Parcel.objects.filter(
        order=shipment.order, tracking_number__iexact=shipment.details["tracking_number"]
    )
    return any(line.reference in one.line_references for one in kept) and line.fulfilment != Stand.TO_SHIP


def _check(shipment: _Shipment, lines: list[Line]) -> None:
    """What `actions.ship` would refuse, without writing anything."""
    capability = shipment.order.connection.manifest.capability(CommandKind.SHIP)
    if capability and capability.scope == "order" and len(lines) < shipment.order.lines.count():
        raise NotAllowed(
            "whole_order_only",
            _("%(marketplace)s decides on the whole order; choose all its lines.")
            % {"marketplace": shipment.order.connection.manifest.name},
        )
    for line in lines:
        no = refusal(shipment.order, line, CommandKind.SHIP)
        if no is not None:
            raise no


def _refused(row: Row, no: NotAllowed) -> Result:
    known = KNOWN.get(no.code)
    return Result(row, REFUSED, no.code, no.words, str(known.way_out) if known else "")
