"""Routes of what is done with an order after it was accepted: cancel, pre-orders, corrections, lost, undeliverable."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from ninja import Router, Status

from forain.hub.kit.routes import Level, needs
from forain.hub.orders import actions, queries, wishes
from forain.hub.orders.choosing import chosen
from forain.hub.orders.shipping import Caution, cautions
from forain.hub.outbox import shapes as outbox
from forain.hub.outbox.models import Command
from forain.hub.workspaces.callers import Call
from forain.trade.commands import CommandKind

routes = Router(tags=["Orders"])

#: Why a command may be refused before anything is sent.
REFUSALS = (
    "wrong_state", "not_allowed_there", "observe_mode", "paused", "connection_stopped", "command_open", "already_sent",
    "not_offered", "whole_order_only", "marketplace_fulfilled", "do_not_ship", "no_lines", "unknown_line",
)  # fmt: skip
SHIP_REFUSALS = (
    "held", "carrier_missing", "carrier_unmapped", "tracking_number_missing", "tracking_number_too_long",
    "tracking_url_needed", "tracking_url_malformed", "tracking_number_malformed", "carrier_name_unknown", "other_parcel",
)  # fmt: skip


@routes.post(
    "/orders/{uuid:order_id}/cancel",
    response={202: outbox.Asked},
    operation_id="cancelOrder",
    summary="Give accepted lines up",
)
@needs(Level.ACT, *REFUSALS, "reason_missing", "reason_too_long", "reason_unknown")
def cancel_order(
    request: Call, order_id: UUID, body: wishes.CancelWish = wishes.CANCEL_EVERY_LINE
) -> Status[outbox.Asked]:
    """Asks the marketplace to cancel; it pays the buyer back, and may count it against the seller. A shipment that
    waits and was never sent is superseded. Cannot be undone."""
    order = queries.one(request.auth.workspace, order_id)
    lines = chosen(order, body.lines, CommandKind.CANCEL)
    return asked(actions.cancel(order, lines, reason=body.reason, actor=request.auth.actor))


@routes.post(
    "/orders/{uuid:order_id}/confirm-preorder",
    response={202: outbox.Asked},
    operation_id="confirmPreorder",
    summary="Pre-ordered goods arrived",
)
@needs(Level.ACT, *REFUSALS, "offer_unknown", "older_preorders_first")
def confirm_preorder(
    request: Call, order_id: UUID, body: wishes.Choice = wishes.EVERY_LINE
) -> Status[outbox.Asked]:
    """Asks the marketplace to make pre-orders sales. Rakuten takes the oldest of an offer first, so a line behind
    older ones is refused with their names."""
    order = queries.one(request.auth.workspace, order_id)
    lines = chosen(order, body.lines, CommandKind.CONFIRM_PREORDER)
    return asked(actions.confirm_preorder(order, lines, actor=request.auth.actor))


@routes.post(
    "/orders/{uuid:order_id}/correct-tracking",
    response={202: outbox.Asked},
    operation_id="correctTracking",
    summary="Another number or carrier for a parcel that left",
)
@needs(Level.ACT, *REFUSALS, *SHIP_REFUSALS)
def correct_tracking(request: Call, order_id: UUID, body: wishes.Shipment) -> Status[outbox.Asked]:
    """Checks as shipping does, then tells the new number. Where the marketplace cannot (`not_offered`), the reason
    says what to do instead."""
    order = queries.one(request.auth.workspace, order_id)
    commands = actions.correct_tracking(
        order,
        chosen(order, body.lines, CommandKind.CORRECT_TRACKING),
        carrier=body.carrier,
        tracking_number=body.tracking_number,
        tracking_url=body.tracking_url,
        service=body.service,
        actor=request.auth.actor,
    )
    return asked(commands, cautions(order, commands[0].details) if commands else ())


@routes.post(
    "/orders/{uuid:order_id}/mark-lost",
    response={202: outbox.Asked},
    operation_id="markLost",
    summary="The carrier lost the parcel",
)
@needs(Level.ACT, *REFUSALS)
def mark_lost(request: Call, order_id: UUID, body: wishes.Choice = wishes.EVERY_LINE) -> Status[outbox.Asked]:
    """Asks the marketplace to take the parcel for lost."""
    order = queries.one(request.auth.workspace, order_id)
    lines = chosen(order, body.lines, CommandKind.MARK_LOST)
    return asked(actions.mark_lost(order, lines, actor=request.auth.actor))


@routes.post(
    "/orders/{uuid:order_id}/mark-undeliverable",
    response={202: outbox.Asked},
    operation_id="markUndeliverable",
    summary="The parcel could not be delivered",
)
@needs(Level.ACT, *REFUSALS)
def mark_undeliverable(
    request: Call, order_id: UUID, body: wishes.Choice = wishes.EVERY_LINE
) -> Status[outbox.Asked]:
    """Asks the marketplace to take the parcel for undeliverable: not fetched, refused, or sent back."""
    order = queries.one(request.auth.workspace, order_id)
    lines = chosen(order, body.lines, CommandKind.MARK_UNDELIVERABLE)
    return asked(actions.mark_undeliverable(order, lines, actor=request.auth.actor))


def asked(commands: list[Command], found: Sequence[Caution] = ()) -> Status[outbox.Asked]:
    warnings = [outbox.Caution(code=one.code, detail=one.words) for one in found]
    return Status(202, outbox.Asked(commands=[outbox.command(row) for row in commands], warnings=warnings))
