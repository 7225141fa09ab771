"""What happens because time passes: reminders, expiry, claims that go to customer service, payment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from forain.marketplaces.rakuten_fr import decisions
from forain.marketplaces.rakuten_fr.sandbox.ground import STAGE, Ground, payout_day
from forain.marketplaces.rakuten_fr.sandbox.rules import WAITING
from forain.marketplaces.rakuten_fr.sandbox.state import Claim, Item, Payment, Status
from forain.trade.clocks import deadline


def wind_up(ground: Ground) -> None:
    """Tell the world who handles what falls due."""
    for handler in (remind, expire, escalate, pay):
        ground.world.on(f"{STAGE}.{handler.__name__}", _on_item(ground, handler))


def _on_item(ground: Ground, handler: Callable[[Ground, Item], None]) -> Callable[[str], None]:
    def happen(item_id: str) -> None:
        item = ground.shop.items.get(item_id)  # the world may have been reset meanwhile
        if item is not None:
            handler(ground, item)

    return happen


def start(ground: Ground, item: Item) -> None:
    """The clocks of a new item."""
    ground.later(decisions.REMINDER_AFTER, "remind", item)
    ground.later(decisions.EXPIRY_AFTER, "expire", item)
    plan_payment(ground, item)


def remind(ground: Ground, item: Item) -> None:
    """One mail to a seller who has not answered."""
    if item.status is Status.REQUESTED:
        item.status = Status.REMINDED
        ground.log(item, decisions.LOG_REMINDED, "Un rappel vous a été envoyé.")
        ground.effect(item, "reminded", service="", by="clock")


def expire(ground: Ground, item: Item) -> None:
    """Nobody answered: the sale is cancelled."""
    if item.status in WAITING:
        ground.end(item, Status.CANCELLED)
        item.payment = Payment.CANCELLED
        ground.log(item, decisions.LOG_EXPIRED, "La vente a été annulée faute de réponse.")
        ground.effect(item, "expired", service="", by="clock")


def start_claim(ground: Ground, item: Item, claim: Claim) -> None:
    """Buyer and seller have three working days to agree."""
    ground.later(end_of_talks(claim) - ground.now(), "escalate", item)


def end_of_talks(claim: Claim) -> datetime:
    """When the amicable phase ends."""
    return deadline(claim.at, timedelta(days=decisions.AMICABLE_DAYS), working_days=True)


def escalate(ground: Ground, item: Item) -> None:
    """The amicable phase is over: customer service takes the claim."""
    claim = item.open_claim
    if claim is None or not claim.amicable or ground.now() < end_of_talks(claim):
        return
    claim.amicable, claim.state = False, "IN_PROGRESS"
    ground.log(item, decisions.LOG_CLAIM_ESCALATED, "Rakuten France prend en charge la réclamation.")
    ground.effect(item, "claim_escalated", service="", by="clock")


def plan_payment(ground: Ground, item: Item) -> None:
    """The next payout day, not before the item is old enough to be paid without the buyer's word."""
    ripe = ground.sale_of(item).at + decisions.AUTOMATIC_PAYMENT_AFTER
    day = payout_day(ground.now() if item.status is Status.CLOSED else max(ripe, ground.now()))
    ground.later(day - ground.now(), "pay", item)


def pay(ground: Ground, item: Item) -> None:
    """On a Monday or Thursday: what is closed is paid, what is old enough and undisputed is closed and paid."""
    if item.status is Status.COMMITTED:
        close(ground, item, by="clock", words="La vente est finalisée automatiquement.")
    if item.status is Status.CLOSED and item.payment is Payment.INCOMING:
        item.payment = Payment.PAID
        ground.effect(item, "paid", service="", by="marketplace")


def close(ground: Ground, item: Item, *, by: str, words: str) -> None:
    """The sale is over."""
    ground.end(item, Status.CLOSED)
    ground.log(item, decisions.LOG_CLOSED, words)
    ground.effect(item, "closed", service="", by=by)
