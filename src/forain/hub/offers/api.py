"""Routes of offers: what is sold, files in, the plan, pushes, rules, stops."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import Annotated, BinaryIO
from uuid import UUID

from ninja import Query, Router

from forain.hub.connections.models import Connection
from forain.hub.kit.paging import BadCursor
from forain.hub.kit.problems import Problem
from forain.hub.kit.routes import Cursor, Level, Limit, needs
from forain.hub.offers import (
    applying,
    breaker,
    checking,
    coming_api,
    importing,
    mapped,
    plan,
    pushing,
    queries,
    rules,
    shapes,
    wishes,
)
from forain.hub.offers.models import Offer, OfferImport, Stop
from forain.hub.offers.reading.unpack import LARGEST
from forain.hub.offers.trouble import FILE
from forain.hub.workspaces.callers import Call

routes = Router(tags=["Offers"])
routes.add_router("", coming_api.routes)

#: What a file of offers may be sent as; which of them it is, its content says.
MEDIA = (
    "text/csv",
    "application/xml",
    "text/xml",
    "application/x-ndjson",
    "text/plain",
    "application/gzip",
    "application/zip",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/octet-stream",
)
_PIECE = 1 << 20


@routes.get("/offers", response=shapes.Offers, operation_id="listOffers", summary="What is sold")
@needs(Level.LOOK, "bad_cursor")
def list_offers(
    request: Call,
    text: Annotated[str, Query(max_length=120, description="Beginning of a SKU")] = "",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> shapes.Offers:
    """Offers by SKU, as the back office last said."""
    found, following = queries.offers(request.auth.workspace, text=text, cursor=cursor, limit=limit)
    return shapes.Offers(items=[shapes.offer_shape(row) for row in found], next=following)


@routes.post("/offers", response=shapes.Import, operation_id="putOffers", summary="Add or change offers")
@needs(Level.ACT, "file_formulas", "file_all_bad", "file_columns_missing")
def put_offers(request: Call, body: wishes.WantedOffers) -> shapes.Import:
    """At most 1,000 at a time. What is not named stays; a new offer needs price and quantity. Bad ones are told by their
    place, the good ones are taken in. Nothing is sent: look at the plan, then push."""
    rows = [one.as_row() for one in body.offers]
    return shapes.import_shape(
        importing.take_rows(request.auth.workspace, rows, actor=request.auth.actor, name="API")
    )


@routes.get(
    "/offers/sku/{path:sku}", response=shapes.OfferInFull, operation_id="getOffer", summary="One offer"
)
def get_offer(request: Call, sku: str) -> shapes.OfferInFull:
    """What is wanted, and how it stands on each account."""
    return shapes.offer_in_full(Offer.objects.get(workspace=request.auth.workspace, sku=sku))


@routes.put(
    "/offers/one", response=shapes.OfferInFull, operation_id="putOffer", summary="Add or change one offer"
)
@needs(Level.ACT, "file_formulas", "file_all_bad", "file_columns_missing")
def put_offer(request: Call, body: wishes.WantedOffer) -> shapes.OfferInFull:
    """What is not named stays; a new offer needs price and quantity."""
    workspace = request.auth.workspace
    importing.take_rows(workspace, [body.as_row()], actor=request.auth.actor, name="API")
    return shapes.offer_in_full(Offer.objects.get(workspace=workspace, sku=body.sku))


@routes.post(
    "/offers/import",
    response=shapes.Import,
    operation_id="importOffers",
    summary="Take in a file of offers",
    openapi_extra={
        "requestBody": {
            "required": True,
            "description": "At most 1 GiB, also unpacked; 5 MiB with an Idempotency-Key",
            "content": {media: {"schema": {"type": "string", "format": "binary"}} for media in MEDIA},
        }
    },
)
@needs(Level.ACT, *FILE, "bad_mapping", "unsupported_media_type", "too_large", calls_out=True)
def import_offers(
    request: Call,
    name: Annotated[str, Query(max_length=200, description="What the file is called")] = "upload",
    complete: Annotated[bool, Query(description="What is not in it is no longer sold")] = False,
    encoding: Annotated[str, Query(max_length=40, description="Where it cannot be told by itself")] = "",
    column: Annotated[
        list[str] | None,
        Query(
            max_length=100,
            description="HEAD=FIELD where a head is not recognised; of XML, PATH=FIELD; repeat it",
        ),
    ] = None,
    row: Annotated[str, Query(max_length=120, description="XML: name of the element that is one offer")] = "",
) -> shapes.Import:
    """CSV (any usual separator and encoding), XLSX, JSON lines, XML, packed or not, sent as they are. Good rows are taken in,
    each bad row is told with its line and the reason. A file that cannot be taken in changes nothing."""
    if request.content_type not in MEDIA:
        raise Problem("unsupported_media_type")
    mapping, profile = mapped.reading_of(mapped.pairs(column or []), row)
    wish = importing.Wish(
        name=name, source="api", complete=complete, encoding=encoding, mapping=mapping, profile=profile
    )
    with TemporaryFile() as file:
        _receive(request, file)
        return shapes.import_shape(
            importing.take_file(request.auth.workspace, file, wish, actor=request.auth.actor)
        )


def _receive(request: Call, file: BinaryIO) -> None:
    """The body to a file, piece by piece."""
    if hasattr(request, "_body"):  # an Idempotency-Key made somebody read it
        file.write(request.body)
        return
    left = LARGEST + 1
    while left > 0 and (piece := request.read(min(_PIECE, left))):
        file.write(piece)
        left -= len(piece)


@routes.get(
    "/offers/imports", response=shapes.Imports, operation_id="listOfferImports", summary="What came in"
)
@needs(Level.LOOK, "bad_cursor")
def list_imports(request: Call, cursor: Cursor = "", limit: Limit = 50) -> shapes.Imports:
    """Files and requests, newest first."""
    found, following = queries.imports(request.auth.workspace, cursor=cursor, limit=limit)
    return shapes.Imports(items=[shapes.import_shape(row) for row in found], next=following)


@routes.get(
    "/offers/imports/{uuid:import_id}",
    response=shapes.Import,
    operation_id="getOfferImport",
    summary="What became of a file",
)
def get_import(request: Call, import_id: UUID) -> shapes.Import:
    """With its first thousand bad rows."""
    return shapes.import_shape(OfferImport.objects.get(workspace=request.auth.workspace, pk=import_id))


@routes.get(
    "/offers/plan/{uuid:connection_id}",
    response=shapes.Plan,
    operation_id="getOfferPlan",
    summary="What would be sent",
)
@needs(Level.LOOK, "bad_cursor")
def get_plan(
    request: Call,
    connection_id: UUID,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> shapes.Plan:
    """Exactly what a push would send now: new offers, changed ones with old and new values, ended ones; and what the
    marketplace would find wrong with them, as far as its forms are known here."""
    row = Connection.objects.get(workspace=request.auth.workspace, pk=connection_id)
    found, following = plan.page(row, _after(cursor), limit)
    told = checking.looked_at(row, found)
    return shapes.plan_shape(row, plan.summary(row), told, following=str(following) if following else None)


def _after(cursor: str) -> int:
    if cursor and not (cursor.isascii() and cursor.isdecimal() and len(cursor) < 19):
        raise BadCursor(BadCursor.__doc__)
    return int(cursor or 0)


@routes.post("/offers/push", response=shapes.Queued, operation_id="pushOffers", summary="Send what differs")
@needs(Level.ACT, "no_offers", "observe_mode", "paused", "connection_stopped", "not_found")
def push_offers(request: Call, body: wishes.WantedPush) -> shapes.Queued:
    """Queues exactly what the plan shows. What would empty or give away the shop is stopped instead: `stops`."""
    row = Connection.objects.get(workspace=request.auth.workspace, pk=body.connection_id)
    return shapes.queued_shape(row, pushing.enqueue(row, actor=request.auth.actor))


@routes.post(
    "/offers/replace",
    response=shapes.Queued,
    operation_id="replaceOffers",
    summary="Replace everything on sale",
)
@needs(
    Level.CONFIGURE, "no_offers", "observe_mode", "paused", "connection_stopped", "not_found", "no_replacement",
    "replacement_not_typed", "replaced_lately", "push_under_way",
)  # fmt: skip
def replace_offers(request: Call, body: wishes.WantedReplacement) -> shapes.Queued:
    """What is wanted becomes the whole inventory of the account: everything else leaves the sale. Once in 24 hours, and
    only with the connection's name typed."""
    row = Connection.objects.get(workspace=request.auth.workspace, pk=body.connection_id)
    return shapes.queued_shape(row, pushing.replace(row, body.typed, actor=request.auth.actor))


