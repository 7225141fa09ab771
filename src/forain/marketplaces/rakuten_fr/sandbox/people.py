"""What buyers and Rakuten's customer service do: order, write, claim, cancel, receive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from forain.marketplaces.rakuten_fr import decisions
from forain.marketplaces.rakuten_fr.sandbox import clockwork
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
        ean=unit.ean,
        isbn=unit.isbn,
        preorder=unit.preorder,
        nego=unit.nego,
        nego_comment=unit.nego_comment,
        rsl=unit.rsl,
    )
    ground.shop.items[item.id] = item
    sale.items.append(item.id)
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


def mail(ground: Ground, item: Item, subject: str, text: str) -> Note:
    """Customer service writes to the seller."""
    note = Note(
        at=ground.now(),
        sender=decisions.CUSTOMER_SERVICE,
        recipient=ground.sale_of(item).seller,
        content=text,
        status="UNREAD",
        mail_id=ground.number("mail"),
        subject=subject,
    )
    item.notes.append(note)
    ground.effect(item, "marketplace_wrote", service="", by="marketplace", mail=note.mail_id)
    return note


def claim(ground: Ground, item: Item, kind: str, comment: str) -> Claim:
    """The buyer opens a claim on an accepted item: payment is held, three working days to agree."""
    if item.status is not Status.COMMITTED:
        raise NotPossible(f"Item {item.id} is {item.status}; a claim needs an accepted item.")
    opened = Claim(at=ground.now(), type=kind, comment=comment)
    item.claims.append(opened)
    item.status, item.payment = Status.ON_HOLD, Payment.ON_HOLD
    login = ground.sale_of(item).buyer.login
    ground.log(item, decisions.LOG_CLAIM, f"{login.upper()} a ouvert une réclamation.", comment)
    ground.effect(item, "claim_opened", service="", by="buyer", kind=kind)
    clockwork.start_claim(ground, item, opened)
    return opened


def end_claim(ground: Ground, item: Item, *, for_buyer: bool) -> None:
    """A claim ends: for the buyer by cancelling the item, for the seller by going on."""
    opened = item.open_claim
    if opened is None:
        raise NotPossible(f"Item {item.id} has no open claim.")
    opened.state = "CLOSED"
    ground.log(item, decisions.LOG_CLAIM_CLOSED, "La réclamation est close.")
    ground.effect(
        item, "claim_closed", service="", by="marketplace", winner="buyer" if for_buyer else "seller"
    )
    if for_buyer:
        _cancel(ground, item, by="marketplace", words="L'acheteur est remboursé.")
    else:
        item.status, item.payment = Status.COMMITTED, Payment.INCOMING
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
    if item.open_claim is not None:
        item.open_claim.state = "CLOSED"
    who = "L'acheteur" if by == "buyer" else "Rakuten France"
    _cancel(ground, item, by=by, words=f"{who} a annulé la vente.")


def _insist_on_first_hour(ground: Ground, item: Item) -> None:
    late = ground.now() - ground.sale_of(item).at > decisions.FREE_CANCELLATION
    if late or item.shipment is not None or item.status not in {*WAITING, Status.COMMITTED, Status.PENDING}:
        raise NotPossible("A buyer cancels freely within one hour of the order and before shipping only.")


def _cancel(ground: Ground, item: Item, *, by: str, words: str) -> None:
    ground.end(item, Status.CANCELLED)
    item.payment = Payment.CANCELLED
    ground.log(item, decisions.LOG_CANCELLED, words)
    ground.effect(item, "cancelled", service="", by=by)
