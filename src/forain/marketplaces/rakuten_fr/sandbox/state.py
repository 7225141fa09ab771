"""What the pretend Rakuten remembers: plain data that can be saved, with no rules and no documents."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from forain.marketplaces.rakuten_fr.decisions import CALLS_PER_HOUR, COMMISSION, LICENCE_FEE, Switches
from forain.marketplaces.rakuten_fr.sandbox.stock.state import Stock


class Status(StrEnum):
    """The newer vocabulary (rakuten.md section 11.1)."""

    REQUESTED = "REQUESTED"
    REMINDED = "REMINDED"
    COMMITTED = "COMMITTED"
    PENDING = "PENDING"
    ON_HOLD = "ON_HOLD"
    CLOSED = "CLOSED"
    CANCELLED = "CANCELLED"
    REFUSED = "REFUSED"


class Payment(StrEnum):
    """Keys of `decisions.PAYMENT_WORDS`."""

    INCOMING = "incoming"
    PAID = "paid"
    ON_HOLD = "on_hold"
    CANCELLED = "cancelled"


class Right(StrEnum):
    """What an account may have been given by Rakuten."""

    SALES = "sales"
    CUSTOM_SHIPPING = "custom_shipping"
    EXPORT = "export"
    CAMPAIGNS = "campaigns"
    CUSTOM_DETAIL = "custom_detail"  #: customizedAdvertDetail of the stock file


@dataclass(slots=True, kw_only=True)
class Account:
    """A seller. `professional` sellers see the buyer's address before they accept."""

    login: str
    token: str
    seller_id: str
    professional: bool = True
    active: bool = True
    rights: set[Right] = field(default_factory=lambda: {Right.SALES})
    calls_per_hour: int = CALLS_PER_HOUR
    commission: Decimal = COMMISSION
    licence_fee: Decimal = LICENCE_FEE
    modes: dict[str, bool] = field(default_factory=dict)  #: alias of a basic mode -> active
    custom_modes: tuple[tuple[str, str, str], ...] = ()  #: alias, label, delay
    profiles: tuple[str, ...] = ("118",)  #: numbers of import profiles


@dataclass(slots=True, kw_only=True)
class Person:
    """A buyer with an address; `alpha2` is `FX` for metropolitan France."""

    login: str
    civility: str
    first_name: str
    last_name: str
    street: str
    street2: str = ""
    zip_code: str = ""
    city: str = ""
    country: str = "France"
    alpha2: str = "FX"
    phone: str = ""
    mobile: str = ""


@dataclass(slots=True, kw_only=True)
class Point:
    """A relay point."""

    id: str
    name: str
    address: str
    zip_code: str
    city: str
    country: str = "France"
    contract_level: str | None = None


@dataclass(slots=True, kw_only=True)
class Shipment:
    """What settrackingpackageinfos told."""

    at: datetime
    transporter: str
    number: str
    url: str


@dataclass(slots=True, kw_only=True)
class Claim:
    """An open or closed claim; `state` is NEW, IN_PROGRESS or CLOSED."""

    at: datetime
    type: str
    comment: str
    state: str = "NEW"
    amicable: bool = True


@dataclass(slots=True, kw_only=True)
class Note:
    """A mail (with an id, with customer service) or a message (without, with the buyer)."""

    at: datetime
    sender: str
    recipient: str
    content: str
    status: str  #: SENT, UNREAD, READ
    mail_id: str = ""
    subject: str = ""
    parent: str = ""

    @property
    def is_mail(self) -> bool:
        """Whether customer service is at the other end."""
        return bool(self.mail_id)


@dataclass(slots=True, kw_only=True)
class LogEntry:
    """One line of an item's history."""

    at: datetime
    code: str
    description: str
    complement: str = ""


@dataclass(slots=True, kw_only=True)
class Item:
    """One unit sold: what all services but the lists speak about."""

    id: str
    sale_id: str
    advert_id: str
    sku: str
    headline: str
    listed: Decimal
    price: Decimal
    shipping: Decimal = Decimal("0.0")  #: what the buyer pays for shipping this unit
    commission: Decimal = COMMISSION  #: as it was when the item was sold
    category: str = ""
    ean: str = ""
    isbn: str = ""
    status: Status = Status.REQUESTED
    payment: Payment = Payment.INCOMING
    preorder: bool = False
    nego: bool = False
    nego_comment: str = ""
    rsl: bool = False
    score: str = ""
    shipment: Shipment | None = None
    accepted_at: datetime | None = None
    cancellation_asked: datetime | None = None  #: when the buyer asked, after the first hour
    ended_at: datetime | None = None
    payout: str = ""  #: the payout it was paid with
    received_at: datetime | None = None
    ship_from: str = ""
    claims: list[Claim] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    logs: list[LogEntry] = field(default_factory=list)

    @property
    def open_claim(self) -> Claim | None:
        """The claim under way."""
        return next((one for one in self.claims if one.state != "CLOSED"), None)


