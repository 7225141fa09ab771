"""getitemtodolist: items with an open claim or something unread."""

from __future__ import annotations

from forain.marketplaces.rakuten_fr.messages.kinds import CHARSET, IDENTIFIER, namespace
from forain.wire.xml import element, elements, message


@message
class ToDoItem:
    """`causes`: `CLAIM`, `UNREAD_MESSAGE_FROM_CUSTOMER_SERVICE`, `UNREAD_MESSAGE_FROM_BUYER`, or words not known yet."""

    item_id: str = element("itemid", as_=IDENTIFIER)
    causes: tuple[str, ...] = elements("causes/cause")


@message("getitemtodolistresult", namespace=namespace("getitemtodolist"), charset=CHARSET)
class ToDoList:
    """All of them in one answer."""

    version: str = element("request/version", default="")
    user: str = element("request/user", default="")
    last_version: str = element("response/lastversion", default="")
    seller_id: str = element("response/sellerid", as_=IDENTIFIER)
    items: tuple[ToDoItem, ...] = elements("response/items/item")