@routes.get(
    "/offers/rules/{uuid:connection_id}",
    response=shapes.SellingRules,
    operation_id="getSellingRules",
    summary="How a connection sells",
)
def get_rules(request: Call, connection_id: UUID) -> shapes.SellingRules:
    """What is shown of stock and price, what is left out, when it goes out, when a push is stopped."""
    row = Connection.objects.get(workspace=request.auth.workspace, pk=connection_id)
    return shapes.rules_shape(applying.rules_of(row))


@routes.patch(
    "/offers/rules/{uuid:connection_id}",
    response=shapes.SellingRules,
    operation_id="setSellingRules",
    summary="Change how a connection sells",
)
@needs(Level.CONFIGURE, "bad_rule")
def set_rules(request: Call, connection_id: UUID, body: wishes.WantedSelling) -> shapes.SellingRules:
    """What is not named stays. Try them first: nothing is sent by this, but the plan shows what differs then."""
    row = Connection.objects.get(workspace=request.auth.workspace, pk=connection_id)
    return shapes.rules_shape(rules.put(row, body.named(), actor=request.auth.actor))


@routes.post(
    "/offers/rules/{uuid:connection_id}/try",
    response=shapes.Trials,
    operation_id="trySellingRules",
    summary="Try rules on real offers",
)
@needs(Level.LOOK, "bad_rule")
def try_rules(request: Call, connection_id: UUID, body: wishes.Attempt) -> shapes.Trials:
    """How offers would be shown; without `skus`, the first that would change. Writes nothing."""
    row = Connection.objects.get(workspace=request.auth.workspace, pk=connection_id)
    found = rules.attempt(row, body.rules.named(), body.skus, body.limit)
    return shapes.trials_shape(found)


