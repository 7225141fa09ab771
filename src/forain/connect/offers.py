"""The part of the contract about offers: what a marketplace takes, how it reports, what its errors mean.

A marketplace whose manifest has `offers` has a connector that is a `SellsOffers`, and is itself an `ExplainsOffers`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Protocol

from forain.connect.certainty import Certainty
from forain.connect.outcomes import Busy, Refused, Trouble, Unauthorised, Uncertain
from forain.trade.money import Money
from forain.trade.offer import ChangeKind, OfferChange


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferService:
    """One way to send offers. `fields`: names of `Offer` it can change, empty: all that the marketplace understands.

    `rows`: lines of one push at most. `up_to`: chosen for so many changes at most, 0: for any number.
    `files_per_hour`: calls the marketplace advises or allows, 0: nothing is said; services with the same `quota` count
    together. `answers_at_once`: the report comes with the answer. `repeatable`: the same push sent twice leaves what
    one would. `no_sku_with`: characters of a SKU that its files cannot hold.
    """

    name: str
    label: Mapping[str, str]
    why: Mapping[str, str]  #: language -> why it is chosen, in a sentence
    kinds: frozenset[ChangeKind]
    fields: frozenset[str] = frozenset()
    rows: int = 1000
    up_to: int = 0
    files_per_hour: int = 0
    quota: str = ""
    answers_at_once: bool = False
    repeatable: bool = False
    no_sku_with: str = ""

    def carries(self, kind: ChangeKind, fields: frozenset[str], sku: str = "") -> bool:
        """Whether a change of this kind in these fields can travel so; no fields: nobody knows which, so all."""
        if kind not in self.kinds or (self.no_sku_with and not set(self.no_sku_with).isdisjoint(sku)):
            return False
        if kind is ChangeKind.UPDATE and self.fields:
            return bool(fields) and fields <= self.fields
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferRules:
    """How offers are sold there, as data. `services`: the fastest first.

    `families`: variants of one parent travel whole; a variant left out of a file is taken off sale.
    `one_price`: these variants have one price there, that of their parent.
    `shows_empty`: offers without stock are among what is published; else what is not shown has no stock.
    `replaces`: name of the service that can replace everything, every `replaces_every` at most; '' when none can.
    `settles_after`: how long an upload may take to show, before a look at what is published says that it was lost.
    """

    services: tuple[OfferService, ...]
    fields: frozenset[str]  #: names of `Offer` the marketplace understands at all
    ends: Mapping[str, str]  #: language -> how an ended offer is expressed
    currency: str = "EUR"
    largest_quantity: int = 0  #: 0: no limit is known
    families: bool = False
    one_price: bool = False
    shows_empty: bool = True
    replaces: str = ""
    replaces_every: timedelta | None = None
    settles_after: timedelta = timedelta(minutes=30)
    report_kept: timedelta = timedelta(days=30)

    def service(self, name: str) -> OfferService:
        """By its name. KeyError when there is none."""
        found = next((one for one in self.services if one.name == name), None)
        if found is None:
            raise KeyError(name)
        return found

    def choose(self, kind: ChangeKind, fields: frozenset[str], count: int = 1, sku: str = "") -> OfferService:
        """The fastest service for `count` changes of this kind in these fields (those understood here count).

        LookupError when there is none.
        """
        known = fields & self.fields if fields else fields
        for service in self.services:
            if service.carries(kind, known, sku) and (not service.up_to or count <= service.up_to):
                return service
        raise LookupError(f"no service carries {kind.value} of {', '.join(sorted(known)) or 'everything'}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductType:
    """A kind of article the marketplace has a form for; `path` is where it stands in the tree, from the root."""

    code: str
    label: str
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateField:
    """One key of a form. `part`: `product` (shared) or `advert` (the seller's own). `values`: the closed list.

    `meanings`: for values that are codes, what each stands for, in the same order.
    """

    name: str
    label: str = ""
    part: str = "product"
    kind: str = "Text"
    mandatory: bool = False
    many: bool = False
    values: tuple[str, ...] = ()
    meanings: tuple[str, ...] = ()
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """The form of a product type."""

    code: str
    fields: tuple[TemplateField, ...]


#: Gives the form of a product type, None when it is not known here.
Forms = Callable[[str], Template | None]


def _no_form(_code: str) -> Template | None:
    """Nothing is known of any product type."""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferBatch:
    """What to push: a name people may find again, the service, and the changes, read once and never kept whole.

    `changes` are read in a thread of their own, families together and each in the order of their SKUs. With `replace`
    the batch becomes the whole inventory. `forms` gives the product types that are known here.
    """

    name: str
    service: str
    changes: Iterable[OfferChange]
    replace: bool = False
    forms: Forms = _no_form


class LineState(StrEnum):
    """What became of a line."""

    DONE = "done"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineProblem:
    """A defect the marketplace told. `code` is its own; where it told words only, ours for them.

    `field`: of `Offer`, `attributes.x` for a key of the product type; `key`: the marketplace's own name. `at`: which
    variant of the family, counted from 0 in the order they were sent. `fatal`: nothing was done about it.
    """

    code: str
    field: str = ""
    key: str = ""
    value: str = ""
    at: int | None = None
    words: str = ""
    fatal: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """A line of a report. Where a marketplace names models only, `family` is set and `sku` is '': then it speaks of
    every variant sent, and a problem with `at` of that one alone.
    """

    sku: str
    state: LineState
    problems: tuple[LineProblem, ...] = ()
    reference: str = ""  #: the marketplace's own number of the offer
    family: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageTrouble:
    """A picture that could not be taken in. `reference`: the marketplace's number of the offer."""

    url: str
    reference: str
    words: str
    code: str = ""
    sku: str = ""


class FileState(StrEnum):
    """How far a pushed file is."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    CANCELLED = "cancelled"
    DAMAGED = "damaged"  #: it could not be read; no line was done
    GONE = "gone"  #: the report is not kept any more


#: Nothing more will come of it.
FINAL_STATES = frozenset({FileState.DONE, FileState.CANCELLED, FileState.DAMAGED, FileState.GONE})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """One page of a report. `names_bad_only`: what no line of any page names was done.

    `words` is the marketplace's own word for `state`. `images_due`: pictures are still being fetched.
    """

    state: FileState
    words: str = ""
    lines: tuple[ReportLine, ...] = ()
    images: tuple[ImageTrouble, ...] = ()
    images_due: bool = False
    names_bad_only: bool = False
    total: int | None = None
    failed: int | None = None
    cursor: str | None = None  #: of the next page; None: this was the last
    exchange_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """The marketplace has taken the batch. `reference` finds its report; `report` when it came with the answer."""

    reference: str
    count: int
    report: ReportPage | None = None
    exchange_id: str = ""


PushOutcome = Pushed | Refused | Busy | Unauthorised | Uncertain


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedOffer:
    """What the marketplace shows of an offer; None: it does not tell."""

    sku: str
    quantity: int | None
    price: Money | None = None
    reference: str = ""
    title: str = ""
    family: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OffersPage:
    """One page of what is on sale. `cursor` None means it was the last."""

    offers: tuple[PublishedOffer, ...]
    exchange_id: str
    cursor: str | None = None
    total: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """An error code in words anybody understands. Each text by language; `{value}`, `{field}` and `{hint}` (the words
    of the problem) are to be filled in.

    `where`: where to click, in Forain first and then at the marketplace. `source`: what says so.
    """

    code: str
    cause: Mapping[str, str]
    fix: Mapping[str, str]
    where: Mapping[str, str]
    certainty: Certainty
    source: str = ""
    fields: frozenset[str] = field(default_factory=frozenset)  #: names of `Offer` to look at


class SellsOffers(Protocol):
    """What a connector can do beside when its manifest has `offers`."""

    async def push(self, batch: OfferBatch) -> PushOutcome:
        """Send the batch, once; it is written as it is read. Never repeats a call that may have taken effect."""
        ...

    async def report(self, service: str, reference: str, cursor: str | None = None) -> ReportPage | Trouble:
        """One page of what became of a push of `service`."""
        ...

    async def published(self, cursor: str | None = None) -> OffersPage | Trouble:
        """One page of what the marketplace shows now, to find drift and whether a lost push arrived."""
        ...

    async def product_types(self) -> tuple[ProductType, ...] | Trouble:
        """Every kind of article; asked for once a day at most."""
        ...

    async def template(self, code: str) -> Template | Trouble:
        """The form of one kind, with its closed lists."""
        ...


class ExplainsOffers(Protocol):
    """What a marketplace room knows about offers without any call."""

    def explain(self, code: str, key: str = "", words: str = "") -> Explanation:
        """What an error means; `key` and `words` as the problem has them. Of an unknown code that is said, never guessed."""
        ...

    @property
    def explanations(self) -> tuple[Explanation, ...]:
        """Every one there is, for pages and tests."""
        ...

    def check_offer(self, change: OfferChange, forms: Forms) -> Iterator[LineProblem]:
        """What the marketplace would say, found before anything is sent; `fatal` ones would be refused.

        Codes are `check.…`, which `explain` knows too; `words` is the hint.
        """
        ...
