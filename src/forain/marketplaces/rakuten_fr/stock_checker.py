"""Checks a stock file before it is sent: every finding names line, key and value, and says what to do in two languages.

Templates are the answers of producttypetemplate with their values. Warnings would be taken, perhaps not as meant;
errors would come back as a line error of the report, with the same code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from forain.marketplaces.rakuten_fr import messages as m
from forain.marketplaces.rakuten_fr.stock_item import Measured, StockItem, Value, text_of
from forain.marketplaces.rakuten_fr.stock_words import WORDS

_NUMBER: Final = re.compile(r"\d{1,9}(\.\d{1,6})?", re.ASCII)
_WHOLE: Final = re.compile(r"\d{1,9}", re.ASCII)
_CODE: Final = re.compile(r"\d{8}|\d{12,14}|\d{9}[\dX]", re.ASCII)
#: Keys that find a product and so need no creation.
_FINDING: Final = ("pid", "codebarres", "referencefabricant", "submitterreference")
_CODES: Final = frozenset({"codebarres", "eanVariant"})
_STATE_NUMBERS: Final = frozenset({"0", "10", "20", "30", "40"})


@dataclass(frozen=True, slots=True)
class Finding:
    """`line` counts from 1. `code` is that of the line error to come; `is_error` when nothing would be done."""

    line: int
    sku: str
    rule: str
    key: str
    value: str
    code: int
    is_error: bool
    words: Mapping[str, str]
    fix: Mapping[str, str]
    hint: str = ""

    def __str__(self) -> str:
        return f"line {self.line} ({self.sku or '?'}): {self.key} {self.value!r}: {self.words['en']} {self.fix['en']}"


@dataclass(frozen=True, slots=True)
class Slip:
    """A finding before it is put into words."""

    rule: str
    key: str
    value: str = ""
    hint: str = ""


Rule = Callable[[StockItem, m.ProductTypeTemplate | None], Iterator[Slip]]


def check(
    items: Iterable[StockItem],
    templates: Mapping[str, m.ProductTypeTemplate],
    *,
    charset: str = "UTF-8",
    known_skus: Callable[[str], bool] = lambda _: False,
) -> Iterator[Finding]:
    """Findings in the order of the lines. `known_skus` tells adverts that are on sale, where little is mandatory."""
    seen: dict[str, int] = {}
    for line, item in enumerate(items, 1):
        for slip in _slips(item, templates, charset, known=known_skus(item.sku)):
            yield _found(line, item.sku, slip)
        first = seen.setdefault(item.sku, line)
        if item.sku and first != line:
            yield _found(line, item.sku, Slip("duplicate", "sellerReference", item.sku, str(first)))


def _found(line: int, sku: str, slip: Slip) -> Finding:
    text = WORDS[slip.rule]
    return Finding(
        line=line,
        sku=sku,
        rule=slip.rule,
        key=slip.key,
        value=slip.value,
        code=text.code,
        is_error=text.is_error,
        words={language: one.format(hint=slip.hint) for language, one in text.words.items()},
        fix={language: one.format(hint=slip.hint) for language, one in text.fix.items()},
        hint=slip.hint,
    )


def _slips(
    item: StockItem, templates: Mapping[str, m.ProductTypeTemplate], charset: str, *, known: bool
) -> Iterator[Slip]:
    template = templates.get(item.alias)
    if item.alias and template is None:
        yield Slip("alias", "alias", item.alias)
    yield from _identity(item)
    yield from _prices(item)
    yield from _bar_codes(item)
    yield from _characters(item, charset)
    if template is not None:
        yield from _values(item, template)
        if not known:
            yield from _missing(item, template)
    elif not item.alias and not known and item.product and not item.product.get("pid"):
        yield Slip("no_alias", "alias")


# -- each rule ----------------------------------------------------------------------------------------------


def _identity(item: StockItem) -> Iterator[Slip]:
    if item.advert and not item.sku and not item.advert.get("aid"):
        yield Slip("missing", "sellerReference")
    for key, values in (("pid", item.product), ("aid", item.advert)):
        text = _text(values.get(key, ""))
        if text and not (text.isascii() and text.isdigit()):
            yield Slip("identifier", key, text)


def _prices(item: StockItem) -> Iterator[Slip]:
    price = _text(item.advert.get("sellingPrice", "1"))
    if not _NUMBER.fullmatch(price) or Decimal(price) <= 0:
        yield Slip("price", "sellingPrice", price)
    quantity = _text(item.advert.get("qty", "0"))
    if not _WHOLE.fullmatch(quantity):
        yield Slip("quantity", "qty", quantity)
    for one in item.campaigns:
        if (one.percentage is None) == (one.price is None):
            yield Slip("campaign", "productsCampaignPrice", str(one.campaign_id))
        elif one.price is not None and one.price_before is not None and one.price >= one.price_before:
            yield Slip("not_lower", "productsCampaignPrice", str(one.price), str(one.price_before))


def _bar_codes(item: StockItem) -> Iterator[Slip]:
    for key, value in (*item.product.items(), *item.advert.items()):
        if key in _CODES:
            for code in filter(None, re.split("[|;]", _text(value))):
                if not is_bar_code(code):
                    yield Slip("bar_code", key, code, check_digit(code))


def _characters(item: StockItem, charset: str) -> Iterator[Slip]:
    """CDATA or text, a file holds what XML and its charset hold; the writer leaves out or refers to the rest."""
    for key, value in (*item.product.items(), *item.advert.items()):
        text = _text(value)
        odd = sorted({one for one in text if not _is_held(one, charset)})
        if odd:
            yield Slip("characters", key, text[:60], " ".join(f"U+{ord(one):04X}" for one in odd[:5]))


def _values(item: StockItem, template: m.ProductTypeTemplate) -> Iterator[Slip]:
    for keys, values in ((template.product, item.product), (template.advert, item.advert)):
        known = {one.key: one for one in keys}
        for key, value in values.items():
            attribute = known.get(key)
            if attribute is None:
                yield Slip("unknown_key", key, _text(value), _nearest(key, known))
            else:
                yield from _value(attribute, value)


def _value(attribute: m.TemplateAttribute, value: Value) -> Iterator[Slip]:
    key, text = attribute.key, _text(value)
    parts = [one.strip() for one in text.split("|")] if attribute.multivalued else [text]
    if isinstance(value, tuple) and len(value) > 1 and not attribute.multivalued:
        yield Slip("one_value", key, text)
    if isinstance(value, Measured) and value.unit not in _units(attribute):
        yield Slip("unit", key, value.unit, ", ".join(attribute.units) or "-")
    for part in parts:
        if (attribute.values and key != "state" and part not in attribute.values) or (
            attribute.values and key == "state" and part not in {*attribute.values, *_STATE_NUMBERS}
        ):
            yield Slip("not_listed", key, part, _nearest(part, attribute.values))
        elif part and key not in {"qty", "sellingPrice", "pid", "aid"} and not _fits(attribute, part):
            yield Slip("form", key, part, attribute.value_type)


def _missing(item: StockItem, template: m.ProductTypeTemplate) -> Iterator[Slip]:
    """Of a new advert its mandatory keys; of a product those too, unless a key may find it."""
    wanted = [(template.advert, item.advert)] if item.advert else []
    if item.product and not any(item.product.get(key) for key in _FINDING):
        wanted.append((template.product, item.product))
        if not item.images:
            yield Slip("missing", "image_url")
    for keys, values in wanted:
        for one in keys:
            if one.mandatory and one.key != "sellerReference" and not _text(values.get(one.key, "")):
                yield Slip("missing", one.key, hint=", ".join(one.values[:5]))


# -- small ones ---------------------------------------------------------------------------------------------


def is_bar_code(code: str) -> bool:
    """EAN-8, UPC, EAN-13, GTIN-14 or ISBN-10 with its check digit."""
    return bool(_CODE.fullmatch(code)) and code[-1] == check_digit(code)


def check_digit(code: str) -> str:
    """What the last digit of a bar code must be, '' for what is none."""
    if not _CODE.fullmatch(code):
        return ""
    digits = [int(one) for one in code[:-1]]
    if len(code) == 10:  # ISBN-10
        rest = -sum(weight * one for weight, one in zip(range(10, 1, -1), digits, strict=True)) % 11
        return "X" if rest == 10 else str(rest)
    return str(-sum(one * (3 if place % 2 == 0 else 1) for place, one in enumerate(reversed(digits))) % 10)


def _text(value: Value) -> str:
    try:
        return text_of(value)
    except (TypeError, ValueError):
        return str(value)


def _units(attribute: m.TemplateAttribute) -> set[str]:
    return {*attribute.units, *("€" for one in attribute.units if one == "&euro;")}


def _fits(attribute: m.TemplateAttribute, text: str) -> bool:
    match attribute.value_type:
        case "Number":
            return _is_number(text)
        case "Boolean":
            return text in {"0", "1"}
        case "Date":
            return _is_day(text)
    return True


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def _is_day(text: str) -> bool:
    try:
        datetime.strptime(text, "%d/%m/%Y")  # noqa: DTZ007 - a day of the calendar
    except ValueError:
        return False
    return True


def _is_held(char: str, charset: str) -> bool:
    if (char < " " and char not in "\t\n") or "\ud800" <= char <= "\udfff" or char in "\ufffe\uffff":
        return False
    try:
        char.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def _nearest(text: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    by_fold = {one.casefold(): one for one in known}
    found = get_close_matches(text.casefold(), by_fold, n=1, cutoff=0.6)
    return by_fold[found[0]] if found else "-"
