"""What buyers and Rakuten's customer service do: order, write, claim, cancel, receive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from forain.marketplaces.rakuten_fr import decisions
from forain.marketplaces.rakuten_fr.sandbox import clockwork, ending, letters, payouts
from forain.marketplaces.rakuten_fr.sandbox.ground import Ground
from forain.marketplaces.rakuten_fr.sandbox.rules import WAITING
from forain.marketplaces.rakuten_fr.sandbox.state import (
    Account,
    Claim,
    Item,
    Note,
    Payment,
    Person,
    Point,
    Purchase,
    Status,
)


class NotPossible(ValueError):
    """The present state does not allow what a person of the sandbox was asked to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One unit a buyer puts into the basket."""

    advert_id: str
    sku: str
    headline: str
    listed: Decimal
    price: Decimal
    category: str = ""
    ean: str = ""
    isbn: str = ""
    preorder: bool = False
    nego: bool = False
    nego_comment: str = ""
    rsl: bool = False


def order(
    ground: Ground,
    seller: Account,
    buyer: Person,
    mode: str,
    units: Sequence[Unit],
    point: Point | None = None,
) -> Purchase:
    """A buyer orders; every unit becomes an item of its own."""
    number = ground.number("purchase")
    sale = Purchase(
        id=number,
        seller=seller.login,
        at=ground.now().replace(second=0, microsecond=0),
        mode=mode,
        buyer=buyer,
        email=f"achat-{number}@relais.rakuten.invalid",
        point=point,
    )
    ground.shop.sales[sale.id] = sale
    for unit in units:
        _sell(ground, sale, unit)
    return sale


def _sell(ground: Ground, sale: Purchase, unit: Unit) -> None:
    item = Item(
        id=ground.number("item"),
        sale_id=sale.id,
        advert_id=unit.advert_id,
        sku=unit.sku,
        headline=unit.headline,
        listed=unit.listed,
        price=unit.price,
        shipping=decisions.SHIPPING_PRICES.get(sale.mode, decisions.FREE)[bool(sale.items)],
        commission=ground.shop.accounts[sale.seller].commission,
        category=unit.category,
        ean=unit.ean,
        isbn=unit.isbn,
        preorder=unit.preorder,
        nego=unit.nego,
        nego_comment=unit.nego_comment,
        rsl=unit.rsl,
    )
    ground.shop.items[item.id] = item
    sale.items.append(item.id)
    ground.shop.stock.take_one(sale.seller, unit.sku)
    ground.log(item, decisions.LOG_REQUESTED, f"{sale.buyer.login} a commandé l'article.")
    ground.effect(item, "ordered", service="", by="buyer", sale=sale.id)
    clockwork.start(ground, item)


def write(ground: Ground, item: Item, text: str) -> Note:
    """The buyer writes to the seller."""
    sale = ground.sale_of(item)
    note = Note(
        at=ground.now(), sender=sale.buyer.login, recipient=sale.seller, content=text, status="UNREAD"
    )
    item.notes.append(note)
    ground.effect(item, "buyer_wrote", service="", by="buyer")
    return note


def claim(ground: Ground, item: Item, kind: str, comment: str) -> Claim:
    """The buyer opens a claim: payment is held, three working days to agree; customer service and buyer write."""
    _insist_on_claimable(ground, item)
    opened = Claim(at=ground.now(), type=kind, comment=comment)
    item.claims.append(opened)
    item.status = Status.ON_HOLD
    item.payment = item.payment if item.payout else Payment.ON_HOLD
    login = ground.sale_of(item).buyer.login
    ground.log(item, decisions.LOG_CLAIM, f"{login.upper()} a ouvert une réclamation.", comment)
    ground.effect(item, "claim_opened", service="", by="buyer", kind=kind)
    letters.mail(ground, item, *letters.OPENED)
    clockwork.start_claim(ground, item, opened)
    return opened


def _insist_on_claimable(ground: Ground, item: Item) -> None:
    """Accepted and not received, or received not long ago: 14 days, 30 without a tracking number (section 11.3)."""
    if item.status is Status.COMMITTED:
        return
    if item.status is not Status.CLOSED or item.received_at is None:
        raise NotPossible(f"Item {item.id} is {item.status}; a claim needs an accepted item.")
    limit = decisions.CLAIM_AFTER_RECEIPT if item.shipment else decisions.CLAIM_WITHOUT_TRACKING
    if ground.now() > item.received_at + limit:
        raise NotPossible(f"Item {item.id} was received more than {limit.days} days ago.")


def end_claim(ground: Ground, item: Item, *, for_buyer: bool) -> None:
    """A claim ends: for the buyer by cancelling the item, for the seller by going on where it stood."""
    opened = item.open_claim
    if opened is None:
        raise NotPossible(f"Item {item.id} has no open claim.")
    opened.state = "CLOSED"
    ground.log(item, decisions.LOG_CLAIM_CLOSED, "La réclamation est close.")
    winner = "buyer" if for_buyer else "seller"
    ground.effect(item, "claim_closed", service="", by="marketplace", winner=winner)
    letters.mail(ground, item, *(letters.ENDED_FOR_BUYER if for_buyer else letters.ENDED_FOR_SELLER))
    if for_buyer:
        ending.cancel(ground, item, by="marketplace", words="L'acheteur est remboursé.")
        return
    item.status = Status.CLOSED if item.received_at else Status.COMMITTED
    item.payment = Payment.PAID if item.payout else Payment.INCOMING
    if not item.payout:
        clockwork.plan_payment(ground, item)


def receive(ground: Ground, item: Item, score: str) -> None:
    """The buyer confirms receipt and rates the seller: the sale is over and will be paid."""
    if item.status is not Status.COMMITTED:
        raise NotPossible(f"Item {item.id} is {item.status}; only an accepted item can be received.")
    item.received_at, item.score = ground.now(), score
    clockwork.close(ground, item, by="buyer", words="L'acheteur a confirmé la réception.")
    clockwork.plan_payment(ground, item)


def cancel(ground: Ground, item: Item, *, by: str) -> None:
    """The buyer cancels freely in the first hour, customer service whenever the item is open."""
    if item.status in {Status.CLOSED, Status.CANCELLED, Status.REFUSED}:
        raise NotPossible(f"Item {item.id} is {item.status} already.")
    if by == "buyer":
        _insist_on_first_hour(ground, item)
    who = "L'acheteur" if by == "buyer" else "Rakuten France"
    ending.cancel(ground, item, by=by, words=f"{who} a annulé la vente.")


def ask_to_cancel(ground: Ground, item: Item, text: str) -> None:
    """After the first hour the buyer can only ask: the seller answers within three days (section 11.3)."""
    if item.status not in {Status.COMMITTED, Status.PENDING} or item.shipment:
        raise NotPossible(f"Item {item.id} is {item.status}; only an accepted, unshipped item is asked back.")
    item.cancellation_asked = ground.now()
    write(ground, item, text)
    ground.later(decisions.CANCELLATION_ANSWER, "lapse_request", item)


def _insist_on_first_hour(ground: Ground, item: Item) -> None:
    late = ground.now() - ground.sale_of(item).at > decisions.FREE_CANCELLATION
    if late or item.shipment is not None or item.status not in {*WAITING, Status.COMMITTED, Status.PENDING}:
        raise NotPossible("A buyer cancels freely within one hour of the order and before shipping only.")


def refund(ground: Ground, item: Item) -> None:
    """Customer service cancels an item that was paid; the money is taken off the next payout."""
    if item.status is not Status.CLOSED or not item.payout:
        raise NotPossible(f"Item {item.id} is {item.status} and was not paid; only a paid item is refunded.")
    ending.cancel(ground, item, by="marketplace", words="L'acheteur est remboursé.")


def adjust(ground: Ground, item: Item, amount: Decimal) -> None:
    """Customer service gives the buyer back a part of what a closed item cost."""
    if item.status is not Status.CLOSED:
        raise NotPossible(f"Item {item.id} is {item.status}; only a closed item is adjusted.")
    if not Decimal(0) < amount <= item.price + item.shipping:
        raise NotPossible(f"At most {item.price + item.shipping} euros can be given back.")
    payouts.adjust(ground, item, amount)
