"""One handler for each service about what was sold: parameters in, rules decide, message out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, Final

from forain.marketplaces.rakuten_fr import decisions
from forain.marketplaces.rakuten_fr import messages as m
from forain.marketplaces.rakuten_fr.sandbox.call import Call
from forain.marketplaces.rakuten_fr.sandbox.denial import Denied, Reason
from forain.marketplaces.rakuten_fr.sandbox.sold import answers, rules, shipping_file
from forain.marketplaces.rakuten_fr.sandbox.state import WalletEntry
from forain.wire.errors import WireError
from forain.wire.values import PARIS
from forain.wire.xml import decode

# -- one item, one advert -----------------------------------------------------------------------------------


def contactuseraboutitem(call: Call) -> m.ContactedUser:
    content = call.need("content")
    item_id = call.need("itemid")
    rules.contact_user(call.ground, call.account, item_id, content)
    return m.ContactedUser(**call.head, item_id=item_id, content=content, status="SENT")


def cancelitem(call: Call) -> m.CancelledItem:
    item_id, comment = call.need("itemid"), call.need("comment")
    rules.cancel(call.ground, call.account, item_id, comment)
    return m.CancelledItem(**call.head, item_id=item_id, comment=comment, status="CANCELLED")


def confirmpreorder(call: Call) -> m.ConfirmedPreorder:
    advert, stock = call.need("advertid"), call.need("stock")
    if not re.fullmatch("[0-9]{1,9}", stock) or int(stock) == 0:
        raise Denied(Reason.INVALID, "stock")
    left = rules.confirm_preorder(call.ground, call.account, advert, int(stock))
    words = f"OK : {left or 'no'} remaining item(s)"
    return m.ConfirmedPreorder(**call.head, advert_id=advert, stock=stock, status=words)


# -- one purchase -------------------------------------------------------------------------------------------


def getbillinginformation(call: Call) -> m.BillingInformation:
    sale, items = rules.accepted_purchase(call.ground, call.account, call.need("purchaseid"))
    return m.BillingInformation(
        **call.head,
        purchase_id=sale.id,
        seller_id=call.account.seller_id,
        items=tuple(answers.billed(one, call.version) for one in items),
    )


def getshippinginformation(call: Call) -> m.ShippingInformation:
    sale, _ = rules.accepted_purchase(call.ground, call.account, call.need("purchaseid"))
    told: dict[str, Any] = {**call.head, **answers.delivery(call.ground, sale, call.host)}
    return m.ShippingInformation(purchase_id=sale.id, seller_id=call.account.seller_id, **told)


def importitemshippingstatus(call: Call) -> m.ImportedShippingStatus:
    shipping_file.record(call.ground, call.account, _notices(call))
    newest = max(call.operation.versions)  # our client asks for the other one
    return m.ImportedShippingStatus(**{**call.head, "last_version": newest}, status="OK")


def _notices(call: Call) -> tuple[m.ShippingNotice, ...]:
    try:
        notices = decode(m.ShippingFile, call.upload().content).value.notices
    except WireError:
        raise Denied(Reason.NOT_XML) from None
    if len(notices) > decisions.SHIPPING_FILE_ITEMS:
        raise Denied(Reason.TOO_MANY_LINES)
    if not notices:
        raise Denied(Reason.NOT_XML)
    return notices


# -- money --------------------------------------------------------------------------------------------------


def getcompensationdetails(call: Call) -> m.CompensationDetails:
    payout = call.ground.shop.payouts.get(call.need("compensationid"))
    if payout is None or payout.seller != call.account.login:
        raise Denied(Reason.INVALID, "compensationid")
    told: dict[str, Any] = {**call.head, **answers.compensation(call.ground, payout)}
    return m.CompensationDetails(asked_compensation_id=payout.id, seller_id=call.account.seller_id, **told)


def getoperations(call: Call) -> m.WalletOperations:
    cause = call.need("operationcause")
    if cause.casefold() != decisions.OPERATION_CAUSE:
        raise Denied(Reason.INVALID, "operationcause")
    asked = call.get("lastoperationdate")
    found = _operations(call, read_moment(asked) if asked else None)
    page = found[: decisions.OPERATIONS_PAGE]
    return m.WalletOperations(
        **call.head,
        cause=cause,
        last_operation_date=asked or None,
        seller_id=call.account.seller_id,
        operations=tuple(answers.operation(one) for one in page),
        has_more=len(found) > len(page),
    )


def _operations(call: Call, before: datetime | None) -> list[WalletEntry]:
    """The account's operations, newest first, strictly older than `before` (our reading of the paging rule)."""
    mine = [one for one in call.ground.shop.wallet if one.seller == call.account.login]
    older = [one for one in mine if before is None or one.at.replace(microsecond=0) < before]
    return sorted(older, key=lambda one: (one.at, int(one.id)), reverse=True)


_MOMENT = re.compile(r"(\d{2})/(\d{2})/(\d{4}|\d{2})-(\d{2}):(\d{2}):(\d{2})")


def read_moment(text: str) -> datetime:
    """dd/mm/yyyy-hh:mm:ss in Paris; a year of two digits is taken too."""
    found = _MOMENT.fullmatch(text)
    if found is not None:
        day, month, year, hour, minute, second = (int(one) for one in found.groups())
        with suppress(ValueError):  # the 31st of February
            year = year + 2000 if year < 100 else year
            return datetime(year, month, day, hour, minute, second, tzinfo=PARIS)
    raise Denied(Reason.INVALID, "lastoperationdate")


SOLD_HANDLERS: Final[Mapping[str, Callable[[Call], Any]]] = {
    one.__name__: one
    for one in (
        contactuseraboutitem,
        cancelitem,
        confirmpreorder,
        getbillinginformation,
        getshippinginformation,
        getcompensationdetails,
        getoperations,
        importitemshippingstatus,
    )
}
