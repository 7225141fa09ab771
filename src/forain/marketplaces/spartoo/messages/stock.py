"""Stock of one size or of many, and the state of products on the site."""

from __future__ import annotations

from decimal import Decimal

from forain.marketplaces.spartoo.messages import lenient
from forain.marketplaces.spartoo.messages.catalogue import Discount
from forain.marketplaces.spartoo.messages.envelope import Error
from forain.wire.xml import element, elements, message


@message("root")
class StockSet:
    """The answer of `xml_maj_stock`: a code and nothing else."""

    code: int | None = element("errors", default=None)
    errors: tuple[Error, ...] = elements("errors/error", when_none="omit", default=())

    @property
    def items(self) -> tuple[()]:
        return ()


@message
class StockPrice:
    """The price of a size on one site."""

    code: str = element("code", default="")
    price: Decimal | None = element("product_price", as_=lenient.PRICE, default=None)
    discount: Discount | None = element("discount", default=None)


@message
class StockSize:
    """`quantity` None: left out by an older library (it meant 0)."""

    reference: str = element("size_reference", default="")
    quantity: int | None = element("size_quantity", as_=lenient.WHOLE, default=None)
    languages: tuple[StockPrice, ...] = elements("languages/language", when_none="omit", default=())


@message
class StockProduct:
    """`quantity` is for products without sizes, seen in clients only."""

    reference: str = element("reference_partenaire", default="")
    quantity: int | None = element("product_quantity", as_=lenient.WHOLE, default=None)
    sizes: tuple[StockSize, ...] = elements("size_list/size")


@message("catalogue")
class StockBatch:
    """The `xml` of `xml_maj_stock_batch`: products in `products` (documented) or bare (seen in libraries)."""

    products: tuple[StockProduct, ...] = elements("products/product")
    bare: tuple[StockProduct, ...] = elements("product", when_none="omit", default=())


@message("root")
class StockBatchOfRoot:
    """The same in a `root`, which the sandbox reads too; nobody writes it."""

    products: tuple[StockProduct, ...] = elements("products/product")
    bare: tuple[StockProduct, ...] = elements("product", when_none="omit", default=())


@message
class StockOutcome:
    """What became of one size."""

    reference: str = element("reference_partenaire", default="")
    size_reference: str | None = element("size_reference", default=None)
    code: int | None = element("errors", default=None)
    errors: tuple[Error, ...] = elements("errors/error", when_none="omit", default=())


@message("root")
class StockBatchResult:
    """The answer of `xml_maj_stock_batch`; inferred from "a code for every product sent"."""

    products: tuple[StockOutcome, ...] = elements("products/product")
    code: int | None = element("errors", default=None)
    errors: tuple[Error, ...] = elements("errors/error", when_none="omit", default=())

    @property
    def items(self) -> tuple[StockOutcome, ...]:
        return self.products


@message
class AskedProduct:
    """A product, or one of its sizes, whose state is asked."""

    reference: str = element("reference_partenaire", default="")
    size_reference: str | None = element("products_size_reference", default=None)


@message("root")
class StatusRequest:
    """The `xml` of `xml_check_status_products`."""

    products: tuple[AskedProduct, ...] = elements("products/product")


@message
class ProductStatus:
    """The values of `status` are not public; the text is kept as it is."""

    reference: str = element("reference_partenaire", default="")
    size_reference: str | None = element("size_reference", when_none="empty")
    status: str = element("status", default="")
    description: str = element("description", cdata=True, default="")
    code: int | None = element("errors", default=None)
    errors: tuple[Error, ...] = elements("errors/error", when_none="omit", default=())


@message("root")
class ProductStatuses:
    """The answer of `xml_check_status_products`: the code stands first."""

    code: int | None = element("errors", default=None)
    errors: tuple[Error, ...] = elements("errors/error", when_none="omit", default=())
    products: tuple[ProductStatus, ...] = elements("products/product")

    @property
    def items(self) -> tuple[ProductStatus, ...]:
        return self.products
