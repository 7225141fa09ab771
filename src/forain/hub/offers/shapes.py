"""What the API and the command line show of offers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from pydantic import Field

from forain.hub.connections.models import Connection
from forain.hub.kit.routes import Listed, Shape, in_language
from forain.hub.offers import breaker, plan, pushing, sources, trouble
from forain.hub.offers.models import NOTHING, Audit, Listing, Offer, OfferImport, Push, Stop
from forain.hub.offers.models import OfferSource as Source
from forain.hub.offers.models import SellingRules as Rules
from forain.hub.offers.rules import Trial

_MINOR = "Minor units (cents), tax included"


class BadRow(Shape):
    """A row that was left out; `sku_twice` tells of one that a later row replaced."""

    line: int = Field(description="Line of the file, or place in the request, from 1")
    sku: str
    code: str
    reason: str = Field(description="In the caller's language")
    fix: str = Field(description="What to do, in the caller's language")
    value: str


class Import(Shape):
    """What became of a file or request."""

    id: UUID
    name: str
    source: str
    format: str
    encoding: str
    separator: str
    columns: dict[str, str] = Field(description="Head -> what it was taken for")
    complete: bool
    state: str = Field(examples=["done", "unchanged", "failed", "stopped"])
    rows: int
    new: int
    changed: int
    unchanged: int
    ended: int
    bad: int
    bad_rows: list[BadRow] = Field(description="The first thousand")
    code: str = Field(description="Why nothing was taken in; empty otherwise")
    reason: str = Field(description="The same in the caller's language")
    created_at: datetime
    created_by: str
    seconds: float


class Change(Shape):
    """A member, as it is there and as it will be."""

    field: str = Field(examples=["price"])
    old: Any = Field(default=None, description="null: not there, or not known")
    new: Any = None


class OfferFinding(Shape):
    """What the marketplace would say of an offer, by its forms and rules as they are known here."""

    field: str = Field(description="Of the offer; `attributes.x` for a key of the product type")
    value: str
    fatal: bool = Field(description="It would refuse the offer; else it is worth a look")
    cause: str
    fix: str


class PlannedOffer(Shape):
    """One offer that would be sent."""

    sku: str
    kind: str = Field(examples=["new", "update", "end"])
    price_minor: int = Field(description=_MINOR)
    currency: str
    quantity: int
    changes: list[Change]
    findings: list[OfferFinding]


class Plan(Shape):
    """What would be sent to a connection; `offers` is one page."""

    connection_id: UUID
    connection: str
    new: int
    update: int
    end: int
    under_way: int = Field(
        description="Sent, waiting for the answer: what changes meanwhile goes out afterwards"
    )
    rejected: int
    offers: list[PlannedOffer]
    next: str | None = None


class QueuedPush(Shape):
    """One file or series of calls that waits for a worker."""

    id: UUID
    service: str
    why: str = Field(description="Why this service, in the caller's language")
    state: str
    new: int
    update: int
    end: int


class ShownStop(Shape):
    """What the circuit breaker stopped."""

    id: UUID
    connection_id: UUID | None
    kind: str = Field(examples=["zero", "price", "shrunk"])
    state: str
    count: int = Field(description="To let it through, type this number")
    total: int
    limit_percent: float
    reason: str
    examples: list[dict[str, Any]]
    opened_at: datetime


class Queued(Shape):
    """What a wish to push led to."""

    connection_id: UUID
    pushes: list[QueuedPush]
    stops: list[ShownStop]
    offers: int
    cannot: int = Field(description="Offers no service of the marketplace takes")


class ShownOffer(Shape):
    """What the merchant sells."""

    sku: str
    quantity: int
    reserved: int = Field(description="Sold since, and not yet known to the back office")
    price_minor: int = Field(description=_MINOR)
    currency: str
    cost_minor: int | None
    details: dict[str, Any]
    ended: bool
    changed_at: datetime


class Offers(Listed[ShownOffer]):
    """Offers by SKU."""


def offer_shape(row: Offer) -> ShownOffer:
    names = (
        "sku",
        "quantity",
        "reserved",
        "price_minor",
        "currency",
        "cost_minor",
        "details",
        "ended",
        "changed_at",
    )
    return ShownOffer(**{name: getattr(row, name) for name in names})


def import_shape(row: OfferImport) -> Import:
    bad = [
        BadRow(
            line=one["line"],
            sku=one["sku"],
            code=one["code"],
            reason=in_language(trouble.words_of(one["code"], one["words"])),
            fix=in_language(trouble.fix_of(one["code"])),
            value=one["value"],
        )
        for one in row.bad_rows
    ]
    names = ("id", "name", "source", "format", "encoding", "separator", "columns", "complete", "state", "rows", "created_at", "created_by", "seconds")  # fmt: skip
    return Import(
        **{name: getattr(row, name) for name in names},
        new=row.new_count,
        changed=row.changed_count,
        unchanged=row.same_count,
        ended=row.ended_count,
        bad=row.bad_count,
        bad_rows=bad,
        code=row.trouble_code,
        reason=in_language(row.trouble_words),
    )


def planned(one: plan.Difference) -> PlannedOffer:
    changes = [Change(field=name, old=old, new=new) for name, (old, new) in sorted(one.fields.items())]
    return PlannedOffer(
        sku=one.sku,
        kind=one.kind.value,
        price_minor=one.price_minor,
        currency=one.currency,
        quantity=one.quantity,
        changes=changes,
        findings=[
            OfferFinding(
                field=found.field,
                value=found.value,
                fatal=found.fatal,
                cause=in_language(found.cause),
                fix=in_language(found.fix),
            )
            for found in one.findings
        ],
    )


def plan_shape(
    connection: Connection, told: plan.Summary, found: Iterable[plan.Difference], following: str | None = None
) -> Plan:
    return Plan(
        connection_id=connection.pk,
        connection=connection.name,
        new=told.new,
        update=told.update,
        end=told.end,
        under_way=told.under_way,
        rejected=told.rejected,
        offers=[planned(one) for one in found],
        next=following,
    )


def push_shape(row: Push) -> QueuedPush:
    counts = {name: int(row.counts.get(name, 0)) for name in ("new", "update", "end")}
    return QueuedPush(id=row.pk, service=row.service, why=in_language(row.why), state=row.state, **counts)


def stop_shape(row: Stop) -> ShownStop:
    names = ("id", "connection_id", "kind", "state", "count", "total", "examples", "opened_at")
    return ShownStop(
        **{name: getattr(row, name) for name in names},
        limit_percent=row.limit_bp / 100,
        reason=breaker.explain(row),
    )


def queued_shape(connection: Connection, found: pushing.Queued) -> Queued:
    return Queued(
        connection_id=connection.pk,
        pushes=[push_shape(one) for one in found.pushes],
        stops=[stop_shape(one) for one in found.stops],
        offers=found.lines,
        cannot=found.cannot,
    )


class Imports(Listed[Import]):
    """Files and requests, newest first."""


class Stops(Listed[ShownStop]):
    """Stops that wait for a decision."""


class ShownListing(Shape):
    """How an offer stands on an account."""

    connection_id: UUID
    connection: str
    state: str = Field(examples=["live", "pending", "sent", "rejected"])
    wanted: bool = Field(description="false: rules or the merchant keep it off this account")
    wanted_price_minor: int = Field(description=_MINOR)
    wanted_quantity: int
    published_price_minor: int | None = Field(description="What the marketplace confirmed")
    published_quantity: int | None
    published_at: datetime | None
    differs: bool = Field(description="The next push sends it")
    problem: str


class OfferInFull(ShownOffer):
    """An offer and how it stands on each account."""

    listings: list[ShownListing]


class SellingRules(Shape):
    """How a connection sells. Percentages are in basis points: 1 % is 100."""

    connection_id: UUID
    stock_buffer: int
    max_shown: int | None
    price_factor_bp: int
    price_plus_minor: int
    rounding: str
    ending_minor: int
    min_margin_bp: int | None
    exclude: list[dict[str, str]]
    shipping_profile: str
    push_every_seconds: int
    check_first: bool
    zero_stop_bp: int
    price_stop_bp: int
    shrink_stop_bp: int
    changed_at: datetime


class ShownTrial(Shape):
    """A real offer, as it is shown now and as it would be; null: not offered."""

    sku: str
    quantity: int
    price_minor: int
    currency: str
    now_quantity: int | None
    now_price_minor: int | None
    then_quantity: int | None
    then_price_minor: int | None


class Trials(Listed[ShownTrial]):
    """Offers the rules were tried on."""


def offer_in_full(row: Offer) -> OfferInFull:
    rows = row.listings.select_related("connection").order_by("connection__created_at", "connection_id")
    return OfferInFull(**offer_shape(row).model_dump(), listings=[listing_shape(one) for one in rows])


def listing_shape(row: Listing) -> ShownListing:
    names = ("connection_id", "state", "wanted_price_minor", "wanted_quantity", "published_price_minor", "published_quantity", "published_at", "problem")  # fmt: skip
    return ShownListing(
        **{name: getattr(row, name) for name in names},
        connection=row.connection.name,
        wanted=row.wanted != NOTHING,
        differs=row.due,
    )


def rules_shape(row: Rules) -> SellingRules:
    return SellingRules(**{name: getattr(row, name) for name in SellingRules.model_fields})


def trials_shape(found: Iterable[Trial]) -> Trials:
    return Trials(items=[ShownTrial(**asdict(one)) for one in found])


class OfferSource(Shape):
    """Where offers come from by themselves."""

    id: UUID
    name: str
    kind: str = Field(examples=["address", "folder"])
    place: str = Field(description="Without what may be secret: of an address, host and path")
    signed_in: bool = Field(description="A user name and password go with the request")
    every_seconds: int
    paused: bool = Field(description="It is not looked at")
    complete: bool = Field(description="What is not in the file is no longer sold")
    encoding: str
    mapping: dict[str, str] = Field(description="Head or path -> field")
    row: str = Field(description="XML: name of the element that is one offer")
    next_at: datetime
    last_ok_at: datetime | None = Field(description="When a look last found nothing wrong")
    code: str = Field(description="Why the last look brought nothing good; empty otherwise")
    reason: str = Field(description="The same in the caller's language")
    created_at: datetime


class OfferSources(Listed[OfferSource]):
    """By name."""


def source_shape(row: Source) -> OfferSource:
    names = ("id", "name", "kind", "every_seconds", "paused", "next_at", "last_ok_at", "created_at")
    told = row.options
    return OfferSource(
        **{name: getattr(row, name) for name in names},
        place=sources.shown(row),
        signed_in=sources.signs_in(row),
        complete=bool(told.get("complete")),
        encoding=str(told.get("encoding", "")),
        mapping=told.get("mapping", {}),
        row=str(told.get("row", "")),
        code=row.trouble_code,
        reason=in_language(row.trouble_words),
    )


class Stood(Shape):
    """Price and quantity; null: not told, or not there."""

    price_minor: int | None = Field(default=None, description=_MINOR)
    quantity: int | None = None


class DriftFinding(Shape):
    """One offer that is not shown as believed."""

    sku: str
    what: str = Field(
        description="drifted: another price or quantity; missing: not shown any more; adopted: on sale before Forain sent "
        "it; foreign: no offer of yours",
        examples=["drifted"],
    )
    shown: Stood = Field(description="At the marketplace")
    believed: Stood = Field(description="What it had confirmed")


class OfferAudit(Shape):
    """One look at everything a connection shows. What drifted or is missing differs from then on: the plan has it, and the
    next push sets it right."""

    id: UUID
    connection_id: UUID
    state: str = Field(examples=["queued", "running", "done", "failed"])
    seen: int
    drifted: int
    missing: int
    adopted: int
    foreign: int
    findings: list[DriftFinding] = Field(description="The first thousand")
    reason: str = Field(description="Why it failed; empty otherwise")
    started_at: datetime
    finished_at: datetime | None
    created_by: str


class OfferAudits(Listed[OfferAudit]):
    """The last fifty, newest first, without their findings."""


def audit_shape(row: Audit, *, whole: bool = True) -> OfferAudit:
    names = ("id", "connection_id", "state", "seen", "drifted", "missing", "adopted", "foreign", "started_at", "finished_at", "created_by")  # fmt: skip
    return OfferAudit(
        **{name: getattr(row, name) for name in names},
        findings=[DriftFinding(**one) for one in row.examples] if whole else [],
        reason=gettext(row.words) if row.words else "",
    )
