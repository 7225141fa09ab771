"""The answers of acceptsale and refusesale: one root element, two namespaces."""

from __future__ import annotations

from forain.marketplaces.rakuten_fr.messages.kinds import CHARSET, namespace
from forain.wire.xml import element, message


@message("saleacceptanceresult", namespace=namespace("acceptsale"), charset=CHARSET)
class AcceptedSale:
    """`status` is `Accepted`. The countries and the one-stop-shop number came with 2021-04-08."""

    version: str = element("request/version", default="")
    user: str = element("request/user", default="")
    item_id: str = element("request/itemid", default="")
    asked_shipping_from: str | None = element("request/shippingfromcountry", default=None)
    asked_import_country: str | None = element("request/importcountry", default=None)
    last_version: str = element("response/lastversion", default="")
    status: str = element("response/status")
    shipping_from_country: str | None = element("response/shippingfromcountry", default=None)
    import_country: str | None = element("response/importcountry", default=None)
    one_stop_shop_type: str | None = element("response/onestopshop/type", default=None)
    one_stop_shop_value: str | None = element("response/onestopshop/value", default=None)


@message("saleacceptanceresult", namespace=namespace("refusesale"), charset=CHARSET)
class RefusedSale:
    """`status` is `Refused`."""

    version: str = element("request/version", default="")
    user: str = element("request/user", default="")
    item_id: str = element("request/itemid", default="")
    last_version: str = element("response/lastversion", default="")
    status: str = element("response/status")
