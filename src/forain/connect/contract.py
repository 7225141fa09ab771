"""The contract between the hub and a marketplace room.

A room is found by `connect.registry`, never imported. It offers one `Marketplace` object named `marketplace` in
its package. All network work is asynchronous; nothing here raises for what a remote side may do: it returns an
outcome. Raising is for programming errors only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from forain.connect.certainty import Certainty as Certainty  # noqa: PLC0414  they are words of the contract
from forain.connect.certainty import words as words  # noqa: PLC0414
from forain.connect.offers import OfferRules
from forain.connect.outcomes import SendOutcome, Trouble
from forain.trade.billing import OrderMoney
from forain.trade.commands import ALLOWED_FROM, Command, CommandKind
from forain.trade.conversation import Attention, LineDetail
from forain.trade.lifecycle import Fulfilment
from forain.trade.order import Order
from forain.trade.returns import Return
from forain.trade.writing import TextRules


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialField:
    """One thing a person types to connect. Labels and helps are message ids of the room's `locale/`."""

    name: str
    label: Mapping[str, str]  #: language -> text
    help: Mapping[str, str]
    secret: bool = False
    default: str = ""  #: what an empty field means; the form of a new account is filled with it


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something wrong with what a person typed, found before any call. `words`: language -> what to do."""

    field: str
    code: str
    words: Mapping[str, str]


class ListKind(StrEnum):
    """How a list is to be read."""

    SNAPSHOT = "snapshot"  #: always everything; what is absent is gone from it
    WINDOW = "window"  #: from a date on; visits overlap


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A thing read on a schedule. `overlap` is how far each visit goes back before the previous one."""

    name: str
    label: Mapping[str, str]
    every: timedelta
    kind: ListKind
    overlap: timedelta = timedelta(0)
    first_window: timedelta = timedelta(days=30)  #: how far back the first visit looks
    calls_per_visit: int = 1
    #: a snapshot shows every line in this fulfilment: a line in it that the list does not show has left it
    complete_for: Fulfilment | None = None
    tells: str = (
        "orders"  #: what it brings: "orders", "returns" or "attention" (the marketplace's own to-do list)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A time limit as data: how long, on which calendar, since what, and where the rule comes from."""

    name: str  #: e.g. `accept`, `ship`, `claim_amicable`
    amount: timedelta
    working_days: bool
    basis: Mapping[str, str]  #: language -> the rule in a sentence, with its source
    certainty: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """The words a marketplace wants with a command, at most `longest` characters; `told_to` says who reads them.

    `choices` is the marketplace's own list, code -> words by language; empty where it takes free words.
    """

    longest: int
    told_to: Mapping[str, str]
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What a marketplace takes as a return label: a web address of up to `longest_link` characters, or a file of
    one of `types` and at most `largest` bytes."""

    longest_link: int
    types: tuple[str, ...]
    largest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    """One command kind a marketplace can do, and how finely.

    `scope`: `line` when each line is commanded alone, `order` when only the whole basket can be, `return`.
    `can_look_up`: whether the effect can be read back after a lost answer; without, a lost answer needs a person.
    `needs`: names of `Command.details` that must be present.
    `allowed_from`: where a line must stand, when that differs from `trade.commands.ALLOWED_FROM`.
    `action`: the marketplace's own word for it among the actions it says are allowed on a line ("" when it has none).
    """

    kind: CommandKind
    scope: str
    can_look_up: bool = True
    needs: tuple[str, ...] = ()
    allowed_from: frozenset[Fulfilment] | None = None
    action: str = ""
    reason: Reason | None = None
    label: Label | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeepScan:
    """The nightly look at everything: a wider window than each visit's, and every open order asked about alone.

    `hour`: of the marketplace's own night; connections are spread over the hours after it. `pages` and `asks`: at
    most so many in one visit, so that what is read normally is never kept waiting.
    """

    hour: int = 2
    window: timedelta = timedelta(days=120)
    pages: int = 5
    asks: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """An end of the time to write: the clock of this name, since the `order` or since the `receipt` was declared."""

    clock: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondence:
    """How one may write to the buyer or to the marketplace about a line.

    Writing is possible while any of the `windows` is open, never in the states of `not_in`. With `amicable_only` an
    open claim decides instead of the windows: while it is amicable, and no longer. `action` is the word among
    `LineDetail.actions` by which the marketplace itself says that it is possible now.
    """

    kind: CommandKind
    text: TextRules
    windows: tuple[Window, ...]
    not_in: frozenset[Fulfilment] = frozenset()
    amicable_only: Mapping[str, str] = field(default_factory=dict)  #: language -> that rule in a sentence
    action: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierNames:
    """The names a marketplace takes for carriers. None at all: shipments carry no carrier there.

    `names`: name -> whether it wants a tracking URL with it. `other` stands for every carrier outside the list ('':
    there is no such name). `weak` names are known from one source only.
    """

    names: Mapping[str, bool]
    other: str = ""
    weak: frozenset[str] = frozenset()

    def spelled(self, name: str) -> str | None:
        """The marketplace's own spelling of a name, compared without regard to case; None when it has no such name."""
        wanted = name.strip().casefold()
        return next((one for one in self.names if one.casefold() == wanted), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a marketplace is and can do; everything the hub knows about it."""

    id: str
    name: str
    country: str
    time_zone: str
    endpoint: str  #: default base address
    credentials: tuple[CredentialField, ...]
    resources: tuple[Resource, ...]
    capabilities: tuple[Capability, ...]
    clocks: tuple[Clock, ...] = ()
    correspondences: tuple[Correspondence, ...] = ()
    calls_per_hour: int = 600
    partial_acceptance: bool = True
    colour: str = "#4b5563"
    default_ship_from: str = "FR"
    tells_money: bool = False  #: final amounts of an order can be asked for (`Connector.money`)
    #: what a purpose calls, by service, for the budget: a resource's name, `inspect`, `money`
    calls: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    deep: DeepScan | None = None
    asks_by: str = "line"  #: what `Connector.inspect` takes: references of lines, or of orders ("order")
    delivery_slips: bool = False  #: its connector is a `PrintsSlips`
    offers: OfferRules | None = None  #: its connector is a `SellsOffers`, the marketplace an `ExplainsOffers`
    #: kinds it cannot do -> language -> why, and the way out
    cannot: Mapping[CommandKind, Mapping[str, str]] = field(default_factory=dict)

    def capability(self, kind: CommandKind) -> Capability | None:
        return next((one for one in self.capabilities if one.kind is kind), None)

    def starts(self, kind: CommandKind) -> frozenset[Fulfilment] | None:
        """From where a line may be commanded so; None: from anywhere."""
        capability = self.capability(kind)
        own = capability.allowed_from if capability else None
        return own if own is not None else ALLOWED_FROM.get(kind)

    def resource(self, name: str) -> Resource:
        return next(one for one in self.resources if one.name == name)

    def clock(self, name: str) -> Clock | None:
        return next((one for one in self.clocks if one.name == name), None)

    def correspondence(self, kind: CommandKind) -> Correspondence | None:
        return next((one for one in self.correspondences if one.kind is kind), None)

    @property
    def secret_fields(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.credentials if one.secret)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Where and as whom to call. `repr` never shows the credentials."""

    endpoint: str
    credentials: Mapping[str, str] = field(repr=False)
    ship_from: str = "FR"
    options: Mapping[str, str] = field(default_factory=dict)


class Exchange(Protocol):
    """One HTTP call, secrets already redacted. `forain.wire.http.Exchange` has this shape."""

    @property
    def id(self) -> str: ...
    @property
    def service(self) -> str: ...
    @property
    def started_at(self) -> datetime: ...
    @property
    def elapsed(self) -> float: ...
    @property
    def method(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def request_headers(self) -> tuple[tuple[str, str], ...]: ...
    @property
    def request_body(self) -> bytes: ...
    @property
    def status(self) -> int | None: ...
    @property
    def response_headers(self) -> tuple[tuple[str, str], ...]: ...
    @property
    def response_body(self) -> bytes: ...
    @property
    def failure(self) -> str | None: ...


Record = Callable[[Exchange], None]

Observation = Order | OrderMoney | LineDetail | Return | Attention


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a resource. `cursor` None means it was the last; `notes` are readable oddities (drift, repairs).

    `exchange_id` is the call the observations came from: the proof behind every state.
    """

    observations: tuple[Observation, ...]
    exchange_id: str
    cursor: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The account answers. `facts`: name -> value worth showing (seller id, rights, newest version…)."""

    facts: Mapping[str, str]
    warnings: tuple[str, ...] = ()


class Applied(StrEnum):
    """What a look-up found out about a command whose answer was lost."""

    YES = "yes"
    NO = "no"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedUp:
    applied: Applied
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document the marketplace made; `exchange_id` is the call it came by."""

    content: bytes = field(repr=False)
    content_type: str
    exchange_id: str


class PrintsSlips(Protocol):
    """What a connector can do beside when its manifest says `delivery_slips`."""

    async def delivery_slip(self, order_reference: str, pieces: Mapping[str, int]) -> Paper | Trouble:
        """The slip for a parcel with these pieces (SKU -> how many); changes nothing."""
        ...


class Connector(Protocol):
    """A live line to one seller account. Every exchange goes to the `Record` given at connect, in order."""

    async def check(self) -> Checked | Trouble:
        """A live call that changes nothing."""
        ...

    async def read(self, resource: str, since: datetime | None, cursor: str | None) -> Page | Trouble:
        """One page of `resource`; `since` for windows, `cursor` from the page before."""
        ...

    async def inspect(self, reference: str) -> Page | Trouble:
        """Everything about one line (or order, where lines cannot be asked for). May mark messages as read."""
        ...

    async def money(self, order_reference: str) -> Page | Trouble:
        """Final amounts and shipping of one order; asked for only where `Manifest.tells_money`."""
        ...

    async def send(self, command: Command) -> SendOutcome:
        """Carry the command out, once. Never repeats a call that may have taken effect."""
        ...

    async def look_up(self, command: Command) -> LookedUp | Trouble:
        """Read back whether an uncertain command took effect; changes nothing."""
        ...


class Marketplace(Protocol):
    """What a room offers under the name `marketplace`."""

    @property
    def manifest(self) -> Manifest: ...

    def validate(self, credentials: Mapping[str, str]) -> tuple[Problem, ...]:
        """Problems a person can mend before any call is made."""
        ...

    @property
    def carriers(self) -> CarrierNames:
        """The names it takes for carriers."""
        ...

    def carrier_label(self, carrier: str) -> tuple[str, bool] | None:
        """The marketplace's name for a carrier of our registry and whether it needs a tracking URL; None: no name."""
        ...

    def connect(self, account: Account, record: Record) -> Connector: ...
