"""Commands: intents to change something on a marketplace, as typed payloads the outbox can keep as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from forain.trade.lifecycle import Fulfilment, ReturnState


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


#: Kinds about a return; all others are about an order or its lines.
RETURN_KINDS: frozenset[CommandKind] = frozenset({CommandKind.RETURN_DECIDE, CommandKind.RETURN_LABEL})
#: Kinds that only write to somebody: they change no state.
MESSAGE_KINDS: frozenset[CommandKind] = frozenset(
    {CommandKind.MESSAGE_BUYER, CommandKind.MESSAGE_MARKETPLACE}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A file that goes out with a command. `content_type` is what its content was found to be."""

    name: str
    content_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """What a connector is asked to do.

    `order_reference` and `line_references` are the marketplace's own; `details` holds what the kind needs
    (ship, correct_tracking: `carrier`, `carrier_label`, `tracking_number`, `tracking_url`; cancel: `reason`;
    confirm_preorder: `advert`, `stock`; message: `text`, `parent`; return_decide: `return_reference`, `decision`;
    return_label: `return_reference` and `label_link`, or a `paper`).
    """

    kind: CommandKind
    order_reference: str
    line_references: tuple[str, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)
    paper: Paper | None = None


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

_AFTER_SHIPPING = frozenset(
    {Fulfilment.DELIVERED, Fulfilment.CLOSED, Fulfilment.LOST, Fulfilment.UNDELIVERABLE}
)
#: States a line only comes to through those of `LEADS_TO`: the effect is seen even when no visit met it in between.
COMES_AFTER: dict[CommandKind, frozenset[Fulfilment]] = {
    CommandKind.ACCEPT: _AFTER_SHIPPING,
    CommandKind.SHIP: _AFTER_SHIPPING,
    CommandKind.CONFIRM_PREORDER: _AFTER_SHIPPING,
}
#: Ends a line may come to with or without the effect: once it is there, nobody will ever see whether it had happened.
HIDDEN_BY: dict[CommandKind, frozenset[Fulfilment]] = {
    CommandKind.ACCEPT: frozenset({Fulfilment.CANCELLED}),
    CommandKind.SHIP: frozenset({Fulfilment.CANCELLED}),
    CommandKind.CONFIRM_PREORDER: frozenset({Fulfilment.CANCELLED}),
    CommandKind.MARK_LOST: frozenset({Fulfilment.CANCELLED}),
    CommandKind.MARK_UNDELIVERABLE: frozenset({Fulfilment.CANCELLED}),
}


def shown_by(kind: CommandKind) -> frozenset[Fulfilment]:
    """States of a line that prove that a command of this kind took effect."""
    return LEADS_TO.get(kind, frozenset()) | COMES_AFTER.get(kind, frozenset())


#: Which waiting commands a newer wish takes the place of, as long as they were never sent: its opposites, and what
#: it makes pointless. Its own kind is among them where other details are simply newer; another parcel for a line that
#: waits to be shipped is refused instead. A kind that is not here waits for the end of whatever holds the line.
REPLACES: dict[CommandKind, frozenset[CommandKind]] = {
    CommandKind.ACCEPT: frozenset({CommandKind.REFUSE}),
    CommandKind.REFUSE: frozenset({CommandKind.ACCEPT, CommandKind.REFUSE}),
    CommandKind.SHIP: frozenset({CommandKind.CANCEL}),
    CommandKind.CANCEL: frozenset(
        {CommandKind.SHIP, CommandKind.CONFIRM_PREORDER, CommandKind.CORRECT_TRACKING, CommandKind.CANCEL}
    ),
    CommandKind.CONFIRM_PREORDER: frozenset({CommandKind.CANCEL}),
    CommandKind.CORRECT_TRACKING: frozenset({CommandKind.CORRECT_TRACKING, CommandKind.CANCEL}),
    CommandKind.MARK_LOST: frozenset({CommandKind.MARK_UNDELIVERABLE}),
    CommandKind.MARK_UNDELIVERABLE: frozenset({CommandKind.MARK_LOST}),
    CommandKind.RETURN_DECIDE: frozenset({CommandKind.RETURN_DECIDE, CommandKind.RETURN_LABEL}),
    CommandKind.RETURN_LABEL: frozenset({CommandKind.RETURN_LABEL}),
}

#: What a seller may say of a return, from where, and where it is seen to be then (spartoo.md section 15).
DECISIONS: tuple[str, ...] = ("accept", "refuse")
DECIDED_FROM: dict[str, frozenset[ReturnState]] = {
    "accept": frozenset({ReturnState.AWAITING_RECEIPT, ReturnState.REFUSED}),
    "refuse": frozenset({ReturnState.AWAITING_RECEIPT}),
}
DECISION_LEADS_TO: dict[str, frozenset[ReturnState]] = {
    "accept": frozenset({ReturnState.ACCEPTED, ReturnState.SETTLED}),
    "refuse": frozenset({ReturnState.REFUSED}),
}
#: While a label can be given.
LABELLED_FROM: frozenset[ReturnState] = frozenset({ReturnState.AWAITING_LABEL, ReturnState.AWAITING_RECEIPT})
