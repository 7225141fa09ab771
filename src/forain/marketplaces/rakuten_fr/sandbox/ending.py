"""How items end: closed, refused or cancelled, and what that means for the money."""

from __future__ import annotations

from forain.marketplaces.rakuten_fr import decisions
from forain.marketplaces.rakuten_fr.sandbox import payouts
from forain.marketplaces.rakuten_fr.sandbox.ground import Ground
from forain.marketplaces.rakuten_fr.sandbox.state import Item, Payment, Status


def end(ground: Ground, item: Item, status: Status) -> None:
    """Move an item to one of its ends; what was paid and is cancelled is taken off the next payout."""
    if status is not Status.CLOSED:
        if item.payout and item.payment is not Payment.CANCELLED:
            payouts.refund(ground, item)
        item.payment = Payment.CANCELLED
    item.status, item.ended_at = status, ground.now()


def cancel(ground: Ground, item: Item, *, by: str, words: str, service: str = "") -> None:
    """Nobody gets the item or keeps the money; an open claim is over."""
    if item.open_claim is not None:
        item.open_claim.state = "CLOSED"
    end(ground, item, Status.CANCELLED)
    ground.log(item, decisions.LOG_CANCELLED, words)
    ground.effect(item, "cancelled", service=service, by=by)
