"""What makes an address doubtful: things a carrier would send a parcel back for. Nothing is mended or guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

#: Shapes of postcodes where they are sure; other countries are not judged.
_POSTCODES = {
    "FR": r"\d{5}",
    "MC": r"980\d{2}",
    "BE": r"[1-9]\d{3}",
    "LU": r"(L-)?\d{4}",
    "DE": r"\d{5}",
    "ES": r"\d{5}",
    "IT": r"\d{5}",
    "NL": r"[1-9]\d{3} ?[A-Z]{2}",
    "PT": r"\d{4}-\d{3}",
    "CH": r"\d{4}",
    "AT": r"\d{4}",
}


def doubts(address: Mapping[str, Any]) -> tuple[str, ...]:
    """Codes: `no_name`, `no_street`, `no_city`, `no_postcode`, `postcode`. `address`: fields as `Address` has them."""
    return tuple(_found(address))


def _found(address: Mapping[str, Any]) -> Iterator[str]:
    if not any(_has(address, name) for name in ("first_name", "last_name", "company")):
        yield "no_name"
    if not any(str(line).strip() for line in address.get("lines") or ()):
        yield "no_street"
    if not _has(address, "city"):
        yield "no_city"
    shape = _POSTCODES.get(str(address.get("country") or ""))
    if shape is None:
        return
    if not _has(address, "postcode"):
        yield "no_postcode"
    elif not re.fullmatch(shape, str(address["postcode"]).strip().upper()):
        yield "postcode"


def _has(address: Mapping[str, Any], name: str) -> bool:
    return bool(str(address.get(name) or "").strip())
