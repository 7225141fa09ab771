"""Carriers, mappings and tested numbers as the API and the command line show and take them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, ConfigDict, Field, StringConstraints

from forain.hub.carriers import models, queries
from forain.hub.kit.routes import Listed, Name, Shape, Wish
from forain.trade import carriers


class NumberVerdict(StrEnum):
    """`right`: shape and check digit fit. `fits`: the shape does, it has no check digit that we know. `wrong_digit`:
    the check digit is wrong, most likely a slip. `strange`: another shape. `unknown`: no shape is known."""

    RIGHT = "right"
    FITS = "fits"
    WRONG_DIGIT = "wrong_digit"
    STRANGE = "strange"
    UNKNOWN = "unknown"


class NumberShape(Shape):
    """A shape of tracking numbers."""

    pattern: str = Field(description="Regular expression for the whole number without blanks")
    check: str = Field(description="Rule of the check digit, such as `s10`; empty when none is known")


class Carrier(Shape):
    """A carrier as this workspace knows it."""

    code: str = Field(description="What to send as `carrier`", examples=["colissimo"])
    name: str
    own: bool = Field(description="Added or changed by this workspace")
    names: dict[str, str] = Field(
        description="Marketplace id → its own name for the carrier; absent: it has none, map the carrier"
    )
    weak_names: list[str] = Field(description="Marketplaces whose name for it is known from one source only")
    needs_url: list[str] = Field(description="Marketplaces that want a tracking_url with this carrier")
    url: str = Field(
        description="Template of the tracking page: {n} number, {zip} postcode; empty when unknown"
    )
    certainty: str = Field(
        description="How sure the template is: `documented`, `observed`, `our_decision`, `own`, or empty"
    )
    numbers: list[NumberShape] = Field(description="Shapes of its numbers; they warn and never forbid")
    network: str = Field(
        description="Whose relay points it serves, by carrier code; empty for none or unknown"
    )
    relays: list[str] = Field(description="The network's own codes for kinds of relay points")


class Carriers(Listed[Carrier]):
    """All carriers, by name."""


Url = Annotated[str, StringConstraints(max_length=400)]
Pattern = Annotated[str, StringConstraints(max_length=200)]


class CarrierChange(Wish):
    """What to change of an own carrier; what is left out stays."""

    name: Name | None = None
    pattern: Pattern | None = Field(
        default=None, description="Shape of its numbers, such as `VX[0-9]{6}`; empty: unknown"
    )
    check: Annotated[str, StringConstraints(max_length=20)] | None = Field(
        default=None, description="Rule of the check digit, such as `s10`; empty: none"
    )
    url: Url | None = Field(default=None, description="Template of the tracking page with {n}, perhaps {zip}")
    network: Annotated[str, StringConstraints(max_length=60)] | None = Field(
        default=None, description="Whose relay points it serves, by carrier code"
    )


class NewCarrier(CarrierChange):
    """A carrier of your own, or your words over one of the registry."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "code": "velo_express",
                "name": "Vélo Express",
                "pattern": "VX[0-9]{6}",
                "url": "https://velo.example.fr/suivi/{n}",
            }
        }
    )

    code: Annotated[str, StringConstraints(min_length=1, max_length=60)] = Field(
        description="Letters, digits, “_”"
    )


class Mapping(Shape):
    """What a carrier goes by on one account."""

    id: UUID
    connection_id: UUID
    carrier: str
    service: str = Field(description="Only for this shipping service; empty: for all")
    country: str = Field(description="Only to this country, ISO 3166 alpha-2; empty: for all")
    name: str = Field(description="The marketplace's own name for it")
    url: str = Field(description="Template of the tracking address; empty: the carrier's own")
    problem: str = Field(
        description="Code of what is wrong with it by now, as when the marketplace's list changed; else empty"
    )
    changed_at: AwareDatetime
    changed_by: str


class Mappings(Listed[Mapping]):
    """By account, then by carrier."""


class NewMapping(Wish):
    """Say what a carrier goes by. The same connection, carrier, service and country again change the mapping."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "connection": "01939f6e-0000-7000-8000-000000000000",
                "carrier": "heppner",
                "name": "Autre",
                "url": "https://track.example.com/{n}",
            }
        }
    )

    connection: UUID = Field(description="Id of the connection")
    carrier: Annotated[str, StringConstraints(min_length=1, max_length=60)] = Field(
        description="Code of GET /carriers, or the word your back office uses"
    )
    name: Annotated[str, StringConstraints(max_length=80)] = Field(
        default="",
        description="One of the marketplace's names; left out: the one for carriers outside its list",
    )
    url: Url = Field(
        default="", description="Template of the tracking address with {n}; left out: the carrier's own"
    )
    service: Annotated[str, StringConstraints(max_length=120)] = Field(
        default="", description="Only for this shipping service, as in `shipping_mode` of an order"
    )
    country: Annotated[str, StringConstraints(max_length=40)] = Field(
        default="", description="Only to this country"
    )


class Judged(Shape):
    """What a number is to one carrier."""

    carrier: str = Field(description="Its code")
    name: str
    verdict: NumberVerdict
    rule: str = Field(description="The check digit's rule that was asked; empty when there is none")
    url: str = Field(description="Where such a parcel can be followed; empty when that is not known")
    certainty: str = Field(description="How sure the address is")


class JudgedNumber(Shape):
    """Whose number this may be, the most telling first."""

    number: str = Field(description="Without blanks")
    items: list[Judged]


class Accepted(Shape):
    """A name a marketplace takes for carriers."""

    name: str
    needs_url: bool
    weak: bool = Field(description="Known from one source only")


class MarketplaceCarriers(Shape):
    """The names a connection's marketplace takes for carriers; none: it takes no carrier at all."""

    items: list[Accepted]
    other: str = Field(description="The name for carriers outside the list; empty: there is none")


def carrier(one: carriers.Carrier, own: bool) -> Carrier:
    return Carrier(
        code=one.code,
        name=one.name,
        own=own,
        names=dict(one.names),
        weak_names=sorted(one.weak_name),
        needs_url=sorted(one.needs_url),
        url=one.url,
        certainty=one.certainty,
        numbers=[NumberShape(pattern=number.shape, check=number.check) for number in one.numbers],
        network=one.network,
        relays=list(one.relays),
    )


def mapping(row: models.CarrierMapping) -> Mapping:
    return Mapping(
        id=row.pk,
        connection_id=row.connection_id,
        carrier=row.carrier,
        service=row.service,
        country=row.country,
        name=row.name,
        url=row.url,
        problem=queries.problem_with(row),
        changed_at=row.changed_at,
        changed_by=row.changed_by,
    )


def judged(number: str, found: list[queries.Judged]) -> JudgedNumber:
    items = [
        Judged(
            carrier=one.carrier.code,
            name=one.carrier.name,
            verdict=NumberVerdict(one.verdict.value),
            rule=one.rule,
            url=one.url,
            certainty=one.carrier.certainty,
        )
        for one in found
    ]
    return JudgedNumber(number=carriers.bare(number), items=items)
