"""From typed values to a product of the import document: what a program has, in the words of the marketplace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from forain.marketplaces.spartoo import messages as m
from forain.marketplaces.spartoo import provisioning


@dataclass(frozen=True, slots=True, kw_only=True)
class Reduction:
    """`price`, the final price, or `rate`, a percentage. Times are aware. `sales`: the legal sales period in France."""

    price: Decimal | None = None
    rate: int | None = None
    starts: datetime | None = None
    ends: datetime | None = None
    sales: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What a model is on one site. `language` is Spartoo's code: FR, EN, CZ…; `price` gross, in its currency."""

    language: str
    name: str
    price: Decimal
    description: str = ""
    colour: str = ""
    reduction: Reduction | None = None
    code_idu: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """One size: `reference` is the SKU, `label` as in the list of sizes in any spelling."""

    reference: str
    label: str
    quantity: int
    ean: str = ""
    price: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A model in one colour. The first site is the reference country. `infos`: code of the list -> value."""

    reference: str
    brand: str
    sex: str
    category: int
    sites: tuple[Site, ...]
    children: tuple[Child, ...] = ()
    photos: tuple[str, ...] = ()
    colour: int | None = None
    quantity: int | None = None
    heel_height: Decimal | None = None
    origin: str = ""
    customs_code: str = ""
    composition: int | None = None
    lining: int | None = None
    insole: int | None = None
    sole: int | None = None
    infos: Mapping[int, Decimal] = field(default_factory=dict)
    selections: tuple[int, ...] = ()


def build(model: Model) -> m.ParentProduct:
    """One site gives the single-country format, several the multi-country one. ValueError without a site."""
    if not model.sites:
        raise ValueError(f"{model.reference} has no site to be sold on.")
    first = model.sites[0]
    alone = len(model.sites) == 1
    return m.ParentProduct(
        reference=model.reference,
        name=first.name if alone else None,
        manufacturers=model.brand,
        sex=model.sex,
        price=first.price if alone else None,
        quantity=None if model.children else model.quantity,
        color_id=model.colour,
        style=model.category,
        description=(first.description or None) if alone else None,
        color=(first.colour or None) if alone else None,
        heel_height=model.heel_height,
        country_origin=model.origin or None,
        code_hs=model.customs_code or None,
        sizes=tuple(_size(child, first.language) for child in model.children),
        composition=model.composition,
        lining=model.lining,
        insole=model.insole,
        sole=model.sole,
        photos=m.Photos.of(model.photos) if model.photos else None,
        discount=_discount(first.reduction) if alone else None,
        infos=tuple(m.Info(id=code, value=value) for code, value in model.infos.items()),
        selections=model.selections,
        languages=() if alone else tuple(map(_language, model.sites)),
    )


def _size(child: Child, language: str) -> m.Size:
    """With the official spelling of its label where the list has it."""
    official = provisioning.spelled(child.label, language.upper())
    return m.Size(
        name=official[0].label if official else child.label,
        quantity=child.quantity,
        reference=child.reference,
        ean=child.ean or None,
        price=child.price,
    )


def _language(site: Site) -> m.Language:
    return m.Language(
        code=site.language.upper(),
        name=site.name,
        description=site.description or None,
        code_idu=site.code_idu or None,
        color=site.colour or None,
        price=site.price,
        discount=_discount(site.reduction),
    )


def _discount(reduction: Reduction | None) -> m.Discount | None:
    if reduction is None:
        return None
    return m.Discount(
        startdate=reduction.starts,
        stopdate=reduction.ends,
        price_discount=reduction.price,
        rate=reduction.rate,
        sales=reduction.sales,
    )
