"""importitemshippingstatus: the uploaded list of shipments, and its answer."""

from __future__ import annotations

from forain.marketplaces.rakuten_fr.messages.kinds import CHARSET, namespace
from forain.wire.xml import element, elements, message


@message
class ShippingNotice:
    """One shipped item. For modes without a number to give, `tracking_number` is a word of confirmation: `Oui`."""

    purchase_id: str = element("purchaseid", default="")
    item_id: str = element("itemid", default="")
    transporter: str = element("transporter", default="")
    tracking_number: str = element("trackingnumber", default="")
    tracking_url: str = element("trackingurl", default="")


@message("items")
class ShippingFile:
    """The file as it is sent, in UTF-8; it may also come without an XML declaration."""

    notices: tuple[ShippingNotice, ...] = elements("item")


@message("importresult", namespace=namespace("importitemshippingstatus"), charset=CHARSET)
class ImportedShippingStatus:
    """`status` is `OK`: all lines were taken. There is no number to ask for a report with."""

    user: str = element("request/user", cdata=True, default="")
    version: str = element("request/version", default="")
    last_version: str = element("response/lastversion", default="")
    status: str = element("response/status")
