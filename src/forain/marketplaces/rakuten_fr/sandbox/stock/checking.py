"""Whether values fit the keys of a product type; every misfit is a problem with code 60."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation

from forain.marketplaces.rakuten_fr import stock_decisions as decisions
from forain.marketplaces.rakuten_fr.sandbox.stock.state import Problem, codes
from forain.marketplaces.rakuten_fr.sandbox.stock.types import STATE_NUMBERS, STATES, Key

_NUMBER = re.compile(r"-?\d{1,12}([.,]\d{1,6})?", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_CODE = re.compile(r"[\dX]{8,14}", re.ASCII)
_WORDS: Mapping[str, str] = {"qty": decisions.QUANTITY, "sellingPrice": decisions.PRICE}


def problems(
    keys: Iterable[Key], given: Mapping[str, str], units: Mapping[str, str], *, creating: bool
) -> Iterator[Problem]:
    """What is missing at a creation, what is not accepted, and what is not known (ignored, not fatal)."""
    known = {one.name: one for one in keys}
    for name, key in known.items():
        if name in given:
            yield from _misfit(key, given[name], units.get(name, ""))
        elif creating and key.mandatory:
            yield Problem(code=60, key=name, text=_WORDS.get(name, decisions.NEEDED))
    for name in given:
        if name not in known:
            yield Problem(code=60, key=name, text=decisions.UNKNOWN_KEY, fatal=False)


def _misfit(key: Key, text: str, unit: str) -> Iterator[Problem]:
    if key.mandatory and not text:
        yield Problem(code=60, key=key.name, text=_WORDS.get(key.name, decisions.NEEDED))
    elif text and not _fits(key, text):
        yield Problem(code=60, key=key.name, text=_WORDS.get(key.name, decisions.NOT_ACCEPTED))
    elif unit and unit not in {*key.units, *("€" for one in key.units if one == "&euro;")}:
        yield Problem(code=60, key=key.name, text=decisions.NOT_ACCEPTED)


def _fits(key: Key, text: str) -> bool:
    match key.name:
        case "qty":
            return bool(_WHOLE.fullmatch(text))
        case "sellingPrice":
            return (number(text) or Decimal(0)) > 0
        case "state":
            return text in key.values or text in STATE_NUMBERS
        case "prdEdito":
            return len(text) <= decisions.DESCRIPTION_LENGTH
        case "codebarres":
            return all(_CODE.fullmatch(one) for one in codes(text))
    each = text.split("|") if key.many else [text]
    return all(_fits_kind(key, one.strip()) for one in each)


def _fits_kind(key: Key, text: str) -> bool:
    if key.values:
        return text in key.values
    if key.kind == "Number":
        return number(text) is not None
    if key.kind == "Boolean":
        return text.lower() in {"0", "1", "true", "false"}
    return key.kind != "Date" or _is_day(text)


def number(text: str) -> Decimal | None:
    """A plain decimal, with a point or a comma; None for anything else."""
    if not _NUMBER.fullmatch(text):
        return None
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None


def _is_day(text: str) -> bool:
    try:
        datetime.strptime(text, "%d/%m/%Y")  # noqa: DTZ007 - a day of the calendar
    except ValueError:
        return False
    return True


def state_word(text: str) -> str:
    """The word for a state that may be a number."""
    return STATE_NUMBERS.get(text, text) or STATES[0]
