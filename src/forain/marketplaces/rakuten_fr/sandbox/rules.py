"""What sellers may do, and what comes of it. No rule knows how a request or an answer is written.

Life cycle: rakuten.md section 11; each service's own file; our decisions are in `decisions.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from forain.marketplaces.rakuten_fr import decisions
from forain.marketplaces.rakuten_fr.sandbox import ending
from forain.marketplaces.rakuten_fr.sandbox.denial import Denied, Reason
from forain.marketplaces.rakuten_fr.sandbox.ground import Ground
from forain.marketplaces.rakuten_fr.sandbox.state import Account, Item, Note, Shipment, Status
from forain.trade import carriers

WAITING: Final = frozenset({Status.REQUESTED, Status.REMINDED})
#: Customer service hears about items that were sold; a refused or unanswered item was not (our decision).
_CONTACTABLE: Final = frozenset(set(Status) - WAITING - {Status.REFUSED})
_MARKUP = re.compile(r"</?[A-Za-z!?][^<>]*>")


# -- finding an item ----------------------------------------------------------------------------------------


def known_item(ground: Ground, item_id: str) -> Item:
    """The item, whoever sold it."""
    item = ground.shop.items.get(item_id)
    if item is None:
        raise Denied(Reason.INVALID, "itemid")
    return item


def own_item(ground: Ground, account: Account, item_id: str) -> Item:
    """The seller's item; another seller's is as invalid as none."""
    item = known_item(ground, item_id)
    if ground.sale_of(item).seller != account.login:
        raise Denied(Reason.INVALID, "itemid")
    return item


def answerable(ground: Ground, account: Account, item_id: str) -> Item:
    """The seller's item while it waits for an answer; an answered one is as invalid as none."""
    item = own_item(ground, account, item_id)
    if not may_answer(ground, item):
        raise Denied(Reason.INVALID, "itemid")
    return item


def insist_on_seller(ground: Ground, account: Account, item: Item) -> None:
    """For services that say so when an item is another seller's."""
    if ground.sale_of(item).seller != account.login:
        raise Denied(Reason.NOT_THE_SELLER, item.id)


# -- what may be done now (also the `availableactions` of getiteminfos) -------------------------------------


def may_answer(_: Ground, item: Item) -> bool:
    """acceptsale and refusesale: while the item waits."""
    return item.status in WAITING


def may_track(ground: Ground, item: Item) -> bool:
    """settrackingpackageinfos: an accepted item, and once only when the switch says so."""
    return item.status is Status.COMMITTED and not (ground.shop.switches.tracking_once and item.shipment)


def may_contact_us(ground: Ground, item: Item) -> bool:
    """contactusaboutitem: 72 days from the order, or 30 days from the declared receipt where that is later."""
    until = ground.sale_of(item).at + decisions.CONTACT_AFTER_ORDER
    if item.received_at:
        until = max(until, item.received_at + decisions.CONTACT_AFTER_RECEIPT)
    return item.status in _CONTACTABLE and ground.now() <= until


def may_contact_user(ground: Ground, item: Item) -> bool:
    """contactuseraboutitem: without a claim until 15 days after receipt or 42 after the order, the later of both;
    with one while it is amicable. That an unanswered or refused sale has no buyer to write to is ours.
    """
    if item.open_claim is not None:
        return item.open_claim.amicable
    until = ground.sale_of(item).at + decisions.CONTACT_BUYER_AFTER_ORDER
    if item.received_at:
        until = max(until, item.received_at + decisions.CONTACT_BUYER_AFTER_RECEIPT)
    return item.status in _CONTACTABLE and ground.now() <= until


def may_cancel(_: Ground, item: Item) -> bool:
    """cancelitem: accepted and not paid out; an unanswered item can only be refused."""
    return item.status in {Status.COMMITTED, Status.PENDING, Status.ON_HOLD} and not item.payout


ACTIONS: Mapping[str, Callable[[Ground, Item], bool]] = MappingProxyType(
    {
        "acceptsale": may_answer,
        "refusesale": may_answer,
        "settrackingpackageinfos": may_track,
        "contactuseraboutitem": may_contact_user,
        "contactusaboutitem": may_contact_us,
        "cancelitem": may_cancel,
    }
)


def actions(ground: Ground, item: Item) -> tuple[str, ...]:
    """The services that would take this item now."""
    return tuple(name for name, allowed in ACTIONS.items() if allowed(ground, item))


# -- doing it -----------------------------------------------------------------------------------------------


