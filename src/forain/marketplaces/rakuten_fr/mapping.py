"""From Rakuten's words to ours, and nothing else: pure, one table for the states (model.md section 9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from types import MappingProxyType
from typing import Final

from forain.marketplaces.rakuten_fr import messages as m
from forain.trade.address import Address, DeliveryPoint, country_code
from forain.trade.conversation import Attention, Author, Claim, HistoryEntry, LineDetail, Message
from forain.trade.lifecycle import Dispute, Fulfilment
from forain.trade.money import Money
from forain.trade.order import Cancellation, Line, Order

#: Items that were accepted: where they stand is told by the shipped flag, not by this word.
_ACCEPTED: Final = frozenset({"ACCEPTED", "COMMITTED"})
_ON_HOLD: Final = frozenset({"ON_HOLD", "PENDING_CLAIM", "CLAIM"})

FULFILMENT: Final[Mapping[str, Fulfilment]] = MappingProxyType(
    {
        "TO_CONFIRM": Fulfilment.AWAITING_ACCEPTANCE,
        "REQUESTED": Fulfilment.AWAITING_ACCEPTANCE,
        "REMINDED": Fulfilment.AWAITING_ACCEPTANCE,
        "PENDING": Fulfilment.AWAITING_STOCK,
        "CANCELLED": Fulfilment.CANCELLED,
        "REFUSED": Fulfilment.REFUSED,
        "CLOSED": Fulfilment.CLOSED,
    }
)

#: Relay networks by the shipping label (rakuten.md section 11.4).
NETWORKS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Point relais Mondial Relay": "mondial_relay",
        "Relai Kiala": "kiala",
        "Relais Kiala": "kiala",
        "Shop2Shop by Chronopost": "shop2shop",
    }
)


# -- states -------------------------------------------------------------------------------------------------


def fulfilment(status: str, shipped: bool | None) -> Fulfilment:
    """Where an item stands; a word we do not know is `unmapped`, never guessed."""
    word = status.strip().upper()
    if word in _ACCEPTED or word in _ON_HOLD:
        return Fulfilment.SHIPPED if shipped else Fulfilment.TO_SHIP
    return FULFILMENT.get(word, Fulfilment.UNMAPPED)


def dispute_in_list(status: str) -> Dispute:
    """What a list tells of a claim: only whether there is one. A claim begins amicably; getiteminfos knows more."""
    return Dispute.CLAIM_AMICABLE if status.strip().upper() in _ON_HOLD else Dispute.NONE


def dispute_in_detail(item: m.ItemDetail) -> Dispute:
    """The phase of the claim, from the claim itself or from the fine state."""
    is_held = item.item_status.strip().upper() in _ON_HOLD
    under_way = [one for one in item.claims if one.state.upper() != "CLOSED"]
    if item.item_state.upper() == "CLAIMED_AMICABLE" or any(one.amicable for one in under_way):
        return Dispute.CLAIM_AMICABLE
    if under_way or is_held:
        return Dispute.CLAIM_ESCALATED
    return Dispute.CLAIM_CLOSED if item.claims else Dispute.NONE


# -- orders -------------------------------------------------------------------------------------------------


def orders(sales: Iterable[m.Sale]) -> tuple[Order, ...]:
    """One order for each purchase; a purchase that comes in two blocks is joined, first by it, then by item."""
    joined: dict[str, Order] = {}
    for sale in sales:
        seen = order(sale)
        before = joined.get(seen.reference)
        joined[seen.reference] = _joined(before, seen) if before else seen
    return tuple(joined.values())


def order(sale: m.Sale) -> Order:
    """A list shows only those items of a basket that belong on it, so an order is never known to be complete."""
    buyer = _buyer(sale)
    return Order(
        reference=sale.purchase_id,
        placed_at=sale.purchase_date,
        lines=tuple(line(one) for one in sale.items),
        currency=sale.items[0].currency if sale.items else "EUR",
        complete=False,
        buyer_login=sale.buyer_login,
        buyer_email=sale.buyer_email,
        buyer=buyer,
        shipping_address=address(sale.delivery_address, sale.buyer_email),
        billing_address=address(sale.billing_address, sale.buyer_email),
        delivery_point=delivery_point(sale.collection_point, sale.shipping_type),
        shipping_mode=sale.shipping_type,
        raw={"isfullrsl": "Y" if sale.is_full_rsl else "N"},
    )


def line(item: m.SoldItem) -> Line:
    """One unit is one line; money is provisional until the accounting services speak."""
    state = fulfilment(item.item_status, item.shipped)
    return Line(
        reference=item.item_id,
        observed=_observed(item.item_status, item.payment_status, item.shipped),
        fulfilment=state,
        sku=item.sku,
        title=item.headline,
        quantity=1,
        unit_price=Money.of(item.price, item.currency),
        dispute=dispute_in_list(item.item_status),
        offer_reference=item.advert_id,
        listed_price=_listed(item),
        gtins=_gtins(item),
        attributes=_attributes(item),
        preorder=item.is_preorder,
        negotiated=item.is_nego,
        marketplace_fulfilled=item.is_rsl or bool(item.is_fulfilment),
        cancellation=Cancellation() if state is Fulfilment.CANCELLED else None,
    )


def _observed(status: str, payment: str, shipped: bool | None, **more: str) -> dict[str, str]:
    words = {"itemstatus": status, "paymentstatus": payment, **more}
    if shipped is not None:
        words["shipped"] = "1" if shipped else "0"
    return {name: word for name, word in words.items() if word}


def _listed(item: m.SoldItem) -> Money | None:
    if item.listed_price is None:
        return None
    return Money.of(item.listed_price, item.listed_currency or item.currency)


def _gtins(item: m.SoldItem) -> tuple[str, ...]:
    codes = [one.strip() for text in (item.ean, item.isbn) for one in text.split(";")]
    return tuple(dict.fromkeys(one for one in codes if one))


def _attributes(item: m.SoldItem) -> dict[str, str]:
    told = {"negotiationcomment": item.negotiation_comment, "sellerscore": item.seller_score}
    return {name: text for name, text in told.items() if text}


def _joined(first: Order, second: Order) -> Order:
    lines = {one.reference: one for one in (*first.lines, *second.lines)}
    return replace(first, lines=tuple(lines.values()))


# -- people and places --------------------------------------------------------------------------------------

_POSTAL: Final = {
    "civility": "civility",
    "last_name": "lastname",
    "first_name": "firstname",
    "address1": "address1",
    "address2": "address2",
    "zip_code": "zipcode",
    "city": "city",
    "country": "country",
    "country_alpha2": "countryalpha2",
    "phone_number1": "phonenumber1",
    "phone_number2": "phonenumber2",
    "contract_level": "contractlevel",
}


def _raw(block: m.PostalAddress | m.RelayPoint) -> dict[str, str]:
    """The block's own fields by their names on the wire, verbatim."""
    found = ((_POSTAL.get(one.name, one.name), getattr(block, one.name)) for one in fields(block))
    return {name: text for name, text in found if text is not None}


