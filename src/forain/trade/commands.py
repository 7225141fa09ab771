"""Commands: intents to change something on a marketplace, as typed payloads the outbox can keep as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from forain.trade.lifecycle import Fulfilment


class CommandKind(StrEnum):
    ACCEPT = "accept"
    REFUSE = "refuse"
    SHIP = "ship"
    CANCEL = "cancel"
    CONFIRM_PREORDER = "confirm_preorder"
    CORRECT_TRACKING = "correct_tracking"
    MARK_LOST = "mark_lost"
    MARK_UNDELIVERABLE = "mark_undeliverable"
    MESSAGE_BUYER = "message_buyer"
    MESSAGE_MARKETPLACE = "message_marketplace"
    RETURN_DECIDE = "return_decide"
    RETURN_LABEL = "return_label"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """What a connector is asked to do.

    `order_reference` and `line_references` are the marketplace's own; `details` holds what the kind needs
    (ship: `carrier`, `carrier_label`, `tracking_number`, `tracking_url`; message: `text`, `parent`).
    """

    kind: CommandKind
    order_reference: str
    line_references: tuple[str, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)


#: From which fulfilment a person may ask for it (model.md sections 2 and 7). Kinds absent here need no state.
ALLOWED_FROM: dict[CommandKind, frozenset[Fulfilment]] = {
    CommandKind.ACCEPT: frozenset({Fulfilment.AWAITING_ACCEPTANCE}),
    CommandKind.REFUSE: frozenset({Fulfilment.AWAITING_ACCEPTANCE}),
    CommandKind.SHIP: frozenset({Fulfilment.TO_SHIP}),
    CommandKind.CANCEL: frozenset({Fulfilment.TO_SHIP, Fulfilment.AWAITING_STOCK, Fulfilment.SHIPPED}),
    CommandKind.CONFIRM_PREORDER: frozenset({Fulfilment.AWAITING_STOCK}),
    CommandKind.CORRECT_TRACKING: frozenset({Fulfilment.SHIPPED}),
    CommandKind.MARK_LOST: frozenset({Fulfilment.SHIPPED}),
    CommandKind.MARK_UNDELIVERABLE: frozenset({Fulfilment.SHIPPED}),
}

#: Where a line is seen to be once the command took effect; used to tell "sent" from "seen".
LEADS_TO: dict[CommandKind, frozenset[Fulfilment]] = {
    CommandKind.ACCEPT: frozenset({Fulfilment.TO_SHIP, Fulfilment.AWAITING_STOCK, Fulfilment.SHIPPED}),
    CommandKind.REFUSE: frozenset({Fulfilment.REFUSED, Fulfilment.CANCELLED}),
    CommandKind.SHIP: frozenset({Fulfilment.SHIPPED, Fulfilment.DELIVERED, Fulfilment.CLOSED}),
    CommandKind.CANCEL: frozenset({Fulfilment.CANCELLED}),
    CommandKind.CONFIRM_PREORDER: frozenset({Fulfilment.TO_SHIP, Fulfilment.SHIPPED}),
    CommandKind.MARK_LOST: frozenset({Fulfilment.LOST}),
    CommandKind.MARK_UNDELIVERABLE: frozenset({Fulfilment.UNDELIVERABLE}),
}