def accept(ground: Ground, account: Account, item_id: str, ship_from: str) -> Item:
    """Accept one item: a pre-order waits for stock, all others are to be shipped."""
    item = answerable(ground, account, item_id)
    item.status = Status.PENDING if item.preorder else Status.COMMITTED
    item.ship_from, item.accepted_at = ship_from, ground.now()
    code = decisions.LOG_PENDING if item.preorder else decisions.LOG_COMMITTED
    ground.log(item, code, "Vous avez accepté la vente.")
    ground.effect(item, "accepted", service="acceptsale", ship_from=ship_from)
    return item


def refuse(ground: Ground, account: Account, item_id: str) -> Item:
    """Refuse one item; the buyer is not debited."""
    item = answerable(ground, account, item_id)
    ending.end(ground, item, Status.REFUSED)
    ground.log(item, decisions.LOG_REFUSED, "Vous avez refusé la vente.")
    ground.effect(item, "refused", service="refusesale")
    return item


def track(ground: Ground, account: Account, item_id: str, carrier: str, number: str, url: str) -> Item:
    """Record carrier and number; the item is shipped. A second call corrects them unless the switch forbids it."""
    item = own_item(ground, account, item_id)
    check_parcel(ground, carrier, number, url)
    if item.status is not Status.COMMITTED:
        raise Denied(Reason.NOT_CONFIRMED, item.id)
    if not may_track(ground, item):
        raise Denied(Reason.ALREADY_SHIPPED, item.id)
    told = (carrier, number, url)
    before = item.shipment
    corrected = before is not None and (before.transporter, before.number, before.url) != told
    item.shipment = Shipment(at=ground.now(), transporter=carrier, number=number, url=url)
    ground.log(item, decisions.LOG_SHIPPED, "L'article a été expédié.", f"{carrier} {number}")
    effect = "tracking_corrected" if corrected else "shipped"
    ground.effect(item, effect, service="settrackingpackageinfos", carrier=carrier, number=number, url=url)
    return item


def check_parcel(ground: Ground, carrier: str, number: str, url: str) -> None:
    """The closed list of carriers, and who needs a tracking URL (carriers.md section 1 and 2)."""
    found = _closed_list().get(carrier.casefold())
    if found is None:
        raise Denied(Reason.INVALID, "transporter_name")
    if len(number) > decisions.TRACKING_NUMBER_LENGTH or not number.isprintable():
        raise Denied(Reason.INVALID, "tracking_number")
    if not url and ("rakuten_fr" in found.needs_url or ground.shop.switches.tracking_url_always):
        raise Denied(Reason.MISSING, "tracking_url")
    if url and not carriers.is_web_address(url):
        raise Denied(Reason.INVALID, "tracking_url")


@cache
def _closed_list() -> Mapping[str, carriers.Carrier]:
    return {one.names["rakuten_fr"].casefold(): one for one in carriers.for_marketplace("rakuten_fr")}


def contact_us(ground: Ground, account: Account, item: Item, content: str, parent: str) -> Note:
    """Write to customer service. When several rules fail, the first in the order of the official table speaks."""
    if parent and not _mail_to(account, item, parent):
        raise Denied(Reason.NO_SUCH_MAIL, parent)
    if not may_contact_us(ground, item):
        raise Denied(Reason.NO_CONTACT)
    insist_on_seller(ground, account, item)
    insist_on_plain_words(content)
    mail = Note(
        at=ground.now(),
        sender=account.login,
        recipient=decisions.CUSTOMER_SERVICE,
        content=content,
        status="SENT",
        mail_id=ground.number("mail"),
        subject=f"Article {item.id}",
        parent=parent,
    )
    item.notes.append(mail)
    ground.effect(item, "message_sent", service="contactusaboutitem", mail=mail.mail_id, parent=parent)
    return mail


def insist_on_plain_words(content: str) -> None:
    """No markup and not too long."""
    if _MARKUP.search(content) or len(content) > decisions.MESSAGE_LENGTH:
        raise Denied(Reason.REPHRASE)


def _mail_to(account: Account, item: Item, mail_id: str) -> bool:
    return any(one.mail_id == mail_id and one.recipient == account.login for one in item.notes)


def mark_read(ground: Ground, account: Account, item: Item) -> int:
    """The side effect of getiteminfos: all that was unread is read now; how many there were."""
    unread = [one for one in item.notes if one.status == "UNREAD" and one.recipient == account.login]
    for one in unread:
        one.status = "READ"
    if unread:
        ground.effect(item, "marked_read", service="getiteminfos", notes=str(len(unread)))
    return len(unread)
