"""export: the seller's own adverts, on demand with the best offers of others; and purge_campaign, known by name only."""

from __future__ import annotations

from decimal import Decimal

from forain.marketplaces.rakuten_fr.messages.kinds import CHARSET, IDENTIFIER, namespace
from forain.wire import values
from forain.wire.xml import element, elements, message


@message
class RivalAdvert:
    """Another seller's offer on the same product."""

    advert_id: str = element("advertid", default="")
    price: Decimal = element("price/amount")
    currency: str = element("price/currency", default="EUR")
    shipping_cost: Decimal | None = element("shippingcost/amount", default=None)
    shipping_currency: str | None = element("shippingcost/currency", default=None)
    shipping_type: str = element("shippingtype", default="")
    quality: str = element("quality", default="")
    unlimited_quantity: bool = element("unlimitedquantity", as_=values.TRUE_FALSE, default=False)
    stock: int = element("stock", default=0)
    seller_login: str = element("seller/login", default="")
    seller_type: str = element("seller/type", default="")
    seller_country: str = element("seller/country", default="")
    sales_count: int = element("seller/salescount", default=0)
    commit_rate: Decimal | None = element("seller/commitrate", default=None)
    rating: Decimal | None = element("seller/rating", default=None)
    shipping_types: str = element("seller/shippingtypes", default="")


@message
class Pricing:
    """At most five offers of each kind were recorded."""

    new: tuple[RivalAdvert, ...] = elements("adverts/newadverts/advert")
    used: tuple[RivalAdvert, ...] = elements("adverts/usedadverts/advert")


@message
class ProductSummary:
    """What the advert sells; `pricing` with the scope PRICING only."""

    product_id: str = element("productid", as_=IDENTIFIER)
    url: str = element("url", cdata=True, default="")
    headline: str = element("headline", cdata=True, default="")
    topic: str = element("topic", default="")
    complement: str | None = element("complement", default=None)
    digest: str | None = element("digest", default=None)
    caption: str | None = element("caption", default=None)
    barcode: str | None = element("barcode", default=None)
    pricing: Pricing | None = element("pricing", default=None)


@message
class OwnAdvert:
    """One advert of the seller. `sku` may look like a number and is never one."""

    product: ProductSummary = element("productsummary")
    advert_id: str = element("advertid", as_=IDENTIFIER)
    sku: str = element("sku", default="")
    price: Decimal = element("price/amount")
    currency: str = element("price/currency", default="EUR")
    quality: str = element("quality", default="")
    unlimited_quantity: bool = element("unlimitedquantity", as_=values.TRUE_FALSE, default=False)
    stock: int = element("stock", default=0)
    comment: str | None = element("comment", cdata=True, default=None)
    advert_type: str = element("adverttype", default="")
    is_negotiable: bool = element("isnegotiable", as_=values.TRUE_FALSE, default=False)
    is_original: bool = element("isoriginal", as_=values.TRUE_FALSE, default=False)


@message("inventoryresult", namespace=namespace("inventory"), charset=CHARSET)
class Inventory:
    """One page. The echo says `login`, not `user`; `next_token` is absent or empty on the last page."""

    login: str = element("request/login", default="")
    scope: str | None = element("request/scope", default=None)
    version: str = element("request/version", default="")
    token: str | None = element("request/nexttoken", default=None)
    last_version: str = element("response/lastversion", default="")
    count: int = element("response/nbresults", default=0)
    next_token: str | None = element("response/nexttoken", default=None)
    adverts: tuple[OwnAdvert, ...] = elements("response/advertlist/advert")


@message("purgecampaignresult", namespace=namespace("purge_campaign"), charset=CHARSET)
class CampaignPurged:
    """Wholly inferred: of this service nothing but the name is known. `status` is `OK`."""

    user: str = element("request/user", default="")
    version: str = element("request/version", default="")
    campaign_id: str = element("request/campaignid", default="")
    status: str = element("response/status")
