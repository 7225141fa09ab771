"""Routes of pushes, reports, errors by cause, corrections, product types."""

from __future__ import annotations

import asyncio
from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Query, Router

from forain.connect.outcomes import Trouble
from forain.hub.connections.models import Connection
from forain.hub.kit.fold import fold
from forain.hub.kit.refusal import NotAllowed
from forain.hub.kit.routes import Cursor, Level, Limit, needs
from forain.hub.reports import correcting, deciding, forms, grouping, queries, shapes
from forain.hub.reports.models import Form, ProblemKind
from forain.hub.workspaces.callers import Call

routes = Router(tags=["Offers"])

OnlyConnection = Annotated[UUID | None, Query(description="Only of this connection")]
OnlyPush = Annotated[UUID | None, Query(description="Only told about this push")]


@routes.get("/pushes", response=shapes.Pushes, operation_id="listPushes", summary="Offers sent and waiting")
@needs(Level.LOOK, "bad_cursor")
def list_pushes(
    request: Call, connection: OnlyConnection = None, cursor: Cursor = "", limit: Limit = 50
) -> shapes.Pushes:
    """Files and calls with offers, newest first, each with what became of it."""
    found = queries.pushes(request.auth.workspace, connection=connection, cursor=cursor, limit=limit)
    return shapes.Pushes(items=[shapes.push(row) for row in found.rows], next=found.next or None)


@routes.get("/pushes/{uuid:push_id}", response=shapes.Push, operation_id="getPush", summary="One push")
def get_push(request: Call, push_id: UUID) -> shapes.Push:
    """Its state in clear words, and how many offers were taken in, rejected or not told of."""
    return shapes.push(queries.one(request.auth.workspace, push_id))


