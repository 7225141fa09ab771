"""What a person may make happen at the pretend Spartoo: order, return, cancel, move house, close an account."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, fields, replace
from decimal import Decimal
from typing import Annotated, Any, Literal

import msgspec

from forain.marketplaces.spartoo.decisions import Switches
from forain.marketplaces.spartoo.sandbox import state as st
from forain.marketplaces.spartoo.sandbox.people import Maker
from forain.marketplaces.spartoo.sandbox.rules import Rules
from forain.sandbox.stage import Control

Text = Annotated[str, msgspec.Meta(max_length=200)]
Suffix = Annotated[str, msgspec.Meta(pattern=r"^[a-z]{2,8}(\.[a-z]{2,8})?$")]
Price = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,6}(\.[0-9]{1,2})?$")]


def _help(words: str) -> msgspec.Meta:
    return msgspec.Meta(description=words)


class Item(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """One line of a basket. Prices are gross, as text with a decimal point."""

    reference: Text = "BOOT-77"
    size_reference: Annotated[Text, _help("the seller's SKU")] = "BOOT-77-41"
    products_spartoo: Annotated[int, msgspec.Meta(ge=1)] = 9012345
    name: Text = "ALPINA LOW"
    brand: Text = "Nordweg"
    size: Text = "41"
    colour: Text = "Marron"
    price: Price = "99.90"
    reduced_price: Price | None = None
    quantity: Annotated[int, msgspec.Meta(ge=1, le=999)] = 1


class NewOrder(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A buyer orders. What is left out is drawn at random."""

    account: Annotated[str, _help("public name of the partner")] = "partner-1"
    site: Annotated[Suffix, _help("suffix of the national site: com, co.uk, cz…")] = "com"
    relay: Annotated[bool | None, _help("to a relay point, or home; null lets chance decide")] = None
    items: Annotated[
        tuple[Item, ...],
        msgspec.Meta(max_length=100, description="the basket; left out, it is drawn at random"),
    ] = ()
    first: Text = ""
    last: Text = ""
    street: Text = ""
    suburb: Text = ""
    city: Text = ""
    postcode: Text = ""
    country: Text = ""