@routes.get("/offers/stops", response=shapes.Stops, operation_id="listOfferStops", summary="What was stopped")
def list_stops(request: Call) -> shapes.Stops:
    """Stops that wait for a decision, oldest first."""
    return shapes.Stops(items=[shapes.stop_shape(row) for row in breaker.open_stops(request.auth.workspace)])


@routes.post(
    "/offers/stops/{uuid:stop_id}/confirm",
    response=shapes.ShownStop,
    operation_id="confirmOfferStop",
    summary="Let through what was stopped",
)
@needs(Level.ACT, "stop_not_typed", "stop_decided")
def confirm_stop(request: Call, stop_id: UUID, body: wishes.Typed) -> shapes.ShownStop:
    """`typed` is the number of offers concerned. It lets exactly that through: push again, or send the file again."""
    row = Stop.objects.select_related("connection").get(workspace=request.auth.workspace, pk=stop_id)
    return shapes.stop_shape(breaker.confirm(row, body.typed, actor=request.auth.actor))


@routes.post(
    "/offers/stops/{uuid:stop_id}/dismiss",
    response=shapes.ShownStop,
    operation_id="dismissOfferStop",
    summary="Leave it stopped",
)
@needs(Level.ACT, "stop_decided")
def dismiss_stop(request: Call, stop_id: UUID) -> shapes.ShownStop:
    """The to-do is done; the next attempt is judged anew."""
    row = Stop.objects.select_related("connection").get(workspace=request.auth.workspace, pk=stop_id)
    return shapes.stop_shape(breaker.dismiss(row, actor=request.auth.actor))
