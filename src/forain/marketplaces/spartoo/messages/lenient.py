"""How the numbers of a seller's document are read: one that cannot be read must not cost the whole document.

Spartoo answers a code for every product (xml_import_products, "Purpose"), so a damaged number spoils its product alone.
It is read as a value that no rule accepts; writing that value is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from forain.wire import values

#: What a damaged whole number, decimal and time are read as: negative, in no list, before everything.
NO_NUMBER: Final = -(2**63)
NO_DECIMAL: Final = Decimal(NO_NUMBER)
NO_TIME: Final = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Whole:
    kind: str = "a whole number"

    def read(self, text: str, /) -> int:
        """`3.0` is a whole number too: exporters write counts as floats."""
        try:
            number = values.DECIMAL.read(text)
        except ValueError:
            return NO_NUMBER
        return int(number) if number == number.to_integral_value() else NO_NUMBER

    def write(self, value: int, /) -> str:
        if value == NO_NUMBER:
            raise ValueError("a number that could not be read")
        return values.INTEGER.write(value)


@dataclass(frozen=True, slots=True)
class _Decimal:
    kind: str = "a decimal number"

    def read(self, text: str, /) -> Decimal:
        try:
            return values.DECIMAL.read(text)
        except ValueError:
            return NO_DECIMAL

    def write(self, value: Decimal, /) -> str:
        if value == NO_DECIMAL:
            raise ValueError("a number that could not be read")
        return values.DECIMAL.write(value)


@dataclass(frozen=True, slots=True)
class _Price(_Decimal):
    def write(self, value: Decimal, /) -> str:
        if value == NO_DECIMAL:
            raise ValueError("a number that could not be read")
        return values.DECIMAL_2.write(value)


@dataclass(frozen=True, slots=True)
class _Time:
    kind: str = "a number of seconds since 1970"

    def read(self, text: str, /) -> datetime:
        try:
            return values.UNIX.read(text)
        except ValueError:
            return NO_TIME

    def write(self, value: datetime, /) -> str:
        if value == NO_TIME:
            raise ValueError("a time that could not be read")
        return values.UNIX.write(value)


@dataclass(frozen=True, slots=True)
class _YesNo:
    """`1`, `true`, `oui` are yes; any other word is no (spartoo.md section 12, catalogue_feed)."""

    kind: str = "1 or 0"

    def read(self, text: str, /) -> bool:
        return text.lower() in ("1", "true", "oui", "yes")

    def write(self, value: bool, /) -> str:
        return "1" if value else "0"


WHOLE: Final = _Whole()
DECIMAL: Final = _Decimal()
PRICE: Final = _Price()
TIME: Final = _Time()
YES_NO: Final = _YesNo()
