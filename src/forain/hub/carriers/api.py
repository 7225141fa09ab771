"""Routes of carriers: the registry, a workspace's own, what each goes by on an account, and whose a number is."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from ninja import Query, Router, Status

from forain.hub.carriers import actions, queries, shapes
from forain.hub.carriers.models import OwnCarrier
from forain.hub.kit.problems import Problem
from forain.hub.kit.routes import Level, needs
from forain.hub.workspaces.callers import Call

routes = Router(tags=["Carriers"])

_PROPERTIES = (
    "carrier_name_missing", "check_rule_unknown", "pattern_missing", "pattern_malformed", "pattern_too_loose",
    "template_malformed", "template_no_number", "template_placeholder",
)  # fmt: skip
_MAPPING = (
    "carrier_missing", "carrier_not_taken", "carrier_name_unknown", "template_malformed", "template_no_number",
    "template_placeholder", "template_needed", "country_unknown",
)  # fmt: skip


@routes.get("/carriers", response=shapes.Carriers, operation_id="listCarriers", summary="Carriers")
def list_carriers(request: Call) -> shapes.Carriers:
    """The open registry with the workspace's own carriers over it, and what each marketplace calls them."""
    workspace = request.auth.workspace
    own = {row.code for row in queries.own_of(workspace)}
    found = queries.registry_of(workspace.pk).sorted()
    return shapes.Carriers(items=[shapes.carrier(one, one.code in own) for one in found])


@routes.get(
    "/carriers/{carrier_code}", response=shapes.Carrier, operation_id="getCarrier", summary="One carrier"
)
def get_carrier(request: Call, carrier_code: str) -> shapes.Carrier:
    """By its code, its name, or a marketplace's name for it."""
    return _carrier(request, carrier_code)


@routes.post(
    "/carriers",
    response={201: shapes.Carrier},
    operation_id="addCarrier",
    summary="Add a carrier of your own",
)
@needs(Level.CONFIGURE, "carrier_exists", "carrier_code_malformed", *_PROPERTIES)
def add_carrier(request: Call, body: shapes.NewCarrier) -> Status[shapes.Carrier]:
    """A new carrier, or your words over one of the registry: what you leave out stays as the registry has it."""
    row = actions.add_own(request.auth.workspace, body.code, _wanted(body), actor=request.auth.actor)
    return Status(201, _carrier(request, row.code))


@routes.patch(
    "/carriers/{carrier_code}",
    response=shapes.Carrier,
    operation_id="changeCarrier",
    summary="Change a carrier of your own",
)
@needs(Level.CONFIGURE, *_PROPERTIES)
def change_carrier(request: Call, carrier_code: str, body: shapes.CarrierChange) -> shapes.Carrier:
    """Only carriers the workspace added; to change one of the registry, add one of the same code."""
    row = actions.change_own(request.auth.workspace, carrier_code, _wanted(body), actor=request.auth.actor)
    return _carrier(request, row.code)


@routes.delete(
    "/carriers/{carrier_code}",
    response=shapes.Carrier,
    operation_id="removeCarrier",
    summary="Remove a carrier of your own",
)
@needs(Level.CONFIGURE)
def remove_carrier(request: Call, carrier_code: str) -> shapes.Carrier:
    """What was added goes, and a carrier of the registry is again as the registry has it. Answers what was removed."""
    shown = _carrier(request, queries.own(request.auth.workspace, carrier_code).code)
    actions.remove_own(request.auth.workspace, carrier_code, actor=request.auth.actor)
    return shown


@routes.get(
    "/carrier-test",
    response=shapes.JudgedNumber,
    operation_id="testNumber",
    summary="Whose number is this?",
)
@needs(Level.LOOK, "not_found")
def judge_number(
    request: Call,
    number: Annotated[
        str, Query(min_length=1, max_length=80, description="A tracking number, blanks allowed")
    ],
    carrier: Annotated[str, Query(max_length=60, description="Ask about this carrier alone")] = "",
    postcode: Annotated[
        str, Query(max_length=20, description="Some tracking pages want the recipient's")
    ] = "",
) -> shapes.JudgedNumber:
    """Shape and check digit against every carrier the workspace knows, with the address the buyer would get."""
    registry = queries.registry_of(request.auth.workspace.pk)
    try:
        found = queries.judged(registry, number, postcode, carrier)
    except LookupError:
        raise Problem("not_found") from None
    return shapes.judged(number, found)


@routes.get(
    "/connections/{uuid:connection_id}/carrier-names",
    response=shapes.MarketplaceCarriers,
    operation_id="listCarrierNames",
    summary="Names a marketplace takes for carriers",
)
def list_carrier_names(request: Call, connection_id: UUID) -> shapes.MarketplaceCarriers:
    """The names to choose from in a mapping, with those that want a tracking address."""
    listed = queries.connection_for(request.auth.workspace, connection_id).room.carriers
    items = [
        shapes.Accepted(name=name, needs_url=needs_url, weak=name in listed.weak)
        for name, needs_url in sorted(listed.names.items(), key=lambda one: one[0].casefold())
    ]
    return shapes.MarketplaceCarriers(items=items, other=listed.other)


@routes.get(
    "/carrier-mappings",
    response=shapes.Mappings,
    operation_id="listCarrierMappings",
    summary="What carriers go by",
)
def list_mappings(
    request: Call,
    connection: Annotated[UUID | None, Query(description="Only of this connection")] = None,
) -> shapes.Mappings:
    """The mappings of all accounts; `problem` tells of one that can no longer be used."""
    rows = queries.mappings_of(request.auth.workspace, connection)
    return shapes.Mappings(items=[shapes.mapping(row) for row in rows])


@routes.put(
    "/carrier-mappings",
    response=shapes.Mapping,
    operation_id="mapCarrier",
    summary="Say what a carrier goes by",
)
@needs(Level.CONFIGURE, "not_found", *_MAPPING)
def map_carrier(request: Call, body: shapes.NewMapping) -> shapes.Mapping:
    """Checked at once against the marketplace's list. A shipment that was refused with `carrier_unmapped` goes
    through when it is sent again."""
    row = actions.map_carrier(
        queries.connection_for(request.auth.workspace, body.connection),
        body.carrier,
        name=body.name,
        url=body.url,
        service=body.service,
        country=body.country,
        actor=request.auth.actor,
    )
    return shapes.mapping(row)


@routes.delete(
    "/carrier-mappings/{uuid:mapping_id}",
    response=shapes.Mapping,
    operation_id="unmapCarrier",
    summary="Forget what a carrier goes by",
)
@needs(Level.CONFIGURE)
def unmap_carrier(request: Call, mapping_id: UUID) -> shapes.Mapping:
    """Commands under way keep the name they were given. Answers what was removed."""
    row = queries.mapping(request.auth.workspace, mapping_id)
    shown = shapes.mapping(row)
    actions.unmap(row, actor=request.auth.actor)
    return shown


def _wanted(body: shapes.CarrierChange) -> actions.Wanted:
    return actions.Wanted(
        name=body.name, pattern=body.pattern, check_rule=body.check, url=body.url, network=body.network
    )


def _carrier(request: Call, words: str) -> shapes.Carrier:
    workspace = request.auth.workspace
    found = queries.registry_of(workspace.pk).find(words)
    if found is None:
        raise Problem("not_found")
    return shapes.carrier(found, OwnCarrier.objects.filter(workspace=workspace, code=found.code).exists())
