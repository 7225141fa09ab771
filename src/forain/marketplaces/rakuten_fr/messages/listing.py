"""listing: products found by words, references, numbers or category, with the offers of all sellers on demand."""

from __future__ import annotations

from decimal import Decimal

from forain.marketplaces.rakuten_fr.messages.billing import Money
from forain.marketplaces.rakuten_fr.messages.kinds import CHARSET, IDENTIFIER, namespace
from forain.wire import values
from forain.wire.xml import element, elements, message


@message
class NavigationCategory:
    """`url` is a call of the service itself; the real service writes the caller's login **and token** into it."""

    label: str = element("link/label", cdata=True, default="")
    url: str = element("link/url", cdata=True, default="")
    result_count: int | None = element("resultcount", default=None)


@message
class Navigation:
    """Empty when products were asked for by number. `selected_category`: the searched words, with capitals."""

    selected_category: str | None = element("selectedcategory", cdata=True, default=None)
    categories: tuple[NavigationCategory, ...] = elements("categories/category", when_none="omit")


@message
class OfferCounts:
    """Adverts by condition; the refurbished ones came with 2018-06-28."""

    total: int | None = element("total", default=None)
    new: int | None = element("new", default=None)
    used: int | None = element("used", default=None)
    collectible: int | None = element("collectible", default=None)
    refurbished_new: int | None = element("refurbishedNew", default=None)
    refurbished_used: int | None = element("refurbishedUsed", default=None)


@message
class BestPrice:
    """The cheapest advert of a kind, price and shipping together."""

    price: Money = element("advertprice")
    shipping: Money | None = element("shippingcost", default=None)
    shipping_type: str = element("shippingtype", default="")


@message
class BestPrices:
    """Empty when nobody offers the product."""

    overall: BestPrice | None = element("global", default=None)
    new: BestPrice | None = element("new", default=None)
    used: BestPrice | None = element("used", default=None)
    collectible: BestPrice | None = element("collectible", default=None)


@message
class AdvertSeller:
    """Who offers it; `type` is `PRO` or `INDIVIDUAL`, `shipping_types` always codes, joined by `, `."""

    login: str = element("login", default="")
    type: str = element("type", default="")
    country: str = element("country", default="")
    sales_count: int | None = element("salescount", default=None)
    commit_rate: Decimal | None = element("commitrate", default=None)
    rating: Decimal | None = element("rating", default=None)
    shipping_types: str = element("shippingtypes", default="")


@message
class ListedAdvert:
    """One offer. `shipping_type` is a code up to 2014 and a French label since 2015."""

    advert_id: str = element("advertid", as_=IDENTIFIER)
    quality: str = element("quality", default="")
    is_rsl: bool | None = element("isrsl", as_=values.Y_N, default=None)
    price: Money = element("price")
    shipping: Money | None = element("shippingcost", default=None)
    shipping_type: str = element("shippingtype", default="")
    stock: int | None = element("stock", default=None)
    seller: AdvertSeller = element("seller")


@message
class ProductAdverts:
    """Scope PRICING only; at most five of each kind were recorded."""

    new: tuple[ListedAdvert, ...] = elements("newadverts/advert")
    used: tuple[ListedAdvert, ...] = elements("usedadverts/advert")


@message
class References:
    """The product's codes, in any order; the block may be empty."""

    isbn: str | None = element("isbn", default=None)
    barcode: str | None = element("barcode", default=None)
    part_number: str | None = element("partnumber", default=None)


@message
class Reviews:
    """What buyers think of the product; empty when nobody said."""

    average_note: Decimal | None = element("averagenote", default=None)
    count: int | None = element("count", default=None)


@message
class Breadcrumb:
    """A step from the top category down; the link may hold login and token as navigation's do."""

    label: str = element("label", cdata=True, default="")
    url: str = element("url", cdata=True, default="")


@message
class ListedProduct:
    """`alias` came with 2015-07-05, `category` with 2018-06-28."""

    product_id: str = element("productid", as_=IDENTIFIER)
    alias: str | None = element("alias", default=None)
    category: str | None = element("category", default=None)
    headline: str = element("headline", cdata=True, default="")
    caption: str = element("caption", cdata=True, default="")
    topic: str = element("topic", cdata=True, default="")
    offer_counts: OfferCounts | None = element("offercounts", default=None)
    best_prices: BestPrices | None = element("bestprices", default=None)
    url: str = element("url", cdata=True, default="")
    images: tuple[str, ...] = elements("image/url")
    references: References | None = element("references", default=None)
    reviews: Reviews | None = element("reviews", default=None)
    breadcrumbs: tuple[Breadcrumb, ...] = elements("breadcrumbselements/breadcrumbselement")
    adverts: ProductAdverts | None = element("adverts", default=None)


@message("listingresult", namespace=namespace("listing"), charset=CHARSET)
class Listing:
    """The echo calls the user `login`; the old path has none. Nothing found is a good answer with zero results."""

    version: str = element("request/version", default="")
    login: str | None = element("request/login", default=None)
    kw: str | None = element("request/kw", cdata=True, default=None)
    refs: str | None = element("request/refs", cdata=True, default=None)
    nav: str | None = element("request/nav", cdata=True, default=None)
    page_number: int | None = element("request/pagenumber", default=None)
    products_per_page: int | None = element("request/nbproductsperpage", default=None)
    product_ids: str | None = element("request/productids", default=None)
    scope: str | None = element("request/scope", default=None)
    status: str = element("response/status", default="")
    last_version: str = element("response/lastversion", default="")
    result_count: int | None = element("response/resultcount", default=None)
    total_result_count: int | None = element("response/totalresultcount", default=None)
    navigation: Navigation | None = element("response/navigation", default=None)
    products: tuple[ListedProduct, ...] = elements("response/products/product")
