"""Routes of what Forain does with offers by itself: sources that are read, and looks at what a marketplace shows."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from ninja import Query, Router, Status

from forain.hub.connections.models import Connection
from forain.hub.kit.routes import Level, needs
from forain.hub.offers import drift, shapes, sources, wishes
from forain.hub.offers.models import Audit, OfferSource
from forain.hub.workspaces.callers import Call

routes = Router(tags=["Offers"])


@routes.get(
    "/offers/sources",
    response=shapes.OfferSources,
    operation_id="listOfferSources",
    summary="Where offers come from by themselves",
)
def list_sources(request: Call) -> shapes.OfferSources:
    """Addresses that are fetched and folders that are watched, by name, each with what its last look brought."""
    return shapes.OfferSources(items=[shapes.source_shape(row) for row in sources.of(request.auth.workspace)])


@routes.post(
    "/offers/sources",
    response={201: shapes.OfferSource},
    operation_id="addOfferSource",
    summary="Let offers come by themselves",
)
@needs(Level.CONFIGURE, "bad_source", "bad_mapping", "source_exists")
def add_source(request: Call, body: wishes.NewOfferSource) -> Status[shapes.OfferSource]:
    """A worker fetches the address or looks into the folder at once, and then as often as it is told. The same file twice
    changes nothing; where the address knows ETag or Last-Modified, it is not even sent twice."""
    values = body.model_dump(exclude={"name"})
    row = sources.add(request.auth.workspace, body.name, values, actor=request.auth.actor)
    return Status(201, shapes.source_shape(row))


@routes.get(
    "/offers/sources/{uuid:source_id}",
    response=shapes.OfferSource,
    operation_id="getOfferSource",
    summary="One source of offers",
)
def get_source(request: Call, source_id: UUID) -> shapes.OfferSource:
    """When it was read, and what was wrong."""
    return shapes.source_shape(_source(request, source_id))


@routes.patch(
    "/offers/sources/{uuid:source_id}",
    response=shapes.OfferSource,
    operation_id="changeOfferSource",
    summary="Change a source of offers",
)
@needs(Level.CONFIGURE, "bad_source", "bad_mapping", "source_exists")
def change_source(request: Call, source_id: UUID, body: wishes.OfferSourceChange) -> shapes.OfferSource:
    """What is not named stays. It is read anew at once; one that is resumed takes in only what it has not seen."""
    values = body.model_dump(exclude_unset=True, exclude_none=True)
    return shapes.source_shape(sources.change(_source(request, source_id), values, actor=request.auth.actor))


@routes.delete(
    "/offers/sources/{uuid:source_id}",
    response=shapes.OfferSource,
    operation_id="removeOfferSource",
    summary="Remove a source of offers",
)
@needs(Level.CONFIGURE)
def remove_source(request: Call, source_id: UUID) -> shapes.OfferSource:
    """Nothing more comes from there; what came stays. Answers what it was."""
    row = _source(request, source_id)
    was = shapes.source_shape(row)
    sources.remove(row, actor=request.auth.actor)
    return was


@routes.post(
    "/offers/sources/{uuid:source_id}/read",
    response={202: shapes.OfferSource},
    operation_id="readOfferSource",
    summary="Read a source now",
)
@needs(Level.ACT, "source_paused")
def read_source(request: Call, source_id: UUID) -> Status[shapes.OfferSource]:
    """At once and whatever was seen before: after a stop was confirmed, for instance. GET /offers/imports shows what came."""
    row = sources.read_again(_source(request, source_id), actor=request.auth.actor)
    return Status(202, shapes.source_shape(row))


@routes.get(
    "/offers/audits",
    response=shapes.OfferAudits,
    operation_id="listOfferAudits",
    summary="Looks at what marketplaces show",
)
def list_audits(
    request: Call,
    connection: Annotated[UUID | None, Query(description="Only of this connection")] = None,
) -> shapes.OfferAudits:
    """Newest first, without their findings."""
    rows = Audit.objects.filter(workspace=request.auth.workspace).order_by("-started_at", "-pk")
    rows = rows.filter(connection_id=connection) if connection else rows
    return shapes.OfferAudits(items=[shapes.audit_shape(row, whole=False) for row in rows[:50]])


@routes.post(
    "/offers/audits",
    response={202: shapes.OfferAudit},
    operation_id="auditOffers",
    summary="Compare what a marketplace shows",
)
@needs(Level.ACT, "no_offers", "paused", "not_found")
def audit_offers(request: Call, body: wishes.WantedAudit) -> Status[shapes.OfferAudit]:
    """Reads everything on sale and compares it with what was confirmed; changes nothing there. What differs is in the plan
    afterwards, and POST /offers/push sets it right. One that is open already is given back."""
    row = Connection.objects.get(workspace=request.auth.workspace, pk=body.connection_id)
    return Status(202, shapes.audit_shape(drift.begin(row, actor=request.auth.actor)))


@routes.get(
    "/offers/audits/{uuid:audit_id}",
    response=shapes.OfferAudit,
    operation_id="getOfferAudit",
    summary="What a look found",
)
def get_audit(request: Call, audit_id: UUID) -> shapes.OfferAudit:
    """With its first thousand findings: as shown, and as believed."""
    return shapes.audit_shape(Audit.objects.get(workspace=request.auth.workspace, pk=audit_id))


def _source(request: Call, source_id: UUID) -> OfferSource:
    return OfferSource.objects.get(workspace=request.auth.workspace, pk=source_id)