@dataclass(slots=True, kw_only=True)
class Label:
    """A prepaid label; `signature` is what makes its address a secret."""

    number: str
    signature: str


@dataclass(slots=True, kw_only=True)
class Purchase:
    """One basket: a sale. `mode` is the label of section 11.4."""

    id: str
    seller: str  #: login of the account
    at: datetime
    mode: str
    buyer: Person
    email: str
    point: Point | None = None
    label: Label | None = None
    items: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ListFilter:
    """What a page of getcurrentsales was asked with; a token goes on with the same only."""

    login: str
    since: datetime | None = None
    preorders: bool = False
    not_shipped: bool = False
    newer_words: bool = True


@dataclass(frozen=True, slots=True)
class Bookmark:
    """Where a token goes on: after the sale with this moment and id, in the order of the list."""

    filter: ListFilter
    after: tuple[datetime, int]
    expires: datetime


class Line(StrEnum):
    """Kinds of payout lines about items."""

    PAYMENT = "payment"
    CANCELLATION = "cancellation"
    ADJUSTMENT = "adjustment"


@dataclass(slots=True, kw_only=True)
class PayoutLine:
    """`amount` is never negative; what is not a payment is taken off."""

    kind: Line
    item: str
    amount: Decimal
    status: Status

    @property
    def signed(self) -> Decimal:
        """What it adds to the payout."""
        return self.amount if self.kind is Line.PAYMENT else -self.amount


@dataclass(slots=True, kw_only=True)
class Licence:
    """The subscription of a month (`mm/yyyy`), or a credit note on it."""

    id: str
    period: str
    excluding_tax: Decimal
    vat: Decimal
    is_credit: bool = False

    @property
    def signed(self) -> Decimal:
        """What it adds to the payout."""
        amount = self.excluding_tax + self.vat
        return amount if self.is_credit else -amount


@dataclass(slots=True, kw_only=True)
class Payout:
    """One compensation: what an operation of the wallet is made of. Its number begins with zeros."""

    id: str
    seller: str
    at: datetime
    invoice: str
    lines: list[PayoutLine] = field(default_factory=list)
    licences: list[Licence] = field(default_factory=list)

    @property
    def total(self) -> Decimal:
        """The sum of its lines."""
        items = sum((one.signed for one in self.lines), Decimal("0.0"))
        return items + sum((one.signed for one in self.licences), Decimal("0.0"))


@dataclass(slots=True, kw_only=True)
class WalletEntry:
    """One operation of the wallet; `amount` is below zero for a debit."""

    id: str
    seller: str
    at: datetime
    amount: Decimal
    payout: str


@dataclass(slots=True, kw_only=True)
class Shop:
    """The whole pretend marketplace."""

    accounts: dict[str, Account] = field(default_factory=dict)
    sales: dict[str, Purchase] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    tokens: dict[str, Bookmark] = field(default_factory=dict)
    calls: dict[tuple[str, str, str], int] = field(default_factory=dict)  #: (login, service, hour) -> calls
    stock: Stock = field(default_factory=Stock)
    payouts: dict[str, Payout] = field(default_factory=dict)
    wallet: list[WalletEntry] = field(default_factory=list)  #: oldest first
    planned: set[tuple[str, datetime]] = field(default_factory=set)  #: payout days to come, by login
    owed: dict[str, list[PayoutLine]] = field(default_factory=dict)  #: taken off the next payout, by login
    credits: dict[str, list[Licence]] = field(
        default_factory=dict
    )  #: credit notes of the next payout, by login
    restocked: dict[tuple[str, str], int] = field(default_factory=dict)  #: (login, advert) -> units added
    switches: Switches = field(default_factory=Switches)
    last_number: dict[str, int] = field(default_factory=dict)  #: kind of object -> last number given
