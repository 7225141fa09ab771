"""The carrier registry."""

from __future__ import annotations

from ninja import Router
from pydantic import Field

from forain.hub.kit.routes import Listed, Shape
from forain.hub.workspaces.callers import Call
from forain.trade import carriers

routes = Router(tags=["Carriers"])


class Carrier(Shape):
    """A carrier of the open registry."""

    code: str = Field(description="What to send as `carrier`", examples=["colissimo"])
    name: str
    names: dict[str, str] = Field(
        description="Marketplace id → its own name for the carrier; absent: it has none"
    )
    needs_url: list[str] = Field(description="Marketplaces that want a tracking_url with this carrier")
    url: str = Field(
        description="Template of the tracking page: {n} number, {zip} postcode; empty when unknown"
    )
    certainty: str = Field(
        description="How sure the template is: `documented`, `observed`, `our_decision`, or empty"
    )
    numbers: list[str] = Field(description="Patterns of tracking numbers; they warn and never forbid")
    relays: list[str] = Field(description="The network's own codes for kinds of relay points")


class Carriers(Listed[Carrier]):
    """All carriers, by name."""


@routes.get("/carriers", response=Carriers, operation_id="listCarriers", summary="Carriers")
def list_carriers(request: Call) -> Carriers:  # noqa: ARG001
    """Which carriers there are and what each marketplace calls them."""
    known = sorted(carriers.registry().carriers.values(), key=lambda one: one.name.casefold())
    return Carriers(items=[_carrier(one) for one in known])


def _carrier(one: carriers.Carrier) -> Carrier:
    return Carrier(
        code=one.code,
        name=one.name,
        names=dict(one.names),
        needs_url=sorted(one.needs_url),
        url=one.url,
        certainty=one.certainty,
        numbers=list(one.numbers),
        relays=list(one.relays),
    )
