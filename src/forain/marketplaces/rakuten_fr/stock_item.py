"""A line of the stock file in types: what a seller says about a product, an advert, or both (stock-xml-format.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from forain.marketplaces.rakuten_fr import messages as m


@dataclass(frozen=True, slots=True)
class Measured:
    """A value with one of the units its template allows."""

    value: str | int | Decimal
    unit: str


#: Several values of a multivalued key are a tuple; a flag becomes 1 or 0, a date dd/mm/yyyy.
Value = str | int | Decimal | bool | date | tuple[str, ...] | Measured


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """A campaign the advert joins, with its new price or a percentage off, in euro with VAT."""

    campaign_id: int
    price_before: Decimal | None = None
    percentage: Decimal | None = None
    price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Mode:
    """A shipping mode in a zone: prices of the first and of each further article. Not offered, it has none."""

    name: str
    leader_price: Decimal | None = None
    follower_price: Decimal | None = None
    offered: bool = True


@dataclass(frozen=True, slots=True)
class Zone:
    """FRANCE, FRANCE_DROM_COM, EUROPE or WORLD."""

    name: str
    modes: tuple[Mode, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipping:
    """Shipping of this advert alone; the weight in grams. Share one object between adverts: it is written once."""

    package_weight: int | None = None
    shipped_by_rsl: bool | None = None
    zones: tuple[Zone, ...] = ()


@dataclass(slots=True, kw_only=True)
class StockItem:
    """One line. Keys are those of the product type's template, case and all; only what is given is changed.

    Not frozen, because a million of them are made at a time and that would cost more than writing them.
    """

    alias: str = ""
    product: Mapping[str, Value] = field(default_factory=dict)
    advert: Mapping[str, Value] = field(default_factory=dict)
    images: tuple[str, ...] = ()
    campaigns: tuple[Joining, ...] = ()
    shipping: Shipping | None = None
    stores: Mapping[str, int] = field(default_factory=dict)

    @property
    def sku(self) -> str:
        """The seller's reference, '' without one."""
        return text_of(self.advert.get("sellerReference", ""))


def text_of(value: Value) -> str:
    """A value as the file says it. `ValueError` for a number that is none, `TypeError` for what has no form."""
    match value:
        case bool():
            return "1" if value else "0"
        case str():
            return str.__str__(value)  # of a text enumeration, its value
        case int():
            return format(value, "d")
        case Decimal():
            if not value.is_finite():
                raise ValueError(f"{value} is no number a stock file can hold")
            return format(value, "f")
        case date():
            return value.strftime("%d/%m/%Y")
        case tuple():
            return "|".join(value)
        case Measured():
            return text_of(value.value)
    raise TypeError(
        f"{type(value).__name__} has no form in a stock file; give text, int, Decimal, bool or date"
    )


def line_of(item: StockItem) -> m.FileLine:
    """The declared message that says the same."""
    return m.FileLine(
        alias=item.alias or None,
        attributes=m.FileAttributes(
            product=_section(item.product),
            advert=_section(item.advert),
            media=_section({"image_url": item.images}) if item.images else None,
            campaigns=tuple(m.FileCampaign(attributes=_pairs(joined(one))) for one in item.campaigns),
            shipping=_shipping(item.shipping) if item.shipping else None,
            stores=tuple(m.FileStore(store_id=one, quantity=str(item.stores[one])) for one in item.stores),
        ),
    )


def joined(one: Joining) -> dict[str, Value]:
    """The keys of a campaign."""
    given = {
        "productsCampaignId": one.campaign_id,
        "productsCampaignRefPrice": one.price_before,
        "productsCampaignPct": one.percentage,
        "productsCampaignPrice": one.price,
    }
    return {key: value for key, value in given.items() if value is not None}


def _section(values: Mapping[str, Value]) -> m.FileSection | None:
    return m.FileSection(attributes=_pairs(values)) if values else None


def _pairs(values: Mapping[str, Value]) -> tuple[m.FileAttribute, ...]:
    return tuple(
        m.FileAttribute(
            key=key, values=(text_of(value),), unit=value.unit if isinstance(value, Measured) else None
        )
        for key, value in values.items()
    )


def _shipping(given: Shipping) -> m.FileShipping:
    return m.FileShipping(
        shipped_by_rsl=None if given.shipped_by_rsl is None else text_of(given.shipped_by_rsl),
        package_weight=None if given.package_weight is None else text_of(given.package_weight),
        zones=tuple(
            m.FileZone(name=zone.name, modes=tuple(_mode(one) for one in zone.modes)) for zone in given.zones
        ),
    )


def _mode(one: Mode) -> m.FileMode:
    prices = (one.leader_price, one.follower_price) if one.offered else (None, None)
    leader, follower = (None if price is None else text_of(price) for price in prices)
    return m.FileMode(
        name=one.name, authorization=text_of(one.offered), leader_price=leader, follower_price=follower
    )
