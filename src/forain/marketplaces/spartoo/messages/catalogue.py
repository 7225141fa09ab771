"""The import document and what answers it: products with their sizes, languages, discounts and photos.

Tree: xml_import_products, "Request XML". Every field has a default, because a seller's mistake has a code of its own
for each product; `forain.marketplaces.spartoo.catalogue` says what is mandatory.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from forain.marketplaces.spartoo.messages import lenient
from forain.marketplaces.spartoo.messages.envelope import Error
from forain.wire.xml import element, elements, message


@message
class Discount:
    """`price_discount` is the final price, `rate` a positive percentage: one of the two. `sales`: the legal sales."""

    startdate: datetime | None = element("startdate", as_=lenient.TIME, default=None)
    stopdate: datetime | None = element("stopdate", as_=lenient.TIME, default=None)
    price_discount: Decimal | None = element("price_discount", as_=lenient.PRICE, default=None)
    rate: int | None = element("rate", as_=lenient.WHOLE, default=None)
    sales: bool | None = element("sales", as_=lenient.YES_NO, default=None)


@message
class Info:
    """An extra info. Old libraries leave a value of 0 out (spartoo.md section 17, 9)."""

    id: int | None = element("id", as_=lenient.WHOLE, default=None)
    value: Decimal = element("value", as_=lenient.DECIMAL, default=Decimal(0))


@message
class Size:
    """A child product. `quantity` None: left out."""

    name: str = element("size_name", default="")
    quantity: int | None = element("size_quantity", as_=lenient.WHOLE, default=None)
    reference: str = element("size_reference", default="")
    ean: str | None = element("ean", default=None)
    price: Decimal | None = element("product_price", as_=lenient.PRICE, default=None)


@message
class Photos:
    """Numbered from 1; the ninth and later ones are ignored by not being declared."""

    url1: str | None = element("url1", cdata=True, default=None)
    url2: str | None = element("url2", cdata=True, default=None)
    url3: str | None = element("url3", cdata=True, default=None)
    url4: str | None = element("url4", cdata=True, default=None)
    url5: str | None = element("url5", cdata=True, default=None)
    url6: str | None = element("url6", cdata=True, default=None)
    url7: str | None = element("url7", cdata=True, default=None)
    url8: str | None = element("url8", cdata=True, default=None)

    @classmethod
    def of(cls, urls: Sequence[str]) -> Photos:
        """The first eight."""
        return cls(**{f"url{number}": url for number, url in enumerate(urls[:8], start=1)})

    @property
    def urls(self) -> tuple[str, ...]:
        every = (self.url1, self.url2, self.url3, self.url4, self.url5, self.url6, self.url7, self.url8)
        return tuple(url for url in every if url)


@message
class Language:
    """What a product is on one site, in the multi-country format."""

    code: str = element("code", default="")
    name: str = element("product_name", cdata=True, default="")
    description: str | None = element("product_description", cdata=True, default=None)
    code_idu: str | None = element("code_idu", default=None)
    color: str | None = element("product_color", cdata=True, default=None)
    price: Decimal | None = element("product_price", as_=lenient.PRICE, default=None)
    discount: Discount | None = element("discount", default=None)


@message
class ParentProduct:
    """A model in one colour. Name, description, colour, price and discount stand here or in `languages`."""

    reference: str = element("reference_partenaire", default="")
    name: str | None = element("product_name", cdata=True, default=None)
    manufacturers: str | None = element("manufacturers_name", cdata=True, default=None)
    sex: str | None = element("product_sex", default=None)
    price: Decimal | None = element("product_price", as_=lenient.PRICE, default=None)
    quantity: int | None = element("product_quantity", as_=lenient.WHOLE, default=None)
    color_id: int | None = element("color_id", as_=lenient.WHOLE, default=None)
    style: int | None = element("product_style", as_=lenient.WHOLE, default=None)
    description: str | None = element("product_description", cdata=True, default=None)
    color: str | None = element("product_color", cdata=True, default=None)
    heel_height: Decimal | None = element("heel_height", as_=lenient.DECIMAL, default=None)
    country_origin: str | None = element("country_origin", default=None)
    code_hs: str | None = element("code_hs", default=None)
    country_hs: str | None = element(
        "country_hs", default=None
    )  # the same in one feed tool; read, never built
    sizes: tuple[Size, ...] = elements("size_list/size", when_none="omit", default=())
    composition: int | None = element("product_composition", as_=lenient.WHOLE, default=None)
    lining: int | None = element("voering_composition", as_=lenient.WHOLE, default=None)
    insole: int | None = element("first_composition", as_=lenient.WHOLE, default=None)
    sole: int | None = element("zool_composition", as_=lenient.WHOLE, default=None)
    photos: Photos | None = element("photos", default=None)
    discount: Discount | None = element("discount", default=None)
    infos: tuple[Info, ...] = elements("extra_infos/info", when_none="omit", default=())
    selections: tuple[int, ...] = elements(
        "selections/selection", as_=lenient.WHOLE, when_none="omit", default=()
    )
    languages: tuple[Language, ...] = elements("languages/language", when_none="omit", default=())


@message("root")
class ImportProducts:
    """The `xml` of `xml_import_products` and of its asynchronous twin."""

    products: tuple[ParentProduct, ...] = elements("products/product")


@message
class ImportedProduct:
    """What became of one product; 1 alone when all is well."""

    reference: str = element("reference_partenaire", default="")
    code: int | None = element("errors", default=None)
    errors: tuple[Error, ...] = elements("errors/error", when_none="omit", default=())


@message("root")
class ImportResult:
    """The answer of the import, and of a result address once it is treated. Form inferred ("Response tree")."""

    products: tuple[ImportedProduct, ...] = elements("products/product")
    code: int | None = element("errors", default=None)
    errors: tuple[Error, ...] = elements("errors/error", when_none="omit", default=())

    @property
    def items(self) -> tuple[ImportedProduct, ...]:
        return self.products


@message("root")
class ImportQueued:
    """The answer of `xml_import_products_async`: where the result will be."""

    url: str | None = element("url", cdata=True, when_none="empty")
    code: int | None = element("errors", default=None)
    errors: tuple[Error, ...] = elements("errors/error", when_none="omit", default=())

    @property
    def items(self) -> tuple[()]:
        return ()


@message("root")
class ImportProgress:
    """What a result address answers: a state, or a finished result. The form of the state is inferred.

    Read leniently: `status` or `statut`, with an id inside or as a bare number. Texts, because here a number that
    cannot be read means no more than a state nobody knows.
    """

    bare_status: str | None = element("status", default=None)
    status_id: str | None = element("status/id", default=None)
    status_words: str | None = element("status/description", default=None)
    bare_statut: str | None = element("statut", default=None)
    statut_id: str | None = element("statut/id", default=None)
    statut_words: str | None = element("statut/description", default=None)
    products: tuple[ImportedProduct, ...] = elements("products/product", when_none="omit", default=())
    code: int | None = element("errors", default=None)
    errors: tuple[Error, ...] = elements("errors/error", when_none="omit", default=())

    @property
    def items(self) -> tuple[ImportedProduct, ...]:
        return self.products

    @property
    def state(self) -> str:
        """'' when the document is a finished result. "1" means "wait", not success."""
        return self.status_id or self.bare_status or self.statut_id or self.bare_statut or ""

    @property
    def words(self) -> str:
        return self.status_words or self.statut_words or ""

    @property
    def result(self) -> ImportResult:
        return ImportResult(products=self.products, code=self.code, errors=self.errors)
