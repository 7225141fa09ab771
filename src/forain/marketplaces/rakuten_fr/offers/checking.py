"""An offer checked against the form of its product type, before anything is sent."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from forain.connect.offers import Forms, LineProblem, Template, TemplateField
from forain.marketplaces.rakuten_fr import messages as m
from forain.marketplaces.rakuten_fr.offers.explaining import CHECK
from forain.marketplaces.rakuten_fr.offers.names import field_of
from forain.marketplaces.rakuten_fr.offers.writing import item_of
from forain.marketplaces.rakuten_fr.stock_checker import Finding, check
from forain.trade.offer import ChangeKind, OfferChange


def check_offer(change: OfferChange, forms: Forms) -> Iterator[LineProblem]:
    """Of a type whose form is not known here only what needs no form is checked."""
    if change.kind is ChangeKind.END:
        return
    form = forms(change.offer.product_type)
    item = item_of(change, form)
    templates = {item.alias: _template(form)} if form and item.alias else {}
    known = change.kind is not ChangeKind.NEW
    for found in check((item,), templates, known_skus=lambda _: known):
        if found.rule != "alias" or form is not None:
            yield _problem(found)


def _problem(found: Finding) -> LineProblem:
    return LineProblem(
        code=f"{CHECK}{found.rule}",
        field=field_of(found.key),
        key=found.key,
        value=found.value,
        words=found.hint,
        fatal=found.is_error,
    )


@lru_cache(maxsize=64)
def _template(form: Template) -> m.ProductTypeTemplate:
    def keys(part: str) -> tuple[m.TemplateAttribute, ...]:
        return tuple(_attribute(one) for one in form.fields if one.part == part)

    return m.ProductTypeTemplate(
        alias=form.code,
        product=keys("product"),
        advert=keys("advert"),
        media=keys("media"),
        campaign=(),
        zones=(),
        pickup_stores=(),
    )


def _attribute(one: TemplateField) -> m.TemplateAttribute:
    return m.TemplateAttribute(
        label=one.label,
        key=one.name,
        mandatory=one.mandatory,
        value_type=one.kind,
        units=one.units,
        multivalued=one.many,
        has_values=bool(one.values),
        values=one.values,
    )
