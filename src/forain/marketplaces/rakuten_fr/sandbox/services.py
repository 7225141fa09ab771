"""One handler for each service: takes the parameters, lets the rules decide, gives back the message to write."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from forain.marketplaces.rakuten_fr import countries, decisions, operations
from forain.marketplaces.rakuten_fr import messages as m
from forain.marketplaces.rakuten_fr.sandbox import answers, lists, rules
from forain.marketplaces.rakuten_fr.sandbox.call import Call
from forain.marketplaces.rakuten_fr.sandbox.denial import Denied, Reason
from forain.marketplaces.rakuten_fr.sandbox.search.services import SEARCH_HANDLERS
from forain.marketplaces.rakuten_fr.sandbox.sold.services import SOLD_HANDLERS
from forain.marketplaces.rakuten_fr.sandbox.state import Account, ListFilter
from forain.marketplaces.rakuten_fr.sandbox.stock.services import STOCK_HANDLERS
from forain.wire.values import PARIS

# -- the lists ----------------------------------------------------------------------------------------------


def getnewsales(call: Call) -> m.NewSales:
    found = lists.new_sales(call.ground, call.account)
    with_buyer = call.account.professional  # individuals accept first
    return m.NewSales(
        **call.head,
        seller_id=call.account.seller_id,
        sales=tuple(answers.sale(one, call.version, with_buyer=with_buyer) for one in found),
    )


def getcurrentsales(call: Call) -> m.CurrentSales:
    since = read_day(call.get("purchasedate"))
    asked = ListFilter(
        login=call.account.login,
        since=since,
        preorders=call.get("ispendingpreorder").lower() in {"y", "true", "1"},
        not_shipped=call.get("notshippeditemsonly").lower() in {"y", "true", "1"},
        newer_words=call.version >= decisions.NEWER_WORDS_SINCE,
    )
    page = lists.current_sales(call.ground, asked, call.get("nexttoken"), decisions.PAGE_SIZE)
    return m.CurrentSales(
        **call.head,
        purchase_date=since.strftime("%d/%m/%Y") if since else None,
        token=call.get("nexttoken"),
        is_pending_preorder=asked.preorders,
        next_token=page.next_token,
        seller_id=call.account.seller_id,
        sales=tuple(answers.sale(one, call.version) for one in page.sales),
    )


def getitemtodolist(call: Call) -> m.ToDoList:
    found = lists.to_do(call.ground, call.account)
    return m.ToDoList(
        **call.head,
        seller_id=call.account.seller_id,
        items=tuple(m.ToDoItem(item_id=item.id, causes=causes) for item, causes in found),
    )


# -- one item -----------------------------------------------------------------------------------------------


def acceptsale(call: Call) -> m.AcceptedSale:
    newer = call.version >= "2021-04-08"
    item_id = rules.answerable(call.ground, call.account, call.need("itemid")).id  # named before the country
    country = read_country(call, "shippingfromcountry", needed=True) if newer else ""
    imported = read_country(call, "importcountry", needed=False) if newer else ""
    item = rules.accept(call.ground, call.account, item_id, country)
    shop_type, shop_number = one_stop_shop(call.account, country, imported)
    return m.AcceptedSale(
        **call.head,
        item_id=item.id,
        asked_shipping_from=country or None,
        asked_import_country=imported or None,
        status="Accepted",
        shipping_from_country=country or None,
        import_country=imported or None,
        one_stop_shop_type=shop_type,
        one_stop_shop_value=shop_number,
    )


def refusesale(call: Call) -> m.RefusedSale:
    item = rules.refuse(call.ground, call.account, call.need("itemid"))
    return m.RefusedSale(**call.head, item_id=item.id, status="Refused")


def getiteminfos(call: Call) -> m.ItemInfos:
    item = rules.known_item(call.ground, call.need("itemid"))
    rules.insist_on_seller(call.ground, call.account, item)
    answer = answers.item_infos(call.ground, call.account, item, call.operation, call.version)
    rules.mark_read(call.ground, call.account, item)
    return answer


def settrackingpackageinfos(call: Call) -> m.TrackingRecorded:
    item_id = call.need("itemid")
    carrier, number = call.need("transporter_name"), call.need("tracking_number")
    url = call.get("tracking_url")
    rules.track(call.ground, call.account, item_id, carrier, number, url)
    return m.TrackingRecorded(
        **call.head,
        item_id=item_id,
        tracking_number=number,
        tracking_url=url,
        transporter_name=carrier,
        status="OK",
    )


def contactusaboutitem(call: Call) -> m.ContactedUs:
    return m.ContactedUs(**_contact(call))


def contactpriceministeraboutitem(call: Call) -> m.ContactedOld:
    return m.ContactedOld(**_contact(call))


def _contact(call: Call) -> dict[str, Any]:
    content = call.need("content")
    item = rules.known_item(call.ground, call.need("itemid"))
    parent = call.get("mailparentid")
    rules.contact_us(call.ground, call.account, item, content, parent)
    return {
        **call.head,
        "item_id": item.id,
        "mail_parent_id": parent or None,
        "content": content,
        "status": "SENT",
    }


# -- the account --------------------------------------------------------------------------------------------


def getavailableshippingtypes(call: Call) -> m.ShippingTypes:
    return m.ShippingTypes(
        **call.head,
        basic=tuple(answers.basic_modes(call.account)),
        custom=tuple(
            m.CustomMode(alias=alias, label=label, shipping_delay=delay, active=True)
            for alias, label, delay in call.account.custom_modes
        ),
    )


# -- reading parameters -------------------------------------------------------------------------------------

_DAY_FORMS: Final = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:\D.*)?"),
    re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4}|\d{2})(?:\D.*)?"),
)


def read_day(text: str) -> datetime | None:
    """The first moment of a day in Paris; what cannot be read is ignored, as the real service does."""
    for form in _DAY_FORMS:
        found = form.fullmatch(text)
        if found:
            year = int(found["year"])
            return _midnight(year + 2000 if year < 100 else year, int(found["month"]), int(found["day"]))
    return None


def _midnight(year: int, month: int, day: int) -> datetime | None:
    try:
        return datetime(year, month, day, tzinfo=PARIS)
    except ValueError:
        return None


def read_country(call: Call, name: str, *, needed: bool) -> str:
    """A numeric country code; 250 is not accepted for France, letters only when the switch says so."""
    text = call.need(name) if needed else call.get(name)
    if not text:
        return ""
    if text.isascii() and text.isdigit() and countries.code_of(int(text)):
        return str(int(text))
    number = countries.number_of(text) if call.ground.shop.switches.country_letters else None
    if number is None:
        raise Denied(Reason.INVALID, name)
    return str(number)


def one_stop_shop(account: Account, country: str, imported: str) -> tuple[str | None, str | None]:
    """Scheme and number for the customs papers, when goods do not leave from France (our decision)."""
    france = str(countries.NUMBERS["FR"])
    if imported not in {"", france}:
        return "IOSS", f"IM25{account.seller_id}"
    if country not in {"", france}:
        return "OSS", f"EU25{account.seller_id}"
    return None, None


HANDLERS: Final[Mapping[str, Callable[[Call], Any]]] = {
    operations.GETNEWSALES.name: getnewsales,
    operations.ACCEPTSALE.name: acceptsale,
    operations.REFUSESALE.name: refusesale,
    operations.GETCURRENTSALES.name: getcurrentsales,
    operations.GETITEMINFOS.name: getiteminfos,
    operations.SETTRACKINGPACKAGEINFOS.name: settrackingpackageinfos,
    operations.GETITEMTODOLIST.name: getitemtodolist,
    operations.CONTACTUSABOUTITEM.name: contactusaboutitem,
    operations.CONTACTPRICEMINISTERABOUTITEM.name: contactpriceministeraboutitem,
    operations.GETAVAILABLESHIPPINGTYPES.name: getavailableshippingtypes,
    **STOCK_HANDLERS,
    **SOLD_HANDLERS,
    **SEARCH_HANDLERS,
}