def address(block: m.PostalAddress | None, email: str) -> Address | None:
    if block is None:
        return None
    return Address(
        civility=block.civility,
        first_name=block.first_name,
        last_name=block.last_name,
        lines=_filled(block.address1, block.address2),
        postcode=block.zip_code,
        city=block.city,
        country=_country(block.country_alpha2, block.country),
        country_raw=block.country_alpha2 or block.country,
        phones=_filled(block.phone_number1, block.phone_number2),
        email=email,
        raw=_raw(block),
    )


def delivery_point(point: m.RelayPoint | None, shipping_type: str) -> DeliveryPoint | None:
    if point is None:
        return None
    return DeliveryPoint(
        network=NETWORKS.get(shipping_type, ""),
        point_id=point.id,
        name=point.name,
        contract_level=point.contract_level or "",
        address=Address(
            lines=_filled(point.address),
            postcode=point.zip_code,
            city=point.city,
            country=_country(point.country),
            country_raw=point.country,
            raw=_raw(point),
        ),
        raw=_raw(point),
    )


def _buyer(sale: m.Sale) -> Address | None:
    """The buyer as a person: by the billing address, else the delivery address, else the relay point's names."""
    postal = sale.billing_address or sale.delivery_address
    if postal is not None:
        return address(postal, sale.buyer_email)
    point = sale.collection_point
    if point is None:
        return None
    return Address(
        civility=point.civility,
        first_name=point.first_name,
        last_name=point.last_name,
        email=sale.buyer_email,
    )


def _country(*words: str) -> str | None:
    """The first of the words that our table knows; None (a to-do) when it knows none."""
    return next((code for word in words if word and (code := country_code(word))), None)


def _filled(*texts: str) -> tuple[str, ...]:
    return tuple(text for text in texts if text)


# -- one item -----------------------------------------------------------------------------------------------


def line_detail(infos: m.ItemInfos, login: str) -> LineDetail:
    """Everything getiteminfos tells; `login` is ours, to know our own letters."""
    item = infos.item
    return LineDetail(
        line_reference=item.item_id,
        order_reference=infos.purchase_id or "",
        observed=_observed(item.item_status, item.payment_status, item.shipped, itemstate=item.item_state),
        fulfilment=fulfilment(item.item_status, item.shipped),
        dispute=dispute_in_detail(item),
        shipped=item.shipped,
        actions=tuple(one.code for one in item.actions),
        claims=tuple(_claim(one) for one in item.claims),
        messages=tuple(_message(one, login) for one in item.conversation),
        history=tuple(_entry(one) for one in item.logs),
    )


def attention(item: m.ToDoItem) -> Attention:
    """An entry of getitemtodolist; causes not known to us stay as they are."""
    return Attention(line_reference=item.item_id, causes=item.causes)


def _claim(claim: m.ItemClaim) -> Claim:
    return Claim(
        kind=claim.type,
        state=claim.state,
        amicable=claim.amicable,
        opened_at=claim.creation_date,
        comment=claim.comment,
        is_closed=claim.state.upper() == "CLOSED",
    )


def _message(note: m.ItemMail | m.ItemMessage, login: str) -> Message:
    is_mail = isinstance(note, m.ItemMail)
    is_ours = note.status.upper() == "SENT" or note.sender.casefold() == login.casefold()
    other = Author.MARKETPLACE if is_mail else Author.BUYER
    return Message(
        author=Author.SELLER if is_ours else other,
        sent_at=note.send_date,
        text=note.content,
        partner=other,
        reference=note.mail_id if isinstance(note, m.ItemMail) else "",
        subject=note.subject if isinstance(note, m.ItemMail) else "",
        read=_was_read(note.status),
        raw={"sender": note.sender, "recipient": note.recipient, "status": note.status},
    )


def _was_read(status: str) -> bool | None:
    return {"READ": True, "UNREAD": False}.get(status.upper())


def _entry(log: m.ItemLog) -> HistoryEntry:
    return HistoryEntry(
        at=log.creation_date, code=log.code, description=log.description, complement=log.complement
    )