@routes.get(
    "/pushes/{uuid:push_id}/lines",
    response=shapes.PushedOffers,
    operation_id="listPushLines",
    summary="Report of a push",
)
@needs(Level.LOOK, "bad_cursor")
def list_lines(
    request: Call,
    push_id: UUID,
    outcome: Annotated[shapes.PushedOutcome | None, Query(description="Only with this outcome")] = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> shapes.PushedOffers:
    """Every offer of the push in the order they were sent, with its errors explained."""
    row = queries.one(request.auth.workspace, push_id)
    found = queries.lines(row, outcome=outcome.value if outcome else "", cursor=cursor, limit=limit)
    items = [shapes.line(one, found.problems.get(one.listing_id, [])) for one in found.rows]
    return shapes.PushedOffers(items=items, next=found.next or None)


@routes.post(
    "/pushes/{uuid:push_id}/decide",
    response=shapes.Push,
    operation_id="decidePush",
    summary="Say whether a push arrived",
)
@needs(Level.ACT, "push_not_yours")
def decide_push(request: Call, push_id: UUID, body: shapes.PushDecision) -> shapes.Push:
    """For a push in the state `needs_person`: its answer was lost, and what is on sale cannot be read."""
    row = queries.one(request.auth.workspace, push_id)
    return shapes.push(deciding.decide(row, arrived=body.arrived, actor=request.auth.actor))


@routes.get(
    "/offer-errors",
    response=shapes.OfferErrorCauses,
    operation_id="listOfferErrors",
    summary="Errors of offers by cause",
)
def list_errors(
    request: Call, connection: OnlyConnection = None, push: OnlyPush = None
) -> shapes.OfferErrorCauses:
    """Open errors of all offers, grouped by what is to be done about them; pictures and whole files after lines."""
    rows = grouping.problems(request.auth.workspace, connection=connection, push=push)
    return shapes.OfferErrorCauses(items=[shapes.cause(one) for one in grouping.groups(rows)])


@routes.get(
    "/offer-errors/lines",
    response=shapes.OfferErrorLines,
    operation_id="listOfferErrorLines",
    summary="Errors of offers, one by one",
)
@needs(Level.LOOK, "bad_cursor")
def list_error_lines(
    request: Call,
    connection: OnlyConnection = None,
    push: OnlyPush = None,
    cause: Annotated[str, Query(max_length=160, description="Only of this group")] = "",
    kind: Annotated[ProblemKind | None, Query(description="Only of lines, pictures or files")] = None,
    ended: Annotated[bool, Query(description="With those that were put an end to")] = False,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> shapes.OfferErrorLines:
    """In the order they were told."""
    rows = grouping.problems(request.auth.workspace, connection=connection, push=push, ended=ended)
    rows = rows.filter(cause=cause) if cause else rows
    rows = rows.filter(kind=kind.value) if kind else rows
    found = queries.page_of(rows, cursor=cursor, limit=limit)
    return shapes.OfferErrorLines(
        items=[shapes.error_line(row) for row in found.rows], next=found.next or None
    )


@routes.post(
    "/offer-errors/correct",
    response=shapes.OfferCorrection,
    operation_id="correctOffers",
    summary="Correct all offers of a cause",
)
@needs(Level.ACT, "nothing_to_correct", "cannot_correct", "bad_value", "not_found")
def correct(request: Call, body: shapes.OfferCorrectionWish) -> shapes.OfferCorrection:
    """Shows what would change; with `apply` it changes the offers, and the next push sends those alone."""
    account = _connection(request, body.connection)
    wish = correcting.Wish(
        cause=body.cause, operation=body.operation, field=body.field, value=body.value, find=body.find
    )
    if not body.apply:
        return shapes.shown(body, correcting.preview(account, wish))
    return shapes.made(correcting.correct(account, wish, actor=request.auth.actor))


@routes.get(
    "/offer-corrections",
    response=shapes.OfferCorrections,
    operation_id="listOfferCorrections",
    summary="Corrections that were made",
)
def list_corrections(request: Call) -> shapes.OfferCorrections:
    """The last 200, newest first."""
    return shapes.OfferCorrections(
        items=[shapes.made(row) for row in correcting.of(request.auth.workspace.pk)]
    )


@routes.get(
    "/connections/{uuid:connection_id}/product-types",
    response=shapes.ProductTypes,
    operation_id="listProductTypes",
    summary="Product types of a marketplace",
)
@needs(Level.LOOK, "no_offers", "not_read", calls_out=True)
def list_types(
    request: Call,
    connection_id: UUID,
    text: Annotated[str, Query(max_length=200, description="Words all of which occur")] = "",
    limit: Limit = 50,
) -> shapes.ProductTypes:
    """Searched by words, accents and case apart; the list is kept for a day."""
    account = _connection(request, connection_id)
    if forms.is_stale(account):
        _insist(asyncio.run(forms.refresh(_selling(account))))
    rows = list(forms.search(account, text)[:limit])
    newest = Form.objects.filter(connection=account).order_by("-read_at").first()
    return shapes.ProductTypes(
        items=[shapes.product_type(row) for row in rows], read_at=newest.read_at if newest else None
    )


@routes.get(
    "/connections/{uuid:connection_id}/product-types/{code}",
    response=shapes.ProductForm,
    operation_id="getProductType",
    summary="The form of a product type",
)
@needs(Level.LOOK, "no_offers", "not_read", calls_out=True)
def get_type(
    request: Call,
    connection_id: UUID,
    code: str,
    text: Annotated[str, Query(max_length=200, description="Only values in which it occurs")] = "",
) -> shapes.ProductForm:
    """Its keys with their closed lists; kept for a day."""
    account = _connection(request, connection_id)
    row = Form.objects.filter(connection=account, code=code).first()
    if row is None or forms.template_is_stale(row):
        _insist(asyncio.run(forms.read_template(_selling(account), code)))
        row = Form.objects.get(connection=account, code=code)
    return shapes.form(row, fold(text))


def _connection(request: Call, key: UUID) -> Connection:
    return Connection.objects.select_related("workspace").get(workspace=request.auth.workspace, pk=key)


def _selling(account: Connection) -> Connection:
    if account.manifest.offers is None:
        raise NotAllowed("no_offers", _("This marketplace takes no offers from Forain."))
    return account


def _insist(trouble: Trouble | None) -> None:
    if trouble is not None:
        raise NotAllowed(
            "not_read", _("The marketplace did not answer: %(words)s") % {"words": trouble.words}
        )
