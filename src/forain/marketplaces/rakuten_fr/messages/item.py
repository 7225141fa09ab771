"""getiteminfos: everything about one item, its claim, its conversation and its history."""

from __future__ import annotations

from datetime import datetime

from forain.marketplaces.rakuten_fr.messages.kinds import CHARSET, IDENTIFIER, namespace
from forain.wire import values
from forain.wire.xml import choices, element, elements, message


@message
class ItemClaim:
    """`amicable`: buyer and seller are still among themselves."""

    creation_date: datetime = element("creationdate", as_=values.PARIS_MINUTES)
    type: str = element("type", default="")
    state: str = element("state", default="")
    amicable: bool = element("amicable", as_=values.Y_N, default=False)
    comment: str = element("claimcomment", cdata=True, default="")


@message
class AvailableAction:
    """An action the seller may take now; `code` is the name of the service that takes it."""

    title: str = element("title", default="")
    description: str = element("description", cdata=True, default="")
    code: str = element("actioncode")


@message
class ItemMail:
    """A mail between the seller and customer service; `mail_id` is the `mailparentid` of an answer."""

    mail_id: str = element("mailid", as_=IDENTIFIER)
    send_date: datetime = element("senddate", as_=values.PARIS_MINUTES)
    sender: str = element("sender", default="")
    recipient: str = element("recipient", default="")
    subject: str = element("object", cdata=True, default="")
    content: str = element("content", cdata=True, default="")
    status: str = element("status", default="")


@message
class ItemMessage:
    """A message between the seller and the buyer; it has no identifier."""

    sender: str = element("sender", default="")
    recipient: str = element("recipient", default="")
    send_date: datetime = element("senddate", as_=values.PARIS_MINUTES)
    content: str = element("content", cdata=True, default="")
    status: str = element("status", default="")


@message
class ItemLog:
    """One entry of the item's history."""

    creation_date: datetime = element("creationdate", as_=values.PARIS_MINUTES)
    code: str = element("itemlogcode", default="")
    description: str = element("description", cdata=True, default="")
    complement: str = element("complement", cdata=True, default="")


@message
class ItemDetail:
    """`conversation` keeps mails and messages as mixed as they came, newest first; so is `logs`."""

    item_id: str = element("itemid", as_=IDENTIFIER)
    date: datetime = element("date", as_=values.PARIS_MINUTES)
    item_status: str = element("itemstatus")
    shipped: bool | None = element("shipped", as_=values.ONE_ZERO, default=None)
    item_state: str = element("itemstate", default="")
    item_state_label: str = element("itemstatelabel", cdata=True, default="")
    payment_status: str = element("paymentstatus", default="")
    seller_score: str = element("sellerscore", default="")
    claims: tuple[ItemClaim, ...] = elements("claim", when_none="omit")
    actions: tuple[AvailableAction, ...] = elements("availableactions/action")
    conversation: tuple[ItemMail | ItemMessage, ...] = choices({"mail": ItemMail, "message": ItemMessage})
    logs: tuple[ItemLog, ...] = elements("itemlog")


@message("getiteminfosresult", namespace=namespace("getiteminfos"), charset=CHARSET)
class ItemInfos:
    """`purchase_id` came with 2017-08-07."""

    version: str = element("request/version", default="")
    user: str = element("request/user", default="")
    asked_item_id: str = element("request/itemid", default="")
    last_version: str = element("response/lastversion", default="")
    seller_id: str = element("response/sellerid", default="")
    purchase_id: str | None = element("response/purchaseid", default=None)
    item: ItemDetail = element("response/item")
