"""Checks a product of an import document against Spartoo's rules and lists, before it is sent and when it arrives.

Source: xml_import_products, "Field rules"; provisioning.md. The pretend server judges by the same function.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from forain.marketplaces.spartoo import decisions, provisioning
from forain.marketplaces.spartoo.catalogue.check_worth import check_codes, check_discount
from forain.marketplaces.spartoo.catalogue.findings import Finding
from forain.marketplaces.spartoo.messages import Language, ParentProduct, Size

_REFERENCE = re.compile(r"[A-Za-z0-9_.-]+")


def check(product: ParentProduct, language: str = "FR", *, new: bool = True) -> tuple[Finding, ...]:
    """Everything found, the product first. `language`: of the site, in the single-country format.

    `new` False: Spartoo knows the product, so what is left out stays as it is there.
    """
    if not product.reference:
        return (Finding(key="reference", place="reference_partenaire"),)
    return (
        *_check_parent(product, new),
        *_check_sizes(product, language),
        *check_codes(product),
        *(_check_languages(product, new) if product.languages else _check_single(product, new)),
    )


def _check_parent(product: ParentProduct, new: bool) -> Iterator[Finding]:
    if not _REFERENCE.fullmatch(product.reference):
        yield Finding(key="reference_letters", place="reference_partenaire", value=product.reference)
    if new and not product.manufacturers:
        yield Finding(key="brand", place="manufacturers_name")
    if (product.sex is not None or new) and product.sex not in provisioning.sexes():
        yield Finding(key="sex", place="product_sex", value=product.sex or "")
    yield from _check_style(product, new)
    if (product.photos is not None or new) and not _usable_photos(product):
        yield Finding(key="photo", place="photos")
    if new and not product.sizes and product.quantity is None:
        yield Finding(key="no_sizes", place="size_list")


def _check_style(product: ParentProduct, new: bool) -> Iterator[Finding]:
    if product.style is None:
        if new:
            yield Finding(key="style", place="product_style")
        return
    category = provisioning.categories().get(product.style)
    if category is None:
        yield Finding(key="style_unknown", place="product_style", value=str(product.style))
    elif product.sex in provisioning.sexes() and product.sex not in category.sexes:
        allowed = ", ".join(sorted(category.sexes))
        yield Finding(key="style_sex", place="product_style", value=str(product.style), hint=allowed)


def _usable_photos(product: ParentProduct) -> bool:
    urls = product.photos.urls if product.photos else ()
    return any(url.startswith(("http://", "https://")) for url in urls)


def _check_single(product: ParentProduct, new: bool) -> Iterator[Finding]:
    if not product.name and (new or product.name is not None):
        yield Finding(key="name", place="product_name")
    if _repeats_brand(product.name or "", product.manufacturers or ""):
        yield Finding(key="name_repeats", place="product_name", value=product.name or "")
    if (new or product.price is not None) and not (product.price and product.price > 0):
        yield Finding(key="price", place="product_price")
    yield from check_discount(product.discount, product.price, "discount")


def _check_languages(product: ParentProduct, new: bool) -> Iterator[Finding]:
    for at, told in enumerate(product.languages):
        yield from _check_language(told, f"languages/language[{at + 1}]", at, new)


def _check_language(told: Language, place: str, at: int, new: bool) -> Iterator[Finding]:
    if told.code.upper() not in provisioning.languages():
        yield Finding(key="language", place=f"{place}/code", value=told.code, at=at)
        return
    if new and not told.name:
        yield Finding(key="name_there", place=f"{place}/product_name", at=at)
    if (new or told.price is not None) and not (told.price and told.price > 0):
        yield Finding(key="price_there", place=f"{place}/product_price", at=at)
    yield from check_discount(told.discount, told.price, f"{place}/discount")


def _repeats_brand(name: str, brand: str) -> bool:
    return bool(brand) and brand.casefold() in name.casefold()


def _check_sizes(product: ParentProduct, language: str) -> Iterator[Finding]:
    """One `size_name` serves all sites: the list of the reference country counts (provisioning.md section 3)."""
    seen: set[str] = set()
    for at, size in enumerate(product.sizes):
        place = f"size_list/size[{at + 1}]"
        if not size.reference:
            yield Finding(key="size_reference", place=f"{place}/size_reference", at=at)
        elif size.reference in seen:
            yield Finding(key="size_twice", place=f"{place}/size_reference", value=size.reference, at=at)
        seen.add(size.reference)
        if size.quantity is None or not 0 <= size.quantity <= decisions.LARGEST_STOCK:
            yield Finding(key="quantity", place=f"{place}/size_quantity", at=at)
        yield from _check_label(size, product, language, f"{place}/size_name", at)


def _check_label(size: Size, product: ParentProduct, language: str, place: str, at: int) -> Iterator[Finding]:
    if not size.name:
        yield Finding(key="size_name", place=place, at=at)
        return
    labels = provisioning.spelled(size.name, language)
    if not labels:
        near = _near(size.name, language)
        yield Finding(key="size_unknown", place=place, value=size.name, hint=near, at=at)
        return
    if all(one.label != size.name for one in labels):
        yield Finding(key="size_spelling", place=place, value=size.name, hint=labels[0].label, at=at)
    category = provisioning.categories().get(product.style or 0)
    kinds = {category.product_type} if category else {one.product_type for one in labels}
    if not any(one.product_type in kinds and one.fits(product.style, product.sex) for one in labels):
        yield Finding(key="size_misplaced", place=place, value=size.name, at=at)


def _near(name: str, language: str) -> str:
    """A label that looks alike, else any."""
    known = provisioning.sizes(language)
    found = get_close_matches(name.casefold(), list(known), n=1, cutoff=0.5)
    return known[found[0]][0].label if found else next(iter(known.values()))[0].label