class NewReturn(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A buyer sends one line of a shipped order back."""

    order: str
    line: Annotated[int, msgspec.Meta(ge=0, description="position in the order, from 0")] = 0
    reason: Annotated[Text, _help("size, colour, defect, late, mind, other, or any text")] = "size"
    seller_label: Annotated[bool, _help("the seller has to supply the label: status 14 instead of 2")] = False


class Cancel(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The buyer or Spartoo cancels an order that is not shipped."""

    order: str
    by: Literal["buyer", "marketplace"] = "buyer"


class Address(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The buyer changes where the parcel goes; only before acceptance. Empty fields stay as they are."""

    order: str
    first: Text = ""
    last: Text = ""
    street: Text = ""
    suburb: Text = ""
    city: Text = ""
    postcode: Text = ""
    country: Text = ""


class Account(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Close or open an account, or forget its calls of the last hour."""

    account: str = "partner-1"
    active: bool | None = None
    forget_calls: bool = False


class NewSwitches(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """How strict the pretend server is where Spartoo's documents leave it open; null keeps."""

    tracking_required: bool | None = None
    cancel_after_loss: bool | None = None
    ko_inside_item: bool | None = None
    changes_bound_to_site: bool | None = None
    returns_arise: bool | None = None
    calls_per_hour: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] | None = None
    slip_as_link: bool | None = None
    missing_quantity_is_zero: bool | None = None
    review_hours: Annotated[int, msgspec.Meta(ge=0, le=10_000)] | None = None
    export_multi_country: bool | None = None
    lists_decide: bool | None = None
    transfer_fails: bool | None = None


class Hands:
    """Carries the controls out."""

    def __init__(self, rules: Rules, maker: Maker) -> None:
        self.rules = rules
        self.maker = maker

    def controls(self) -> tuple[Control, ...]:
        rows: tuple[tuple[str, str, type[Any], Callable[[Any], Mapping[str, Any]]], ...] = (
            ("order", "A buyer orders.", NewOrder, self.order),
            ("return", "A buyer sends a line back.", NewReturn, self.return_),
            ("cancel", "An order is cancelled before it is shipped.", Cancel, self.cancel),
            ("address", "The buyer changes the delivery address.", Address, self.address),
            ("account", "Close or open an account.", Account, self.account),
            ("rules", "How strict the pretend server is.", NewSwitches, self.switches),
        )
        return tuple(Control(name=name, summary=words, body=body, run=run) for name, words, body, run in rows)

    def order(self, wish: NewOrder) -> Mapping[str, Any]:
        partner = self.rules.state.partner(wish.account)
        now = self.rules.world.now()
        made = self.maker.order(self.rules.new_order_id(), partner.name, wish.site, now, relay=wish.relay)
        made.buyer = made.recipient = _moved(made.buyer, wish)
        if wish.items:
            made.lines = tuple(_line(item) for item in wish.items)
        return order_paper(self.rules.place(made, "control"))

    def return_(self, wish: NewReturn) -> Mapping[str, Any]:
        order = self.rules.state.order(wish.order)
        if wish.line >= len(order.lines):
            raise LookupError(f"Order {order.id} has {len(order.lines)} lines, counted from 0.")
        status = st.AWAITING_LABEL if wish.seller_label else st.AWAITING_RECEIPT
        return return_paper(self.rules.open_return(order, wish.line, wish.reason, status, "control"))

    def cancel(self, wish: Cancel) -> Mapping[str, Any]:
        order = self.rules.state.order(wish.order)
        self.rules.cancel(order, wish.by)
        return order_paper(order)

    def address(self, wish: Address) -> Mapping[str, Any]:
        order = self.rules.state.order(wish.order)
        self.rules.change_address(order, _moved(order.recipient, wish))
        return order_paper(order)

    def account(self, wish: Account) -> Mapping[str, Any]:
        partner = self.rules.state.partner(wish.account)
        if wish.active is not None:
            partner.active = wish.active
        if wish.forget_calls:
            self.rules.forget_calls(partner)
        return {"account": partner.name, "active": partner.active, "calls": self.rules.calls(partner)}

    def switches(self, wish: NewSwitches) -> Mapping[str, Any]:
        switches = self.rules.state.switches
        for field in fields(Switches):
            value = getattr(wish, field.name)
            if value is not None:
                setattr(switches, field.name, value)
        return asdict(switches)


def _moved(person: st.Person, wish: NewOrder | Address) -> st.Person:
    names = ("first", "last", "street", "suburb", "city", "postcode", "country")
    told = {name: value for name in names if (value := getattr(wish, name))}
    return replace(person, **told)


def _line(item: Item) -> st.Size:
    return st.Size(
        reference=item.reference,
        size_reference=item.size_reference,
        number=item.products_spartoo,
        name=item.name,
        brand=item.brand,
        size=item.size,
        colour=item.colour,
        listed=Decimal(item.price),
        paid=Decimal(item.price if item.reduced_price is None else item.reduced_price),
        quantity=item.quantity,
    )


def order_paper(order: st.Order) -> Mapping[str, Any]:
    """An order as JSON-able data."""
    told = asdict(order)
    told["lines"] = [_plain(line) for line in told["lines"]]
    return {**_plain(told), "total": str(order.total)}


def return_paper(case: st.Return) -> Mapping[str, Any]:
    told = asdict(case)
    return {**_plain(told), "line": _plain(told["line"])}


def product_paper(product: st.Parent) -> Mapping[str, Any]:
    """A product as JSON-able data."""
    found: Mapping[str, Any] = msgspec.to_builtins({**asdict(product), "stock": product.stock})
    return found


def _plain(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _json(value) for name, value in told.items()}


def _json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if hasattr(value, "isoformat") else value
