"""What happens because time passes: reminders, expiry, claims that go to customer service, receipts taken for granted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from forain.marketplaces.rakuten_fr import decisions
from forain.marketplaces.rakuten_fr.sandbox import ending, letters, payouts
from forain.marketplaces.rakuten_fr.sandbox.ground import STAGE, Ground, payout_day
from forain.marketplaces.rakuten_fr.sandbox.rules import WAITING
from forain.marketplaces.rakuten_fr.sandbox.state import Claim, Item, Status
from forain.trade.clocks import deadline
from forain.trade.french_holidays import is_french_holiday


def wind_up(ground: Ground) -> None:
    """Tell the world who handles what falls due."""
    for handler in (remind, expire, escalate, close_by_age, miss_shipment, lapse_request):
        ground.world.on(f"{STAGE}.{handler.__name__}", _on_item(ground, handler))
    ground.world.on(f"{STAGE}.payout", lambda login: payouts.pay_out(ground, login))


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
        ending.end(ground, item, Status.CANCELLED)
        ground.log(item, decisions.LOG_EXPIRED, "La vente a été annulée faute de réponse.")
        ground.effect(item, "expired", service="", by="clock")


def start_claim(ground: Ground, item: Item, claim: Claim) -> None:
    """Buyer and seller have three working days to agree; a missing parcel must be on its way within 48 hours."""
    ground.later(end_of_talks(claim) - ground.now(), "escalate", item)
    if claim.type == "NOT_RECEIVED" and item.shipment is None:
        ground.later(decisions.PROOF_OF_SHIPMENT, "miss_shipment", item)


def miss_shipment(ground: Ground, item: Item) -> None:
    """Nothing was received, nothing sent and nothing said for 48 hours: the sale is cancelled."""
    claim = item.open_claim
    if claim is None or item.shipment or claim.at + decisions.PROOF_OF_SHIPMENT > ground.now():
        return
    if not _seller_wrote(ground, item, claim.at):
        claim.state = "CLOSED"
        ending.cancel(ground, item, by="marketplace", words="La vente est annulée faute de preuve d'envoi.")


def lapse_request(ground: Ground, item: Item) -> None:
    """A buyer who asked to cancel and got no answer within three days has the sale cancelled."""
    asked = item.cancellation_asked
    if asked is None or item.shipment or item.status not in {Status.COMMITTED, Status.PENDING}:
        return
    if not _seller_wrote(ground, item, asked):
        ending.cancel(
            ground, item, by="marketplace", words="La demande d'annulation est restée sans réponse."
        )


def _seller_wrote(ground: Ground, item: Item, since: datetime) -> bool:
    seller = ground.sale_of(item).seller
    return any(one.sender == seller and one.at >= since for one in item.notes)


def end_of_talks(claim: Claim) -> datetime:
    """When the amicable phase ends."""
    return deadline(
        claim.at,
        timedelta(days=decisions.AMICABLE_DAYS),
        working_days=True,
        is_holiday=is_french_holiday,
    )


def escalate(ground: Ground, item: Item) -> None:
    """The amicable phase is over: customer service takes the claim."""
    claim = item.open_claim
    if claim is None or not claim.amicable or ground.now() < end_of_talks(claim):
        return
    claim.amicable, claim.state = False, "IN_PROGRESS"
    letters.mail(ground, item, *letters.ESCALATED)
    ground.log(item, decisions.LOG_CLAIM_ESCALATED, "Rakuten France prend en charge la réclamation.")
    ground.effect(item, "claim_escalated", service="", by="clock")


def plan_payment(ground: Ground, item: Item) -> None:
    """The next payout day, not before the item is old enough to be paid without the buyer's word."""
    ripe = payouts.ripe_at(ground, item)
    if item.status is Status.CLOSED:
        ground.pay_on(ground.sale_of(item).seller, ground.now())
    else:
        day = payout_day(max(ripe, ground.now()))
        ground.later(day - ground.now(), "close_by_age", item)


def close_by_age(ground: Ground, item: Item) -> None:
    """On the payout day after 23 days: what is old enough and undisputed is closed, and paid with all the rest."""
    if item.status is Status.COMMITTED and payouts.ripe_at(ground, item) <= ground.now():
        close(ground, item, by="clock", words="La vente est finalisée automatiquement.")
        ground.pay_on(ground.sale_of(item).seller, ground.now())


def close(ground: Ground, item: Item, *, by: str, words: str) -> None:
    """The sale is over."""
    ending.end(ground, item, Status.CLOSED)
    ground.log(item, decisions.LOG_CLOSED, words)
    ground.effect(item, "closed", service="", by=by)
