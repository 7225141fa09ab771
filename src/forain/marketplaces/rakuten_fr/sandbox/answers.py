"""Writes the documents from what the rules found, as each version knows them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final, TypeVar

from forain.marketplaces.rakuten_fr import decisions
from forain.marketplaces.rakuten_fr import messages as m
from forain.marketplaces.rakuten_fr.messages.kinds import BASE, CHARSET
from forain.marketplaces.rakuten_fr.sandbox import rules
from forain.marketplaces.rakuten_fr.sandbox.ground import Ground
from forain.marketplaces.rakuten_fr.sandbox.lists import Listed
from forain.marketplaces.rakuten_fr.sandbox.modes import BASIC, BY_LABEL, Mode
from forain.marketplaces.rakuten_fr.sandbox.state import (
    Account,
    Item,
    LogEntry,
    Note,
    Person,
    Purchase,
    Status,
)
from forain.marketplaces.rakuten_fr.sandbox.texts import Words
from forain.wire.operation import Operation
from forain.wire.xml import encode

#: Older word for each newer one (section 11.1); a closed item has none.
_OLDER = {
    Status.REQUESTED: "TO_CONFIRM",
    Status.REMINDED: "TO_CONFIRM",
    Status.COMMITTED: "ACCEPTED",
    Status.ON_HOLD: "PENDING_CLAIM",
}
Entry = TypeVar("Entry", Note, LogEntry)

_FLAT = Mode("", "", delivery=True)
_STANDALONE_NO = frozenset({"settrackingpackageinfos", "getavailableshippingtypes"})
#: Where the schema's file is not named after the service.
_ONE_ADDRESS = frozenset({"categorymap"})  # its schemaLocation names the file only, as recorded
_SCHEMA_FILES = {"acceptsale": "accept_sale"}
#: Lists that are asked for again and again and seldom change: what was written for the same answer is sent again.
_POLLED: Final = frozenset({"getnewsales", "getcurrentsales", "getitemtodolist"})
_KEPT: Final = 32  #: written answers of polled lists


# -- documents ----------------------------------------------------------------------------------------------


def document(ground: Ground, operation: Operation[Any], version: str, answer: Any) -> bytes:
    """The bytes of a good answer."""
    write = _written_once if operation.name in _POLLED else _written
    return _finished(ground, write(answer, operation.name, version, ground.shop.switches.low_byte_damage))


def _written(answer: Any, name: str, version: str, quirks: bool) -> bytes:
    is_bare = isinstance(answer, m.ShippingTypes)  # recorded without any namespace
    return encode(
        answer,
        schema_location=None if is_bare else _location(name, version),
        standalone=False if name in _STANDALONE_NO else None,
        quirks=quirks,
    )


_written_once = lru_cache(maxsize=_KEPT)(_written)


@lru_cache(maxsize=256)
def _location(name: str, version: str) -> str:
    schema = f"{BASE}/{name}"
    address = f"{schema}/{_SCHEMA_FILES.get(name, name)}.{version}.xsd"
    return address if name in _ONE_ADDRESS else f"{schema} {address}"


def error(ground: Ground, words: Words) -> bytes:
    """The bytes of an error document."""
    schema = f"{BASE}/error"
    answer = m.ErrorResponse(
        type=words.type, code=words.code, message=words.message, details=(words.detail, *words.more)
    )
    return _finished(ground, encode(answer, schema_location=f"{schema} {schema}/error.xsd"))


def _finished(ground: Ground, data: bytes) -> bytes:
    """With the blank lines of the real service when the switch says so (section 7)."""
    if ground.shop.switches.blank_lines:
        return data.replace(b"?>\n", b"?>\n\n\n\n", 1)
    return data


CONTENT_TYPE = f"text/xml;charset={CHARSET}"


# -- sales --------------------------------------------------------------------------------------------------


def sale(listed: Listed, version: str, *, with_buyer: bool = True) -> m.Sale:
    """One sale with the items that are on the list."""
    purchase, items = listed
    mode = BY_LABEL.get(purchase.mode, _FLAT)
    shown = mode if with_buyer else Mode("", "")
    return m.Sale(
        purchase_id=purchase.id,
        purchase_date=purchase.at,
        shipping_type=purchase.mode,
        is_full_rsl=all(one.rsl for one in items),
        buyer_login=purchase.buyer.login,
        buyer_email=purchase.email if with_buyer else "",
        collection_point=relay(purchase) if shown.relay else None,
        delivery_address=postal(purchase.buyer) if shown.delivery else None,
        billing_address=postal(purchase.buyer) if shown.billing else None,
        items=tuple(sold_item(one, version) for one in items),
    )


def sold_item(item: Item, version: str) -> m.SoldItem:
    """One unit; which flags and which words depend on the version."""
    newer = version >= decisions.NEWER_WORDS_SINCE
    return m.SoldItem(
        sku=item.sku,
        advert_id=item.advert_id,
        listed_price=item.listed,
        listed_currency="EUR",
        item_id=item.id,
        headline=item.headline,
        item_status=status_word(item.status, version),
        shipped=item.shipment is not None if newer else None,
        is_preorder=item.preorder,
        is_fulfilment=item.rsl if version >= decisions.FULFILMENT_FLAG_SINCE else None,
        is_nego=item.nego,
        negotiation_comment=item.nego_comment,
        price=item.price,
        currency="EUR",
        is_rsl=item.rsl,
        isbn=item.isbn,
        ean=item.ean,
        payment_status=decisions.PAYMENT_WORDS[item.payment][0],
        seller_score=item.score,
    )


def status_word(status: Status, version: str) -> str:
    """The status in the vocabulary of a version."""
    return status if version >= decisions.NEWER_WORDS_SINCE else _OLDER.get(status, status)


def postal(buyer: Person) -> m.PostalAddress:
    """The buyer's address; it serves for delivery and for billing."""
    return m.PostalAddress(
        civility=buyer.civility,
        last_name=buyer.last_name,
        first_name=buyer.first_name,
        address1=buyer.street,
        address2=buyer.street2,
        zip_code=buyer.zip_code,
        city=buyer.city,
        country=buyer.country,
        country_alpha2=buyer.alpha2,
        phone_number1=buyer.phone,
        phone_number2=buyer.mobile,
    )


