"""Spartoo's code lists as product types and forms: a category is a type, its lists are the fields of its form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from forain.connect.offers import ProductType, Template, TemplateField
from forain.marketplaces.spartoo import provisioning
from forain.marketplaces.spartoo.offers.writing import COLOUR, COMPOSITIONS, INFO, SELECTIONS, SEX
from forain.marketplaces.spartoo.provisioning import Category, Entry


def product_types(language: str) -> tuple[ProductType, ...]:
    """Every category of `product_style`."""
    kinds = provisioning.product_types()
    return tuple(
        ProductType(
            code=str(code),
            label=one.label(language),
            path=(kinds[one.product_type].label(language),) if one.product_type in kinds else (),
        )
        for code, one in provisioning.categories().items()
    )


def template(code: str, language: str) -> Template | None:
    """The form of a category; None when there is no such category."""
    category = provisioning.categories().get(int(code)) if code.isdecimal() else None
    if category is None:
        return None
    return Template(code=code, fields=tuple(_fields(category, language)))


def _fields(category: Category, language: str) -> Iterable[TemplateField]:
    sexes = {key: one for key, one in provisioning.sexes().items() if key in category.sexes}
    yield _listed(SEX, sexes, language, mandatory=True)
    yield _listed(COLOUR, provisioning.colors(), language)
    yield TemplateField(name="size", label="size_name", mandatory=True, values=_sizes(category, language))
    for name in COMPOSITIONS:
        fitting = {
            key: one
            for key, one in provisioning.compositions().items()
            if name in one.fields and (not one.product_types or category.product_type in one.product_types)
        }
        yield _listed(name, fitting, language)
    yield _listed(SELECTIONS, provisioning.selections(), language, many=True)
    for key, info in provisioning.extra_infos().items():
        if info.product_type == category.product_type:
            yield TemplateField(name=f"{INFO}{key}", label=info.label(language), kind=info.kind)


def _listed(
    name: str,
    entries: Mapping[int, Entry] | Mapping[str, Entry],
    language: str,
    *,
    mandatory: bool = False,
    many: bool = False,
) -> TemplateField:
    return TemplateField(
        name=name,
        label=name,
        mandatory=mandatory,
        many=many,
        values=tuple(str(key) for key in entries),
        meanings=tuple(one.label(language) for one in entries.values()),
    )


def _sizes(category: Category, language: str) -> tuple[str, ...]:
    code = int(category.code)
    return tuple(
        label.label
        for labels in provisioning.sizes(language).values()
        for label in labels
        if label.product_type == category.product_type and (not label.styles or code in label.styles)
    )
