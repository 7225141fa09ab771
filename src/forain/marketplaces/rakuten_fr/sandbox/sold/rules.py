"""What sellers may do with what they sold, and what comes of it (files cancelitem, contactuseraboutitem, confirmpreorder)."""

from __future__ import annotations

from forain.marketplaces.rakuten_fr import decisions
from forain.marketplaces.rakuten_fr.sandbox import catalogue, ending, population, rules
from forain.marketplaces.rakuten_fr.sandbox.denial import Denied, Reason
from forain.marketplaces.rakuten_fr.sandbox.ground import Ground
from forain.marketplaces.rakuten_fr.sandbox.state import Account, Item, Note, Purchase, Status


def contact_user(ground: Ground, account: Account, item_id: str, content: str) -> Note:
    """Write to the buyer. An item the account cannot see is an `Unknown error` here, as a client's test expects."""
    item = ground.shop.items.get(item_id)
    if item is None:
        raise Denied(Reason.INTERNAL)
    if not rules.may_contact_user(ground, item):
        raise Denied(Reason.NO_BUYER_CONTACT)
    rules.insist_on_seller(ground, account, item)
    rules.insist_on_plain_words(content)
    note = _to_buyer(ground, account, item, content)
    ground.effect(item, "buyer_written_to", service="contactuseraboutitem")
    return note


def cancel(ground: Ground, account: Account, item_id: str, comment: str) -> Item:
    """Give an accepted item up; the buyer is told why and gets the money back."""
    if len(comment) > decisions.COMMENT_LENGTH:
        raise Denied(Reason.COMMENT_TOO_LONG)
    item = rules.own_item(ground, account, item_id)
    if not rules.may_cancel(ground, item):
        raise Denied(Reason.CANNOT_CANCEL)
    _to_buyer(ground, account, item, comment)
    ending.cancel(ground, item, by="seller", words="Vous avez annulé la vente.", service="cancelitem")
    return item


def confirm_preorder(ground: Ground, account: Account, advert_id: str, stock: int) -> int:
    """First ordered, first served; units left over go into the advert's stock. How many still wait."""
    if not sells(ground, account, advert_id):
        raise Denied(Reason.INVALID, "advertid")
    waiting = waiting_preorders(ground, account, advert_id)
    for item in waiting[:stock]:
        item.status = Status.COMMITTED
        ground.log(item, decisions.LOG_COMMITTED, "La précommande est confirmée.")
        ground.effect(item, "preorder_confirmed", service="confirmpreorder")
    _restock(ground, account, advert_id, stock - len(waiting))
    return max(0, len(waiting) - stock)


def waiting_preorders(ground: Ground, account: Account, advert_id: str) -> list[Item]:
    """Accepted and waiting for stock, oldest first."""
    found = [
        (sale.at, int(item.id), item)
        for sale in ground.shop.sales.values()
        if sale.seller == account.login
        for item in ground.items_of(sale)
        if item.advert_id == advert_id and item.status is Status.PENDING
    ]
    return [item for _, _, item in sorted(found, key=lambda one: one[:2])]


def sells(ground: Ground, account: Account, advert_id: str) -> bool:
    """Whether an advert is the account's: it sold by it, or has it in its catalogue."""
    in_catalogue = account.login == population.DEMO_LOGIN and any(
        one.advert == advert_id for one in catalogue.PRODUCTS
    )
    return in_catalogue or any(
        ground.shop.items[one].advert_id == advert_id
        for sale in ground.shop.sales.values()
        if sale.seller == account.login
        for one in sale.items
    )


def accepted_purchase(ground: Ground, account: Account, purchase_id: str) -> tuple[Purchase, list[Item]]:
    """A purchase and its items that were accepted; without one it is an `Unknown error`, as clients' tests expect."""
    sale = ground.shop.sales.get(purchase_id)
    if sale is None or sale.seller != account.login:
        raise Denied(Reason.INTERNAL)
    items = [one for one in ground.items_of(sale) if one.accepted_at is not None]
    if not items:
        raise Denied(Reason.INTERNAL)
    return sale, items


def _restock(ground: Ground, account: Account, advert_id: str, units: int) -> None:
    if units > 0:
        key = (account.login, advert_id)
        ground.shop.restocked[key] = ground.shop.restocked.get(key, 0) + units


def _to_buyer(ground: Ground, account: Account, item: Item, content: str) -> Note:
    note = Note(
        at=ground.now(),
        sender=account.login,
        recipient=ground.sale_of(item).buyer.login,
        content=content,
        status="SENT",
    )
    item.notes.append(note)
    return note
