"""producttypes and producttypetemplate: which kinds of products there are, and what each must tell in a stock file."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from forain.marketplaces.rakuten_fr.messages.kinds import CHARSET, namespace
from forain.wire import values
from forain.wire.xml import element, elements, message


@message
class ProductType:
    """`alias` goes into the stock file. `label` may hold HTML escapes as text (recorded); un-escape it to show it."""

    alias: str = element("alias")
    label: str = element("label", default="")
    update_date: datetime | None = element("updatedate", as_=values.PARIS_ISO, default=None)
    category_ref: str | None = element("categoryref", default=None)


@message("producttypesresult", namespace=namespace("producttypes"), charset=CHARSET)
class ProductTypes:
    """All of them in one answer. `category_ref` came with 2015-06-30."""

    user: str = element("request/user", default="")
    version: str = element("request/version", default="")
    types: tuple[ProductType, ...] = elements("response/producttypetemplate", when_none="omit")


@message
class TemplateAttribute:
    """One key of the stock file. `values` are told with the scope VALUES only, where `has_values` is true."""

    label: str = element("label", default="")
    key: str = element("key")
    mandatory: bool = element("mandatory", as_=values.ONE_ZERO, default=False)
    value_type: str = element("valuetype", default="Text")
    units: tuple[str, ...] = elements("units/unit", when_none="omit")
    multivalued: bool = element("multivalued", as_=values.ONE_ZERO, default=False)
    has_values: bool = element("hasvalues", as_=values.ONE_ZERO, default=False)
    values: tuple[str, ...] = elements("valueslist/value", when_none="omit")


@message
class ZoneMode:
    """A shipping mode offered (`authorized`) or not in a zone, with its prices in euro."""

    name: str = element("name")
    authorized: bool = element("authorization", as_=values.ONE_ZERO)
    leader_price: Decimal | None = element("leader_price", default=None)
    follower_price: Decimal | None = element("follower_price", default=None)


@message
class ShippingZone:
    """`name` is FRANCE, FRANCE_DROM_COM, EUROPE or WORLD."""

    name: str = element("name")
    modes: tuple[ZoneMode, ...] = elements("type", when_none="omit")


@message
class PickupStore:
    """The quantity that waits in one Click & Collect shop."""

    store_id: str = element("pickupstoreid")
    quantity: str = element("qty", default="")


@message("producttypetemplateresult", namespace=namespace("producttypetemplate"), charset=CHARSET)
class ProductTypeTemplate:
    """The zones are a sample with made-up prices, from 2013-05-14 on."""

    user: str = element("request/user", default="")
    alias: str = element("request/alias", default="")
    scope: str | None = element("request/scope", default=None)
    version: str = element("request/version", default="")
    label: str = element("response/prdtypelabel", default="")
    update_date: datetime | None = element("response/updatedate", as_=values.PARIS_ISO, default=None)
    product: tuple[TemplateAttribute, ...] = elements("response/attributes/product/attribute")
    advert: tuple[TemplateAttribute, ...] = elements("response/attributes/advert/attribute")
    media: tuple[TemplateAttribute, ...] = elements("response/attributes/media/attribute")
    campaign: tuple[TemplateAttribute, ...] = elements("response/attributes/campaigns/campaign/attribute")
    package_weight: str | None = element("response/attributes/shipping/package_weight", default=None)
    zones: tuple[ShippingZone, ...] = elements(
        "response/attributes/shipping/configuration/zone", when_none="omit"
    )
    pickup_stores: tuple[PickupStore, ...] = elements(
        "response/attributes/pickupstores/pickupstore", when_none="omit"
    )
