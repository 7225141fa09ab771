"""From Spartoo's messages to the words of the house. Pure: no clock, no network, nothing is guessed.

Status table: model.md section 10. What could not be read well is told in notes, beside the observation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeGuard, TypeVar

from forain.marketplaces.spartoo import messages
from forain.marketplaces.spartoo.sites import Site
from forain.trade.address import Address, DeliveryPoint, country_code
from forain.trade.lifecycle import Fulfilment, MoneyState, ReturnState
from forain.trade.money import Money
from forain.trade.order import Cancellation, Line, Order
from forain.trade.returns import Return

FULFILMENT: Mapping[int, Fulfilment] = {
    11: Fulfilment.AWAITING_ACCEPTANCE,
    2: Fulfilment.TO_SHIP,
    3: Fulfilment.SHIPPED,
    41: Fulfilment.CANCELLED,
    45: Fulfilment.LOST,
    47: Fulfilment.UNDELIVERABLE,
}

RETURN_STATES: Mapping[int, ReturnState] = {
    14: ReturnState.AWAITING_LABEL,
    2: ReturnState.AWAITING_RECEIPT,
    3: ReturnState.REFUSED,
    4: ReturnState.ACCEPTED,
    5: ReturnState.SETTLED,
    7: ReturnState.SETTLED,
}


Number = TypeVar("Number", Decimal, int)

#: Numbers beyond are damage, not trade; they would not fit where numbers are kept either.
LARGEST_AMOUNT = 10**10
LARGEST_QUANTITY = 10**6


@dataclass(frozen=True, slots=True)
class Mapped:
    """An observation and readable notes about what was odd in it."""

    order: Order
    notes: tuple[str, ...] = ()


def order(told: messages.Order, site: Site, seen_at: datetime) -> Mapped:
    """An order of a site. `seen_at` stands in for an order date that was not told.

    `complete`: an answer always holds the whole basket. All lines share the order's status, because Spartoo moves
    whole orders only.
    """
    notes = [f"order {told.id}: {words}" for words in _order_notes(told)]
    delivery = told.delivery or messages.Delivery()
    customers = told.customers or messages.Customers()
    observed = _observed("orders_status_id", told.status_id, "orders_status_name", told.status_name)
    mapped = Order(
        reference=told.id,
        placed_at=told.date_purchased or told.last_modified or seen_at,
        changed_at=told.last_modified,
        lines=_lines(told, site.currency, observed),
        currency=site.currency,
        complete=True,
        buyer_email=customers.email_address,
        buyer=_buyer(customers),
        billing_address=_buyer(customers),
        shipping_address=_destination(delivery),
        delivery_point=_point(delivery.relay_info) if delivery.relay_info else None,
        shipping_mode=told.shipping_name,
        shipping=_money(told.shipping_price, site.currency),
        fee=_money(told.payment_price, site.currency),
        total=_money(told.total, site.currency),
        payment_method=told.payment_method,
        site=site.suffix,
        raw=observed,
    )
    return Mapped(mapped, tuple(notes))


def return_(told: messages.Return, site: Site) -> Return:
    """A return; it always holds exactly one product (seed 004)."""
    product = told.product or messages.ReturnedProduct(spartoo=None)
    return Return(
        reference=told.id,
        order_reference=told.order,
        state=RETURN_STATES.get(told.status or 0, ReturnState.UNMAPPED),
        observed=_observed("return_status", told.status, "return_status_name", told.status_name),
        opened_at=told.date,
        reason=told.reason,
        sku=product.size_reference or "",
        title=product.name,
        product_reference=product.reference,
        attributes=_told(
            size=product.size,
            colour=product.color,
            brand=product.manufacturers,
            products_spartoo=_text(product.spartoo),
        ),
        site=site.suffix,
    )


def _observed(id_name: str, status: int | None, label_name: str, label: str) -> dict[str, str]:
    return {id_name: _text(status), label_name: label}


def _lines(told: messages.Order, currency: str, observed: Mapping[str, str]) -> tuple[Line, ...]:
    state = FULFILMENT.get(told.status_id or 0, Fulfilment.UNMAPPED)
    references = line_references(told)
    return tuple(
        _line(product, reference, currency, observed, state)
        for product, reference in zip(told.products, references, strict=True)
    )


def _line(
    product: messages.Product, reference: str, currency: str, observed: Mapping[str, str], state: Fulfilment
) -> Line:
    paid, listed = unit_price(product), product.price_unit
    return Line(
        reference=reference,
        observed=observed,
        fulfilment=state,
        sku=product.size_reference or product.reference,
        title=product.name,
        quantity=product.qty if _believable(product.qty, LARGEST_QUANTITY) else 1,
        unit_price=_money(paid, currency) or Money.zero(currency),
        listed_price=_money(listed, currency) if listed != paid else None,
        # Gross prices and the total are what the buyer paid, yet Spartoo's commission is nowhere in the web
        # services: what the seller will get is not known, so money is never called final here.
        money_state=MoneyState.PROVISIONAL,
        offer_reference=_text(product.spartoo),
        attributes=_told(
            size=product.size,
            colour=product.color,
            brand=product.manufacturers,
            products_reference=product.reference,
            products_final_price=_text(product.final_price),
        ),
        # Neither who cancelled nor when is in the answer.
        cancellation=Cancellation() if state is Fulfilment.CANCELLED else None,
    )


def line_references(told: messages.Order) -> tuple[str, ...]:
    """One reference per line, in document order: order, product and size; a twin gets `:2` and so on.

    Twins are numbered by what they hold and not by where they stand, so that a reordered answer names them alike.
    """
    stems = [f"{told.id}:{_text(one.spartoo)}:{one.size_reference or one.size}" for one in told.products]
    ranked = sorted(range(len(stems)), key=lambda index: (stems[index], _content(told.products[index])))
    seen: Counter[str] = Counter()
    names = list(stems)
    for index in ranked:
        seen[stems[index]] += 1
        times = seen[stems[index]]
        names[index] = stems[index] if times == 1 else f"{stems[index]}:{times}"
    return tuple(names)


def _content(product: messages.Product) -> tuple[str, ...]:
    return tuple(str(getattr(product, field.name)) for field in fields(product))


def unit_price(product: messages.Product) -> Decimal | None:
    """What the buyer pays for one: the price after reduction (xml_export_orders)."""
    told = product.price_unit_with_reduce
    return product.price_unit if told is None else told


def _order_notes(told: messages.Order) -> list[str]:
    fields_told = {
        "orders_status_id": told.status_id,
        "date_purchased": told.date_purchased,
        "customers": told.customers,
        "delivery": told.delivery,
    }
    amounts = {
        "shipping_price": told.shipping_price,
        "payment_price": told.payment_price,
        "order_total": told.total,
    }
    notes = [f"{name} is not told" for name, value in fields_told.items() if value is None]
    notes += [
        _doubt(name, amount) for name, amount in amounts.items() if not _believable(amount, LARGEST_AMOUNT)
    ]
    for number, product in enumerate(told.products, start=1):
        notes += [f"product {number}: {words}" for words in _product_notes(product)]
    return notes if told.products else [*notes, "there are no products"]


def _product_notes(product: messages.Product) -> list[str]:
    notes = []
    if not _believable(product.qty, LARGEST_QUANTITY):
        notes.append(f"{_doubt('products_qty', product.qty)}, one is assumed")
    if not _believable(unit_price(product), LARGEST_AMOUNT):
        notes.append(f"{_doubt('its price', unit_price(product))}, zero is assumed")
    if product.spartoo is None:
        notes.append("products_spartoo is not told")
    return notes


def _doubt(name: str, value: Decimal | int | None) -> str:
    return f"{name} is not told" if value is None else f"{name} cannot be {value}"


def _buyer(told: messages.Customers) -> Address:
    return Address(
        first_name=told.firstname,
        last_name=told.lastname,
        company=told.company,
        lines=_written(told.street_address, told.suburb),
        postcode=told.postcode,
        city=told.city,
        region=told.state,
        country=country_code(told.country),
        country_raw=told.country,
        phones=_written(told.telephone),
        email=told.email_address,
        raw=_verbatim(told, "customers_"),
    )


def _destination(told: messages.Delivery) -> Address:
    return Address(
        first_name=told.firstname,
        last_name=told.lastname,
        company=told.company,
        lines=_written(told.street_address, told.suburb),
        postcode=told.postcode,
        city=told.city,
        region=told.state,
        country=country_code(told.country),
        country_raw=told.country,
        raw=_verbatim(told, "delivery_"),
    )


def _point(told: messages.RelayInfo) -> DeliveryPoint:
    """A relay point. `relay_type` is the network's name; the codes are not documented, so it is kept as written."""
    return DeliveryPoint(
        network=told.type,
        point_id=told.id,
        name=told.name,
        address=Address(
            company=told.name,
            lines=_written(told.address),
            postcode=told.postcode,
            city=told.city,
            country=country_code(told.country_iso),
            country_raw=told.country_iso,
        ),
        raw=_verbatim(told, "relay_"),
    )


def _verbatim(told: Any, prefix: str) -> dict[str, str]:
    """The text fields of a block under their names on the wire."""
    values = {field.name: getattr(told, field.name) for field in fields(told)}
    return {prefix + name: value for name, value in values.items() if isinstance(value, str)}


def _written(*parts: str) -> tuple[str, ...]:
    return tuple(part for part in parts if part)


def _told(**values: str) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


def _text(value: int | Decimal | None) -> str:
    return "" if value is None else str(value)


def _money(amount: Decimal | None, currency: str) -> Money | None:
    """None for what was not told, and for what cannot be true."""
    return Money.of(amount, currency) if _believable(amount, LARGEST_AMOUNT) else None


def _believable(value: Number | None, largest: int) -> TypeGuard[Number]:
    return value is not None and abs(value) <= largest