def relay(purchase: Purchase) -> m.RelayPoint | None:
    """The relay point in the buyer's name."""
    point, buyer = purchase.point, purchase.buyer
    if point is None:
        return None
    return m.RelayPoint(
        civility=buyer.civility,
        last_name=buyer.last_name,
        first_name=buyer.first_name,
        id=point.id,
        name=point.name,
        address=point.address,
        zip_code=point.zip_code,
        city=point.city,
        country=point.country,
        contract_level=point.contract_level,
    )


# -- one item -----------------------------------------------------------------------------------------------


def item_infos(
    ground: Ground, account: Account, item: Item, operation: Operation[Any], version: str
) -> m.ItemInfos:
    """Everything about an item, as it is before its messages are marked as read."""
    knows_purchase = version >= decisions.PURCHASE_ID_IN_INFOS_SINCE
    return m.ItemInfos(
        version=version,
        user=account.login,
        asked_item_id=item.id,
        last_version=operation.version,
        seller_id=account.seller_id,
        purchase_id=item.sale_id if knows_purchase else None,
        item=_detail(ground, item, version),
    )


def _detail(ground: Ground, item: Item, version: str) -> m.ItemDetail:
    state, label = _state(item)
    return m.ItemDetail(
        item_id=item.id,
        date=ground.sale_of(item).at,
        item_status=item.status,
        shipped=item.shipment is not None if version >= decisions.NEWER_WORDS_SINCE else None,
        item_state=state,
        item_state_label=label,
        payment_status=decisions.PAYMENT_WORDS[item.payment][1],
        seller_score=item.score,
        claims=tuple(
            m.ItemClaim(
                creation_date=one.at,
                type=one.type,
                state=one.state,
                amicable=one.amicable,
                comment=one.comment,
            )
            for one in item.claims
        ),
        actions=tuple(
            _action(code, version, ground.sale_of(item).buyer.login) for code in rules.actions(ground, item)
        ),
        conversation=tuple(_note(one) for one in _newest_first(item.notes)),
        logs=tuple(
            m.ItemLog(
                creation_date=one.at, code=one.code, description=one.description, complement=one.complement
            )
            for one in _newest_first(item.logs)
        ),
    )


_LABELS = {
    Status.REQUESTED: "Vente à confirmer",
    Status.REMINDED: "Vente à confirmer, rappel envoyé",
    Status.COMMITTED: "Vente confirmée",
    Status.PENDING: "Précommande en attente de stock",
    Status.ON_HOLD: "Réclamation en cours",
    Status.CLOSED: "Vente finalisée",
    Status.CANCELLED: "Vente annulée",
    Status.REFUSED: "Vente refusée",
}


def _state(item: Item) -> tuple[str, str]:
    claim = item.open_claim
    if claim is None:
        return item.status, _LABELS[item.status]
    if claim.amicable:
        return decisions.STATE_CLAIMED_AMICABLE, "Réclamation en cours avec l'acheteur"
    return decisions.STATE_CLAIMED, "Réclamation suivie par Rakuten France"


def _action(code: str, version: str, buyer: str) -> m.AvailableAction:
    title, description = decisions.ACTION_TITLES[code]
    description = description.replace("{buyer}", buyer)
    if code == "contactusaboutitem" and version < "2011-06-01":
        code = "contactpriceministeraboutitem"
    return m.AvailableAction(title=title, description=description, code=code)


def _note(note: Note) -> m.ItemMail | m.ItemMessage:
    if not note.is_mail:
        return m.ItemMessage(
            sender=note.sender,
            recipient=note.recipient,
            send_date=note.at,
            content=note.content,
            status=note.status,
        )
    return m.ItemMail(
        mail_id=note.mail_id,
        send_date=note.at,
        sender=note.sender,
        recipient=note.recipient,
        subject=note.subject,
        content=note.content,
        status=note.status,
    )


def _newest_first(entries: Sequence[Entry]) -> list[Entry]:
    """By time; of the same minute, the one that came last is first."""
    return sorted(entries, key=lambda one: one.at)[::-1]


# -- modes --------------------------------------------------------------------------------------------------


def basic_modes(account: Account) -> Sequence[m.BasicMode]:
    """The modes all sellers have, switched on or off for this account."""
    return [
        m.BasicMode(
            alias=one.alias, label=one.list_label or one.label, active=account.modes.get(one.alias, True)
        )
        for one in BASIC
    ]
