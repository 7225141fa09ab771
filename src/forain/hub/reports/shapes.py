"""Shapes of the API about pushes, their reports, errors by cause, corrections and forms."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from django.utils.translation import get_language
from pydantic import AwareDatetime, Field, StringConstraints

from forain.connect.explaining import filled
from forain.connect.offers import TemplateField
from forain.hub.kit.fold import fold
from forain.hub.kit.routes import Listed, Shape, in_language
from forain.hub.kit.routes import Wish as Asked
from forain.hub.offers.models import Push as PushRow
from forain.hub.offers.models import PushLine, PushState
from forain.hub.reports import lines as outcomes
from forain.hub.reports.causes import explain
from forain.hub.reports.correcting import Operation, Preview
from forain.hub.reports.grouping import Group
from forain.hub.reports.models import Correction as CorrectionRow
from forain.hub.reports.models import Form, Problem, ProblemKind

Text = Annotated[str, StringConstraints(max_length=2000)]


class Push(Shape):
    """One file or series of calls with offers, sent or waiting."""

    id: UUID
    connection_id: UUID
    service: str = Field(description="The marketplace's service")
    why: str = Field(description="Why this service was chosen")
    kind: str = Field(description="`difference` or `replacement`")
    state: PushState
    state_words: str
    reference: str = Field(description="The marketplace's number of the file; empty when it answers at once")
    new: int
    updated: int
    ended: int
    done: int = Field(description="Offers the marketplace took in")
    rejected: int
    lost: int = Field(description="Offers it said nothing of; they go out again")
    images: int = Field(description="Pictures it could not take in")
    created_at: AwareDatetime
    created_by: str
    sent_at: AwareDatetime | None
    settled_at: AwareDatetime | None
    next_at: AwareDatetime | None = Field(description="When it is sent or asked about next")
    code: str = Field(description="Why it is where it is; empty when all is well")
    words: str
    exchange_ids: list[UUID]


class Pushes(Listed[Push]):
    pass


def push(row: PushRow) -> Push:
    counts = row.counts
    waits = row.settled_at is None and row.state != PushState.NEEDS_PERSON
    return Push(
        id=row.pk,
        connection_id=row.connection_id,
        service=row.service,
        why=in_language(row.why),
        kind=row.kind,
        state=PushState(row.state),
        state_words=row.get_state_display(),
        reference=row.reference,
        new=counts.get("new", 0),
        updated=counts.get("update", 0),
        ended=counts.get("end", 0),
        done=counts.get(outcomes.DONE, 0),
        rejected=counts.get(outcomes.REJECTED, 0),
        lost=counts.get(outcomes.LOST, 0),
        images=counts.get("images", 0),
        created_at=row.created_at,
        created_by=row.created_by,
        sent_at=row.sent_at,
        settled_at=row.settled_at,
        next_at=row.next_at if waits else None,
        code=row.outcome_code,
        words=row.outcome_words,
        exchange_ids=row.exchange_ids,
    )


class ExplainedError(Shape):
    """One defect with what it means."""

    code: str
    cause: str = Field(description="Name of its group")
    kind: ProblemKind
    field: str = Field(description="Field of the offer; `attributes.x` for a key of the product type")
    key: str = Field(description="The marketplace's own name of the field")
    value: str = Field(description="The offending value")
    words: str = Field(description="The marketplace's own words")
    fatal: bool = Field(description="Whether nothing was done because of it")
    means: str = Field(description="What it means")
    fix: str
    where: str = Field(description="Where to click")
    certainty: str = Field(description="`documented`, `observed` or `our_decision`")


def explained(row: Problem) -> ExplainedError:
    found = explain(row.connection, row.code, row.key, row.words)
    told = {
        name: filled(in_language(text), value=row.value, field=row.field, hint=row.words)
        for name, text in (("means", found.cause), ("fix", found.fix), ("where", found.where))
    }
    return ExplainedError(
        code=row.code,
        cause=row.cause,
        kind=ProblemKind(row.kind),
        field=row.field,
        key=row.key,
        value=row.value,
        words=row.words,
        fatal=row.fatal,
        certainty=found.certainty.value,
        **told,
    )


class PushedOutcome(StrEnum):
    DONE = "done"
    REJECTED = "rejected"
    LOST = "lost"


class PushedOffer(Shape):
    """One offer of a push."""

    sku: str
    kind: str = Field(description="`new`, `update` or `end`")
    fields: list[str] = Field(description="What changed; empty when nobody knew")
    price_minor: int
    quantity: int
    outcome: str = Field(description="`done`, `rejected`, `lost`; empty while the marketplace has not told")
    problems: list[ExplainedError]


class PushedOffers(Listed[PushedOffer]):
    pass


class PushReport(Shape):
    """A push with one page of its offers."""

    push: Push
    lines: PushedOffers


def line(row: PushLine, problems: list[Problem]) -> PushedOffer:
    return PushedOffer(
        sku=row.sku,
        kind=row.kind,
        fields=row.fields,
        price_minor=row.price_minor,
        quantity=row.quantity,
        outcome=row.outcome,
        problems=[explained(one) for one in problems],
    )


class OfferErrorLine(ExplainedError):
    """A defect and the offer it was told of."""

    sku: str
    connection_id: UUID
    push_id: UUID
    told_at: AwareDatetime
    ended_at: AwareDatetime | None = Field(description="When a newer report or a correction put an end to it")


class OfferErrorLines(Listed[OfferErrorLine]):
    pass


def error_line(row: Problem) -> OfferErrorLine:
    return OfferErrorLine(
        **explained(row).model_dump(),
        sku=row.sku,
        connection_id=row.connection_id,
        push_id=row.push_id,
        told_at=row.created_at,
        ended_at=row.ended_at,
    )


class OffendingValue(Shape):
    """An offending value and how often it was sent."""

    value: str
    count: int


class OfferErrorCause(Shape):
    """All open errors of one kind on one account."""

    connection_id: UUID
    cause: str = Field(description="Name of the group, for corrections")
    kind: ProblemKind
    code: str
    field: str
    count: int = Field(description="Errors")
    offers: int = Field(description="Offers that have it")
    fatal: bool
    means: str
    fix: str
    where: str = Field(description="Where to click")
    certainty: str
    source: str = Field(description="What says so")
    words: str = Field(description="The marketplace's own words, of one of them")
    skus: list[str] = Field(description="The first ones")
    values: list[OffendingValue] = Field(description="The most frequent ones")


class OfferErrorCauses(Shape):
    items: list[OfferErrorCause]


def cause(found: Group) -> OfferErrorCause:
    language = (get_language() or "en")[:2]
    return OfferErrorCause(
        connection_id=found.connection.pk,
        cause=found.cause,
        kind=ProblemKind(found.kind),
        code=found.code,
        field=found.field,
        count=found.count,
        offers=found.offers,
        fatal=found.fatal,
        means=found.told(found.explanation.cause, language),
        fix=found.told(found.explanation.fix, language),
        where=found.told(found.explanation.where, language),
        certainty=found.explanation.certainty.value,
        source=found.explanation.source,
        words=found.words,
        skus=list(found.skus),
        values=[OffendingValue(value=one, count=count) for one, count in found.values],
    )


class OfferCorrectionWish(Asked):
    """A change to all offers of a cause. Without `apply` it is only shown."""

    connection: UUID
    cause: Text
    operation: Operation
    field: Annotated[str, StringConstraints(max_length=120)] = Field(
        default="", description="Field of the offers; that of the cause when it is left out"
    )
    value: Text = Field(default="", description="For `set` the value, for `replace` the new text")
    find: Text = Field(default="", description="For `replace`: the text to be replaced")
    apply: bool = Field(default=False, description="Make the change; else it is only shown")


class CorrectedOffer(Shape):
    """One offer of a correction."""

    sku: str
    before: str
    after: str


class OfferCorrection(Shape):
    """A change to many offers, shown or made."""

    id: UUID | None = Field(description="null while it is only shown")
    connection_id: UUID
    cause: str
    operation: Operation
    field: str
    count: int = Field(description="Offers it changes")
    same: int = Field(description="Offers of the cause it does nothing for")
    examples: list[CorrectedOffer] = Field(description="The first ones")
    made_at: AwareDatetime | None
    made_by: str


class OfferCorrections(Shape):
    items: list[OfferCorrection]


def shown(asked: OfferCorrectionWish, found: Preview) -> OfferCorrection:
    return OfferCorrection(
        id=None,
        connection_id=asked.connection,
        cause=asked.cause,
        operation=asked.operation,
        field=found.field,
        count=len(found.changes),
        same=found.same,
        examples=[CorrectedOffer(**one) for one in found.examples],
        made_at=None,
        made_by="",
    )


def made(row: CorrectionRow, same: int = 0) -> OfferCorrection:
    return OfferCorrection(
        id=row.pk,
        connection_id=row.connection_id,
        cause=row.cause,
        operation=Operation(row.operation),
        field=row.field,
        count=row.count,
        same=same,
        examples=[CorrectedOffer(**one) for one in row.examples],
        made_at=row.created_at,
        made_by=row.created_by,
    )


class PushDecision(Asked):
    """What a person saw on the marketplace."""

    arrived: bool


class ProductType(Shape):
    """A kind of article the marketplace has a form for."""

    code: str
    label: str
    path: list[str] = Field(description="Where it stands in the marketplace's tree, from the root")


class ProductTypes(Shape):
    items: list[ProductType]
    read_at: AwareDatetime | None = Field(description="When the marketplace was asked last")


def product_type(row: Form) -> ProductType:
    return ProductType(code=row.code, label=row.label, path=row.path)


class FormValue(Shape):
    """One value of a closed list."""

    value: str
    meaning: str = Field(description="What it stands for, where values are codes")


class FormField(Shape):
    """One key of a form."""

    name: str
    label: str
    part: str = Field(description="`product`, `advert` or `media`")
    kind: str = Field(description="Text, Number, Boolean, Date…")
    mandatory: bool
    many: bool
    units: list[str]
    values: list[FormValue] = Field(description="The closed list; empty: anything goes")


class ProductForm(Shape):
    """The form of a product type."""

    code: str
    label: str
    read_at: AwareDatetime | None
    fields: list[FormField]


def form(row: Form, folded: str = "") -> ProductForm:
    """With the values in which the folded text occurs."""
    from forain.hub.reports.forms import template_of

    return ProductForm(
        code=row.code,
        label=row.label,
        read_at=row.template_at,
        fields=[_field(one, folded) for one in template_of(row).fields],
    )


def _field(one: TemplateField, folded: str) -> FormField:
    meanings = one.meanings or ("",) * len(one.values)
    told = zip(one.values, meanings, strict=True)
    kept = [
        FormValue(value=value, meaning=meaning)
        for value, meaning in told
        if folded in fold(f"{value} {meaning}")
    ]
    return FormField(
        name=one.name,
        label=one.label,
        part=one.part,
        kind=one.kind,
        mandatory=one.mandatory,
        many=one.many,
        units=list(one.units),
        values=kept,
    )
