"""The catalogue as it is online on one site: the answer of `xml_export_products`.

The tree is documented up to `extra_infos`; `selections`, `languages` (several countries) and the code are inferred.
Numbers are lenient on purpose: an empty one is none, and one product's oddity must not cost the catalogue.
"""

from __future__ import annotations

from decimal import Decimal

from forain.marketplaces.spartoo.messages import lenient
from forain.marketplaces.spartoo.messages.catalogue import Discount, Info, Photos
from forain.marketplaces.spartoo.messages.envelope import Error
from forain.wire.xml import element, elements, message


@message
class OnlineSize:
    name: str = element("size_name", default="")
    quantity: int | None = element("size_quantity", as_=lenient.WHOLE, when_none="empty")
    reference: str = element("size_reference", default="")
    ean: str | None = element("ean", when_none="empty")


@message
class OnlineLanguage:
    """One site of a product, when several countries are exported together."""

    code: str = element("code", default="")
    url: str | None = element("product_url", cdata=True, default=None)
    name: str = element("product_name", cdata=True, default="")
    description: str | None = element("product_description", cdata=True, default=None)
    color: str | None = element("product_color", cdata=True, default=None)
    price: Decimal | None = element("product_price", as_=lenient.PRICE, default=None)
    discount: Discount | None = element("discount", default=None)


@message
class OnlineProduct:
    """A parent product. `url` is the page a buyer sees; the only element the import lacks."""

    reference: str = element("reference_partenaire", default="")
    url: str | None = element("product_url", cdata=True, default=None)
    name: str | None = element("product_name", cdata=True, default=None)
    manufacturers: str = element("manufacturers_name", cdata=True, default="")
    sex: str = element("product_sex", default="")
    price: Decimal | None = element("product_price", as_=lenient.PRICE, default=None)
    quantity: int | None = element("product_quantity", as_=lenient.WHOLE, when_none="empty")
    color_id: int | None = element("color_id", as_=lenient.WHOLE, when_none="empty")
    style: int | None = element("product_style", as_=lenient.WHOLE, when_none="empty")
    description: str | None = element("product_description", cdata=True, default=None)
    color: str | None = element("product_color", cdata=True, default=None)
    heel_height: Decimal | None = element("heel_height", as_=lenient.DECIMAL, when_none="empty")
    sizes: tuple[OnlineSize, ...] = elements("size_list/size")
    composition: int | None = element("product_composition", as_=lenient.WHOLE, when_none="empty")
    lining: int | None = element("voering_composition", as_=lenient.WHOLE, when_none="empty")
    insole: int | None = element("first_composition", as_=lenient.WHOLE, when_none="empty")
    sole: int | None = element("zool_composition", as_=lenient.WHOLE, when_none="empty")
    photos: Photos | None = element("photos", when_none="empty")
    discount: Discount | None = element("discount", default=None)
    infos: tuple[Info, ...] = elements("extra_infos/info")
    selections: tuple[int, ...] = elements(
        "selections/selection", as_=lenient.WHOLE, when_none="omit", default=()
    )
    languages: tuple[OnlineLanguage, ...] = elements("languages/language", when_none="omit", default=())
    code: int | None = element("errors", default=None)
    errors: tuple[Error, ...] = elements("errors/error", when_none="omit", default=())


@message("root")
class OnlineCatalogue:
    products: tuple[OnlineProduct, ...] = elements("products/product")
    code: int | None = element("errors", default=None)
    errors: tuple[Error, ...] = elements("errors/error", when_none="omit", default=())

    @property
    def items(self) -> tuple[OnlineProduct, ...]:
        return self.products
