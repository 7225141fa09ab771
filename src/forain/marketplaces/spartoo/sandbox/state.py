"""What the pretend Spartoo holds: plain data, picklable, with no rule in it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from forain.marketplaces.spartoo.decisions import Switches

VERIFIED, PREPARING, SHIPPED, CANCELLED, LOST, UNDELIVERED = 11, 2, 3, 41, 45, 47
AWAITING_LABEL, AWAITING_RECEIPT, REFUSED, ACCEPTED, PAID, REFUND = 14, 2, 3, 4, 5, 7


@dataclass(slots=True, kw_only=True)
class Partner:
    """A seller. `id` is the secret; `name` is what ledger, control and logs call him."""

    id: str
    name: str
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    first: str
    last: str
    company: str = ""
    street: str
    suburb: str = ""
    city: str
    postcode: str
    region: str = ""
    country: str  #: in the site's language
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """A relay point; `id` is text because networks use leading zeros."""

    id: str
    network: str
    name: str
    street: str
    city: str
    postcode: str
    country: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """One size of a product as it was bought."""

    reference: str
    size_reference: str
    number: int
    name: str
    brand: str
    size: str
    colour: str
    listed: Decimal
    paid: Decimal
    quantity: int = 1

    @property
    def total(self) -> Decimal:
        return self.paid * self.quantity


@dataclass(slots=True, kw_only=True)
class Order:
    id: str
    partner: str  #: public name
    site: str
    status: int
    placed_at: datetime
    changed_at: datetime
    buyer: Person
    recipient: Person
    relay: Relay | None
    lines: tuple[Size, ...]
    shipping: Decimal
    shipping_name: str
    fee: Decimal
    payment: str
    tracking: str = ""

    @property
    def total(self) -> Decimal:
        """`order_total = sum of final_price + shipping_price + payment_price` (xml_export_orders)."""
        return sum((line.total for line in self.lines), Decimal(0)) + self.shipping + self.fee


@dataclass(slots=True, kw_only=True)
class Return:
    id: str
    partner: str
    site: str
    order: str
    status: int
    opened_at: datetime
    reason: str  #: key of a text
    line: Size
    label_link: str = ""  #: address of a label the seller hosts
    label_file: str = ""  #: name of the label in `State.files`


@dataclass(slots=True, kw_only=True)
class Child:
    """One size of a product on offer. `dropped`: a later import left it out; no stock can be set any more."""

    reference: str
    name: str
    quantity: int = 0
    ean: str = ""
    price: Decimal | None = None
    dropped: bool = False
    changes: int = 0


@dataclass(slots=True, kw_only=True)
class Reduction:
    starts: datetime | None = None
    ends: datetime | None = None
    price: Decimal | None = None
    rate: int | None = None
    sales: bool = False

    def over(self, now: datetime) -> bool:
        return self.ends is not None and self.ends < now


@dataclass(slots=True, kw_only=True)
class Offer:
    """What a product is on the sites of one language."""

    name: str = ""
    description: str = ""
    colour: str = ""
    price: Decimal | None = None
    reduction: Reduction | None = None
    code_idu: str = ""


@dataclass(slots=True, kw_only=True)
class Parent:
    """A product of a seller's catalogue: a model in one colour. `quantity` counts where there are no sizes."""

    reference: str
    partner: str
    number: int  #: products_spartoo
    online_from: datetime
    brand: str = ""
    sex: str = ""
    style: int | None = None
    color_id: int | None = None
    heel_height: Decimal | None = None
    origin: str = ""
    customs: str = ""
    compositions: tuple[int | None, int | None, int | None, int | None] = (None, None, None, None)
    photos: tuple[str, ...] = ()
    infos: tuple[tuple[int, Decimal], ...] = ()
    selections: tuple[int, ...] = ()
    quantity: int = 0
    changes: int = 0
    children: dict[str, Child] = field(default_factory=dict)
    offers: dict[str, Offer] = field(default_factory=dict)

    @property
    def stock(self) -> int:
        return sum(one.quantity for one in self.children.values()) if self.children else self.quantity


#: What became of one product: its reference and codes with their words.
Fate = tuple[str, tuple[tuple[int, str], ...]]


@dataclass(slots=True, kw_only=True)
class Import:
    """A queued file. `document` is its text until it is treated; `fates` None until then."""

    token: str
    partner: str
    language: str
    document: str
    force_description: bool
    force_overwrite: bool
    submitted_at: datetime
    state: str = "1"
    fates: tuple[Fate, ...] | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that has an address here: a label, a slip."""

    content_type: str
    content: bytes


@dataclass(slots=True)
class State:
    """Everything there is. `calls` holds the times of the last hour by (partner, service)."""

    partners: dict[str, Partner] = field(default_factory=dict)  #: by secret id
    orders: dict[str, Order] = field(default_factory=dict)
    returns: dict[str, Return] = field(default_factory=dict)
    calls: dict[tuple[str, str], deque[datetime]] = field(default_factory=dict)
    switches: Switches = field(default_factory=Switches)
    goods: dict[tuple[str, str], Parent] = field(default_factory=dict)  #: by partner's name and reference
    imports: dict[str, Import] = field(default_factory=dict)  #: by token
    files: dict[str, Stored] = field(default_factory=dict)  #: by token
    last_files: dict[tuple[str, str], str] = field(default_factory=dict)  #: digest of the last import

    def partner(self, name: str) -> Partner:
        """The partner of a public name; LookupError when there is none."""
        for one in self.partners.values():
            if one.name == name:
                return one
        raise LookupError(f"There is no partner {name!r}; known: {', '.join(self.names())}.")

    def names(self) -> list[str]:
        return [one.name for one in self.partners.values()]

    def order(self, order: str) -> Order:
        if order not in self.orders:
            raise LookupError(f"There is no order {order!r}.")
        return self.orders[order]
