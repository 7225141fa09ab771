"""States of an order line as tables: which exist, which follow which, and how an order is folded from its lines.

Fulfilment moves only because the marketplace was *seen* to agree (product.md section 2), so `FOLLOWS` never
refuses an observation: it says which moves are ordinary, and an extraordinary one becomes evidence.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Fulfilment(StrEnum):
    """Where a line stands, from the mapping table of the marketplace's own words."""

    PENDING = "pending"
    AWAITING_ACCEPTANCE = "awaiting_acceptance"
    AWAITING_STOCK = "awaiting_stock"
    TO_SHIP = "to_ship"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CLOSED = "closed"
    REFUSED = "refused"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    LOST = "lost"
    UNDELIVERABLE = "undeliverable"
    UNMAPPED = "unmapped"


class Dispute(StrEnum):
    NONE = "none"
    CLAIM_AMICABLE = "claim_amicable"
    CLAIM_ESCALATED = "claim_escalated"
    CLAIM_CLOSED = "claim_closed"


class HandOff(StrEnum):
    NEW = "new"
    EXPORTED = "exported"
    ACKNOWLEDGED = "acknowledged"
    REFUSED = "refused"


class Intent(StrEnum):
    """The life of a command in the outbox."""

    QUEUED = "queued"
    SENDING = "sending"
    UNKNOWN = "unknown"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"
    NEEDS_PERSON = "needs_person"


class MoneyState(StrEnum):
    PROVISIONAL = "provisional"
    FINAL = "final"
    PAYABLE = "payable"
    PAID = "paid"
    REVERSED = "reversed"


class ReturnState(StrEnum):
    AWAITING_LABEL = "awaiting_label"
    AWAITING_RECEIPT = "awaiting_receipt"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    SETTLED = "settled"
    UNMAPPED = "unmapped"


class CancelledBy(StrEnum):
    BUYER = "buyer"
    SELLER = "seller"
    MARKETPLACE = "marketplace"
    SYSTEM = "system"
    UNKNOWN = "unknown"


class Phase(StrEnum):
    """When a cancellation happened, because sellers are judged by it."""

    BEFORE_ACCEPTANCE = "before_acceptance"
    AFTER_ACCEPTANCE = "after_acceptance"
    UNKNOWN = "unknown"


#: Least advanced first; the order of the working states.
ADVANCE: tuple[Fulfilment, ...] = (
    Fulfilment.UNMAPPED,
    Fulfilment.PENDING,
    Fulfilment.AWAITING_ACCEPTANCE,
    Fulfilment.AWAITING_STOCK,
    Fulfilment.TO_SHIP,
    Fulfilment.SHIPPED,
    Fulfilment.DELIVERED,
    Fulfilment.CLOSED,
)

#: Ways a line can end without being delivered.
ENDS: frozenset[Fulfilment] = frozenset(
    {
        Fulfilment.REFUSED,
        Fulfilment.EXPIRED,
        Fulfilment.CANCELLED,
        Fulfilment.LOST,
        Fulfilment.UNDELIVERABLE,
    }
)

#: States after which nothing more is expected of the seller.
SETTLED: frozenset[Fulfilment] = ENDS | {Fulfilment.CLOSED}

_F = Fulfilment
#: Ordinary moves (model.md section 2). What is not here is stored and shown as extraordinary, never refused.
FOLLOWS: dict[Fulfilment, frozenset[Fulfilment]] = {
    _F.PENDING: frozenset({_F.AWAITING_ACCEPTANCE, _F.CANCELLED}),
    _F.AWAITING_ACCEPTANCE: frozenset(
        {_F.TO_SHIP, _F.AWAITING_STOCK, _F.REFUSED, _F.EXPIRED, _F.CANCELLED, _F.SHIPPED}
    ),
    _F.AWAITING_STOCK: frozenset({_F.TO_SHIP, _F.CANCELLED, _F.SHIPPED}),
    _F.TO_SHIP: frozenset({_F.SHIPPED, _F.CANCELLED, _F.CLOSED, _F.DELIVERED}),
    _F.SHIPPED: frozenset({_F.DELIVERED, _F.CLOSED, _F.LOST, _F.UNDELIVERABLE, _F.CANCELLED}),
    _F.DELIVERED: frozenset({_F.CLOSED, _F.CANCELLED, _F.UNDELIVERABLE}),
    _F.CLOSED: frozenset(),
    _F.REFUSED: frozenset(),
    _F.EXPIRED: frozenset(),
    _F.CANCELLED: frozenset(),
    _F.LOST: frozenset({_F.CANCELLED}),
    _F.UNDELIVERABLE: frozenset({_F.CANCELLED}),
    _F.UNMAPPED: frozenset(_F),
}

#: After these a parcel must not leave the warehouse.
DO_NOT_SHIP: frozenset[Fulfilment] = frozenset({_F.REFUSED, _F.EXPIRED, _F.CANCELLED})


def is_ordinary(before: Fulfilment, after: Fulfilment) -> bool:
    """Whether a move is one the life cycle expects; staying is always ordinary."""
    return before is after or after is Fulfilment.UNMAPPED or after in FOLLOWS[before]


def working_state(lines: Iterable[Fulfilment]) -> Fulfilment:
    """The state an order is worked in: the least advanced open line, else the way its lines ended.

    An order whose lines all ended is `closed` when any line was delivered and closed, otherwise the first end
    in the order of `ENDS` shown to people (cancelled last, because it says least).
    """
    states = list(lines)
    open_states = [state for state in states if state not in SETTLED]
    if open_states:
        return min(open_states, key=ADVANCE.index)
    if Fulfilment.CLOSED in states or not states:
        return Fulfilment.CLOSED if states else Fulfilment.PENDING
    for end in (_F.UNDELIVERABLE, _F.LOST, _F.REFUSED, _F.EXPIRED, _F.CANCELLED):
        if end in states:
            return end
    return Fulfilment.UNMAPPED
