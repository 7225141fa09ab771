"""settrackingpackageinfos (whose root says "shipping") and getavailableshippingtypes (whose names are snake_case)."""

from __future__ import annotations

from forain.marketplaces.rakuten_fr.messages.kinds import CHARSET, namespace
from forain.wire import values
from forain.wire.xml import element, elements, message


@message("setshippingpackageinfosresult", namespace=namespace("settrackingpackageinfos"), charset=CHARSET)
class TrackingRecorded:
    """`status` is `OK`. The echo is in camelCase and ends with the version."""

    user: str = element("request/user", default="")
    item_id: str = element("request/itemid", default="")
    tracking_number: str = element("request/trackingNumber", default="")
    tracking_url: str = element("request/trackingUrl", default="")
    transporter_name: str = element("request/transporterName", default="")
    version: str = element("request/version", default="")
    last_version: str = element("response/lastversion", default="")
    status: str = element("response/status")


@message
class BasicMode:
    """A shipping mode all sellers have; `alias` is its name in stock files."""

    alias: str = element("alias")
    label: str = element("label", cdata=True, default="")
    active: bool = element("active", as_=values.ONE_ZERO, default=False)


@message
class CustomMode:
    """A shipping mode made to measure for this account."""

    alias: str = element("alias")
    label: str = element("label", cdata=True, default="")
    shipping_delay: str = element("shipping_delay", cdata=True, default="")
    active: bool = element("active", as_=values.ONE_ZERO, default=False)


@message("getavailableshippingtypesresult", charset=CHARSET)
class ShippingTypes:
    """The recorded answer has no namespace at all."""

    user: str = element("request/user", cdata=True, default="")
    version: str = element("request/version", default="")
    last_version: str = element("response/lastversion", default="")
    basic: tuple[BasicMode, ...] = elements("response/basic_types/mode")
    custom: tuple[CustomMode, ...] = elements("response/custom_types/mode")
