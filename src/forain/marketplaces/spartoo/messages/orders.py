"""Orders as `xml_export_orders` tells them, and the answer of `xml_maj_orders`.

Numbers may be missing: Spartoo's server never leaves them empty as far as seen, but a client reads an empty one as
"not told" instead of failing (xml_export_orders, "Not documented").
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from forain.marketplaces.spartoo.messages.envelope import MOMENT, Error, Statut
from forain.wire import values
from forain.wire.xml import element, elements, message


@message
class Customers:
    """The billing identity. `suburb` is the second address line."""

    firstname: str = element("customers_firstname", cdata=True, default="")
    lastname: str = element("customers_lastname", cdata=True, default="")
    company: str = element("customers_company", cdata=True, default="")
    street_address: str = element("customers_street_address", cdata=True, default="")
    suburb: str = element("customers_suburb", cdata=True, default="")
    city: str = element("customers_city", cdata=True, default="")
    postcode: str = element("customers_postcode", default="")
    state: str = element("customers_state", cdata=True, default="")
    country: str = element("customers_country", cdata=True, default="")
    email_address: str = element("customers_email_address", cdata=True, default="")
    telephone: str = element("customers_telephone", default="")


@message
class RelayInfo:
    """A relay point. `relay_id` is documented as a number and kept as text: networks use leading zeros."""

    id: str = element("relay_id", default="")
    type: str = element("relay_type", cdata=True, default="")
    name: str = element("relay_name", cdata=True, default="")
    address: str = element("relay_address", cdata=True, default="")
    city: str = element("relay_city", cdata=True, default="")
    postcode: str = element("relay_postcode", default="")
    country_iso: str = element("relay_country_iso", default="")


@message
class Delivery:
    """Where the parcel goes; with `relay_info` only for relay orders. There is no telephone here."""

    firstname: str = element("delivery_firstname", cdata=True, default="")
    lastname: str = element("delivery_lastname", cdata=True, default="")
    relay_info: RelayInfo | None = element("relay_info", default=None)
    company: str = element("delivery_company", cdata=True, default="")
    suburb: str = element("delivery_suburb", cdata=True, default="")
    street_address: str = element("delivery_street_address", cdata=True, default="")
    city: str = element("delivery_city", cdata=True, default="")
    postcode: str = element("delivery_postcode", default="")
    state: str = element("delivery_state", cdata=True, default="")
    country: str = element("delivery_country", cdata=True, default="")


@message
class Product:
    """A line: one size of one product. `final_price` is not defined by Spartoo and kept as information."""

    reference: str = element("products_reference", cdata=True, default="")
    name: str = element("products_name", cdata=True, default="")
    qty: int | None = element("products_qty", when_none="empty")
    spartoo: int | None = element("products_spartoo", when_none="empty")
    manufacturers: str = element("products_manufacturers", cdata=True, default="")
    size: str = element("products_size", cdata=True, default="")
    size_reference: str = element("products_size_reference", cdata=True, default="")
    color: str = element("products_color", cdata=True, default="")
    price_unit: Decimal | None = element("products_price_unit", as_=values.DECIMAL_2, when_none="empty")
    price_unit_with_reduce: Decimal | None = element(
        "products_price_unit_with_reduce", as_=values.DECIMAL_2, when_none="empty"
    )
    final_price: Decimal | None = element("products_final_price", as_=values.DECIMAL_2, when_none="empty")


@message
class Order:
    """One order. Prices are gross, in the currency of the site."""

    id: str = element("orders_id")
    customers: Customers | None = element("customers")
    delivery: Delivery | None = element("delivery")
    payment_method: str = element("payment_method", cdata=True, default="")
    payment_price: Decimal | None = element("payment_price", as_=values.DECIMAL_2, when_none="empty")
    shipping_price: Decimal | None = element("shipping_price", as_=values.DECIMAL_2, when_none="empty")
    shipping_name: str = element("shipping_name", cdata=True, default="")
    total: Decimal | None = element("order_total", as_=values.DECIMAL_2, when_none="empty")
    status_name: str = element("orders_status_name", cdata=True, default="")
    status_id: int | None = element("orders_status_id", when_none="empty")
    date_purchased: datetime | None = element("date_purchased", as_=MOMENT, when_none="empty")
    last_modified: datetime | None = element("last_modified", as_=MOMENT, when_none="empty")
    products: tuple[Product, ...] = elements("products/product")
    code: int | None = element("errors", default=None)
    errors: tuple[Error, ...] = elements("errors/error", when_none="omit", default=())


@message("root")
class ExportedOrders:
    """The answer of `xml_export_orders`."""

    orders: tuple[Order, ...] = elements("orders/order")
    code: int | None = element("errors", default=None)
    errors: tuple[Error, ...] = elements("errors/error", when_none="omit", default=())
    statut: Statut | None = element("statut", default=None)

    @property
    def items(self) -> tuple[Order, ...]:
        return self.orders


@message
class UpdatedOrder:
    """The echo of a call. `partenaire` is the caller's secret; our client reads it redacted."""

    partenaire: str = element("partenaire", default="")
    oid: str = element("oID", default="")
    statut: str = element("statut", default="")
    tracking_number: str | None = element("tracking_number", cdata=True, default=None)
    code: int | None = element("errors", default=None)
    errors: tuple[Error, ...] = elements("errors/error", when_none="omit", default=())


@message("root")
class OrderUpdate:
    """The answer of `xml_maj_orders`; its form is inferred from `xml_maj_returns`, no public copy shows it."""

    orders: tuple[UpdatedOrder, ...] = elements("orders/order")
    code: int | None = element("errors", default=None)
    errors: tuple[Error, ...] = elements("errors/error", when_none="omit", default=())
    statut: Statut | None = element("statut", default=None)

    @property
    def items(self) -> tuple[UpdatedOrder, ...]:
        return self.orders
