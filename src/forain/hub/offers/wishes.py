"""What the API takes about offers."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from forain.hub.kit.routes import Wish
from forain.hub.offers.models import Rounding
from forain.trade.offer import Condition

Sku = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Text = Annotated[str, StringConstraints(max_length=400)]
Long = Annotated[str, StringConstraints(max_length=20_000)]
Minor = Annotated[int, Field(ge=1, le=1_000_000_000)]


class WantedShipping(Wish):
    """What a parcel costs the buyer, in the marketplace's own zones and modes; minor units."""

    zone: Text
    mode: Text
    first: int | None = Field(default=None, ge=0, le=100_000_000)
    further: int | None = Field(default=None, ge=0, le=100_000_000)
    offered: bool = True


class WantedOffer(Wish):
    """An offer as it should be; what is not named stays as it is."""

    sku: Sku
    quantity: int | None = Field(default=None, ge=0, le=999_999_999)
    price_minor: Minor | None = Field(default=None, description="Cents, tax included")
    cost_minor: Minor | None = Field(default=None, description="What the merchant paid, for margins")
    currency: Annotated[str, StringConstraints(pattern="^[A-Z]{3}$")] | None = None
    ended: bool | None = Field(default=None, description="true: no longer sold")
    gtin: Text | None = None
    title: Text | None = None
    brand: Text | None = None
    description: Long | None = None
    product_type: Text | None = None
    category: Text | None = None
    condition: Condition | None = None
    comment: Long | None = None
    parent: Sku | None = None
    size: Text | None = None
    colour: Text | None = None
    shipping_profile: Annotated[str, StringConstraints(max_length=80)] | None = None
    images: list[Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^\S+$")]] | None = Field(default=None, max_length=20)  # fmt: skip
    attributes: dict[Text, Text] | None = Field(default=None, max_length=200)
    shipping: list[WantedShipping] | None = Field(default=None, max_length=50)

    def as_row(self) -> dict[str, Any]:
        """Members as a file's columns."""
        named = self.model_dump(exclude_none=True)
        for column in ("price", "cost"):
            minor = named.pop(f"{column}_minor", None)
            if minor is not None:
                named[column] = f"{minor // 100}.{minor % 100:02d}"
        for column in ("shipping", "attributes"):
            if column in named and not named[column]:
                named[column] = None
        return named


class WantedOffers(Wish):
    """Offers to add or change."""

    offers: list[WantedOffer] = Field(min_length=1, max_length=1000)


class WantedPush(Wish):
    """Send what differs to this connection."""

    connection_id: UUID


class WantedReplacement(Wish):
    """Replace everything a connection sells."""

    connection_id: UUID
    typed: Annotated[str, StringConstraints(min_length=1, max_length=120)] = Field(
        description="The name of the connection"
    )


class Exclusion(Wish):
    """Offers that are not sold there: `field` compared with `value`."""

    field: Annotated[str, StringConstraints(max_length=40)] = Field(examples=["brand"])
    is_: Annotated[str, StringConstraints(max_length=20)] = Field(
        alias="is", description="equals, begins, contains, below, above", examples=["equals"]
    )
    value: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class WantedSelling(Wish):
    """How a connection should sell; what is not named stays. Percentages are in basis points: 1 % is 100."""

    stock_buffer: int | None = Field(default=None, description="So many are kept back")
    max_shown: int | None = Field(default=None, description="At most so many are shown; null: all")
    price_factor_bp: int | None = Field(default=None, description="10500: 5 % dearer")
    price_plus_minor: int | None = Field(default=None, description="Added after the factor, cents")
    rounding: Rounding | None = None
    ending_minor: int | None = Field(default=None, description="90: prices end in .90")
    min_margin_bp: int | None = Field(
        default=None, description="Of the cost; a price below is raised; null: none"
    )
    exclude: list[Exclusion] | None = Field(default=None, max_length=100)
    shipping_profile: Annotated[str, StringConstraints(max_length=80)] | None = None
    push_every_seconds: int | None = Field(default=None, description="0: only when somebody asks")
    check_first: bool | None = Field(
        default=None, description="true: what the marketplace would refuse is not sent but told at once"
    )
    zero_stop_bp: int | None = Field(default=None, description="Stop when more than this share goes to zero")
    price_stop_bp: int | None = Field(default=None, description="Stop when a price falls by more")
    shrink_stop_bp: int | None = Field(default=None, description="Stop a complete file that leaves out more")

    def named(self) -> dict[str, Any]:
        """What was named, nulls too."""
        told = self.model_dump(exclude_unset=True, by_alias=True)
        return {name: (value.value if isinstance(value, Rounding) else value) for name, value in told.items()}


class Attempt(Wish):
    """Rules to try on offers."""

    rules: WantedSelling
    skus: list[Sku] = Field(default=[], max_length=200)
    limit: int = Field(default=20, ge=1, le=200)


class Typed(Wish):
    """What somebody typed to confirm."""

    typed: Annotated[str, StringConstraints(min_length=1, max_length=80)]


_Encoding = Annotated[str, StringConstraints(max_length=40)]
Place = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
Secret = Annotated[str, StringConstraints(max_length=200)]
Heads = dict[
    Annotated[str, StringConstraints(min_length=1, max_length=200)],
    Annotated[str, StringConstraints(min_length=1, max_length=40)],
]
_MAPPING = (
    "Head -> field, where heads are not recognised; of XML, path in the element -> field: `stock/@units`"
)
_ROW = "XML: name of the element that is one offer"
_EVERY = "Seconds between two looks"


class NewOfferSource(Wish):
    """Where offers should come from by themselves."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=120)]
    place: Place = Field(
        description="An address (https://…), or a folder below one that FORAIN_OFFER_FOLDERS names",
        examples=["https://shop.example/stock.csv"],
    )
    user: Secret = Field(default="", description="For an address that asks who it is (Basic)")
    password: Secret = Field(default="", description="Kept sealed, never shown")
    every_seconds: int = Field(default=900, ge=5, le=604_800, description=_EVERY)
    complete: bool = Field(default=False, description="What is not in the file is no longer sold")
    encoding: _Encoding = Field(default="", description="Where it cannot be told by itself")
    mapping: Heads = Field(default={}, max_length=100, description=_MAPPING)
    row: Annotated[str, StringConstraints(max_length=120)] = Field(default="", description=_ROW)


class OfferSourceChange(Wish):
    """What should be different; what is not named stays."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=120)] | None = None
    place: Place | None = None
    user: Secret | None = None
    password: Secret | None = None
    every_seconds: int | None = Field(default=None, ge=5, le=604_800, description=_EVERY)
    paused: bool | None = Field(default=None, description="true: no look until it is false again")
    complete: bool | None = None
    encoding: _Encoding | None = None
    mapping: Heads | None = Field(default=None, max_length=100, description=_MAPPING)
    row: Annotated[str, StringConstraints(max_length=120)] | None = Field(default=None, description=_ROW)


class WantedAudit(Wish):
    """Compare what this connection shows with what we believe."""

    connection_id: UUID
