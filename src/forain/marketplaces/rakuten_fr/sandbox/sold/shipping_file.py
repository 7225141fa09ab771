"""The lines of importitemshippingstatus: each good one takes effect, each bad one gets its own French words."""

from __future__ import annotations

from collections.abc import Iterable

from forain.marketplaces.rakuten_fr import decisions
from forain.marketplaces.rakuten_fr.messages import ShippingNotice
from forain.marketplaces.rakuten_fr.sandbox import rules
from forain.marketplaces.rakuten_fr.sandbox.denial import Denied, Reason
from forain.marketplaces.rakuten_fr.sandbox.ground import Ground
from forain.marketplaces.rakuten_fr.sandbox.modes import BY_LABEL, Mode
from forain.marketplaces.rakuten_fr.sandbox.state import Account, Item, Shipment, Status

_ORDINARY = Mode("", "")
#: What a rule of settrackingpackageinfos objects to, as a line's reason.
_OBJECTIONS = {
    "transporter_name": Reason.LINE_CARRIER,
    "tracking_number": Reason.LINE_TRACKING,
    "tracking_url": Reason.LINE_URL,
}


def record(ground: Ground, account: Account, notices: Iterable[ShippingNotice]) -> None:
    """Ship what can be shipped; raises `Denied` with all lines that were refused."""
    refused: list[Denied] = []
    for notice in notices:
        try:
            _ship(ground, _shippable(ground, account, notice), notice)
        except Denied as denied:
            refused.append(denied)
    if refused:
        raise Denied(Reason.LINES, lines=tuple(refused))


def _shippable(ground: Ground, account: Account, notice: ShippingNotice) -> Item:
    """The item of a line: the seller's, of that purchase, accepted and not shipped yet."""
    item = ground.shop.items.get(notice.item_id)
    if item is None or item.sale_id != notice.purchase_id or ground.sale_of(item).seller != account.login:
        raise Denied(Reason.LINE_ITEM, notice.item_id)
    if item.shipment is not None:
        raise Denied(Reason.LINE_SHIPPED, item.id)
    if item.status is not Status.COMMITTED:
        raise Denied(Reason.LINE_STATUS, item.id)
    return item


def _ship(ground: Ground, item: Item, notice: ShippingNotice) -> None:
    _check_parcel(ground, item, notice)
    carrier, number, url = notice.transporter, notice.tracking_number, notice.tracking_url
    item.shipment = Shipment(at=ground.now(), transporter=carrier, number=number, url=url)
    ground.log(item, decisions.LOG_SHIPPED, "L'article a été expédié.", f"{carrier} {number}".strip())
    ground.effect(
        item, "shipped", service="importitemshippingstatus", carrier=carrier, number=number, url=url
    )


def _check_parcel(ground: Ground, item: Item, notice: ShippingNotice) -> None:
    """Modes without a number to give take a word of confirmation and no carrier."""
    mode = BY_LABEL.get(ground.sale_of(item).mode, _ORDINARY)
    if not notice.tracking_number:
        raise Denied(Reason.LINE_TRACKING, item.id)
    if not notice.transporter and not mode.numbered:
        return
    try:
        rules.check_parcel(ground, notice.transporter, notice.tracking_number, notice.tracking_url)
    except Denied as denied:
        raise Denied(_OBJECTIONS[denied.subject], item.id) from None
