"""One line of a stock file as the rules see it: keys with texts, and what is wrong with its shape."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from forain.marketplaces.rakuten_fr import messages as m
from forain.marketplaces.rakuten_fr import stock_decisions as decisions
from forain.marketplaces.rakuten_fr.sandbox.stock.state import Outcome, Problem


class Failed(Exception):
    """A line that can go no further."""

    def __init__(self, code: int, text: str, key: str = "") -> None:
        self.problem = Problem(code=code, text=text, key=key)
        super().__init__(f"{code} {key} {text}")


@dataclass(frozen=True, slots=True)
class Line:
    """`product`, `advert` and `media` by key; the units beside."""

    alias: str = ""
    product: dict[str, str] = field(default_factory=dict)
    advert: dict[str, str] = field(default_factory=dict)
    images: tuple[str, ...] = ()
    units: dict[str, str] = field(default_factory=dict)
    campaigns: tuple[dict[str, str], ...] = ()
    shipping: m.FileShipping | None = None
    stores: tuple[m.FileStore, ...] = ()

    @property
    def sku(self) -> str:
        """The seller's reference."""
        return self.advert.get("sellerReference", "")


def line_of(found: m.FileLine) -> Line:
    """Raises `Failed` with 10 for a line without attributes, with 30 for a missing key or value."""
    inside = found.attributes
    if inside is None:
        raise Failed(10, decisions.MALFORMED_LINE)
    product, advert, media = (_pairs(one) for one in (inside.product, inside.advert, inside.media))
    return Line(
        alias=(found.alias or "").strip(),
        product=product,
        advert=advert,
        images=tuple(one.strip() for one in media.get("image_url", "").split("|") if one.strip()),
        units=_units(inside.product),
        campaigns=tuple(dict(_complete(one.attributes)) for one in inside.campaigns),
        shipping=inside.shipping,
        stores=inside.stores,
    )


def reference_in(found: m.FileLine) -> str:
    """The seller's reference of a line, whatever else is wrong with it."""
    section = found.attributes.advert if found.attributes else None
    pairs = section.attributes if section else ()
    return next((one.value or "" for one in pairs if one.key == "sellerReference"), "")


def _pairs(section: m.FileSection | None) -> dict[str, str]:
    return dict(_complete(section.attributes)) if section else {}


def _complete(attributes: Iterable[m.FileAttribute]) -> Iterator[tuple[str, str]]:
    for one in attributes:
        if not one.key or one.value is None:
            raise Failed(30, decisions.KEY_OR_VALUE, one.key or "")
        yield one.key, one.value


def _units(section: m.FileSection | None) -> dict[str, str]:
    pairs = section.attributes if section else ()
    return {one.key: one.unit for one in pairs if one.key and one.unit}


def failure(found: m.FileLine, failed: Failed) -> Outcome:
    """The outcome of a line that could not even be read."""
    return Outcome(sku=reference_in(found), problems=(failed.problem,))
